"""What of publicity waits for a person: recommended practice, editions and withdrawals for the second person."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.contributions.desk import Desk, NoDay, Todo, Work, first_and_all
from core.transitions import allowed
from core.views.addresses import address
from publicity.choices import ItemState, ReleaseState
from publicity.models import PublicityItem, PublicRelease
from publicity.permissions import PublicityPermission
from publicity.states import RELEASE, WITHDRAW

PLACE: Final = 77
#: So many items have lines of their own.
MOST: Final = 5


def work(desk: Desk) -> Work:
    """One line for each; the oldest first."""
    return Work(place=PLACE, todos=[*_recommended(desk), *_editions(desk)])


def _recommended(desk: Desk) -> list[Todo]:
    if not desk.user.may(PublicityPermission.PUBLICITY_ADOPT):
        return []
    rows = PublicityItem.objects.visible_to(desk.user).recommended()
    kind = _("Recommended practice")
    lines = [
        desk.line(
            kind,
            row.title,
            str(row.organisation),
            address("publicity:item-detail", row.pk),
            _("Adopt or decline"),
            NoDay.ANSWER,
        )
        for row in rows.select_related("organisation").order_by("entered_at")[: MOST + 1]
    ]

    def all_of() -> Todo:
        number, url = rows.count(), address("publicity:item-list", state=ItemState.RECOMMENDED)
        title, detail = (
            ngettext(
                "%(n)s recommended item waits for the province", "%(n)s recommended items wait for the province", number
            )
            % {"n": number},
            _("all of them, those above included"),
        )
        return desk.line(kind, title, detail, url, _("Open"), NoDay.ANSWER, count=number)

    return first_and_all(lines, all_of, MOST)


def _editions(desk: Desk) -> list[Todo]:
    """Those on which this person decides as the second one."""
    if not desk.user.may(PublicityPermission.PUBLIC_PAGE_WRITE):
        return []
    rows = PublicRelease.objects.visible_to(desk.user).waiting().order_by("proposed_at", "pk")
    return [
        desk.line(
            _("Public page"),
            f"{_('Cut-off day')} {row.counted_on}",
            row.get_state_display(),
            address("publicity:release-detail", row.pk),
            _("Decide"),
            NoDay.SECOND_PERSON,
        )
        for row in rows
        if allowed([RELEASE, WITHDRAW], row, desk.user)
    ]


AWAITED: Final = (ItemState.RECOMMENDED, ReleaseState.PROPOSED, ReleaseState.WITHDRAWING)
RESTING: Final = (
    (ItemState.RECORDED, "recorded; good practice may be recommended"),
    (ItemState.DECLINED, "declined; it may be recommended again"),
    (ReleaseState.RELEASED, "published; it may be withdrawn"),
)
