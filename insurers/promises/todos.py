"""Promises that are late, units without assistance and reminders about them, on the workbenches of those concerned."""

from collections.abc import Iterator
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import INSURING, REGULATORS, Role
from campaigns.services import campaign_of
from core.contributions.desk import Desk, Tile, Todo, Work
from core.views.addresses import address
from insurers.promises.figures import Frame, promised_of
from insurers.promises.models import AssistReminder
from insurers.promises.services import units_lacking

PLACE: Final = 60
#: The row of tiles about the insurers of a regulator's place.
INSURERS_ROW: Final = "insurers"


def work(desk: Desk) -> Work:
    """For regulators two figures, for insurers a line each and the reminders of this month."""
    if desk.user.role in REGULATORS:
        return Work(place=PLACE, tiles=list(_tiles(desk)), row=INSURERS_ROW)
    if desk.user.role not in INSURING:
        return Work(place=PLACE)
    todos = [*_late(desk), *_lacking(desk)]
    return Work(place=PLACE, todos=[*todos, *_reminders(desk)] if desk.user.role == Role.INSURER else todos)


def late_promises(desk: Desk) -> int:
    """Promises past their day that are not kept, as the list behind counts them."""
    rows = promised_of(desk.user).filter(Frame(desk.today.replace(day=1), desk.today).late)
    return desk.memory.count(rows)


def lacking_units(desk: Desk) -> int | None:
    """Insured units without assistance in the campaign, one policy for each and insurer; None without a campaign."""
    campaign = desk.once(campaign_of)
    if campaign is None:
        return None
    return desk.memory.count(units_lacking(desk.user, campaign.starts_on, desk.today))


def _tiles(desk: Desk) -> Iterator[Tile]:
    """What insurers of the place owe."""
    lacking = lacking_units(desk)
    if lacking is not None:
        note, url = _("insured, no campaign assistance yet"), address("promises:without-assistance")
        yield Tile(_("Units without assistance"), lacking, url, note, unit=_("firms"))
    late, url = late_promises(desk), address("promises:promise-list", standing="late")
    yield Tile(_("Promises overdue"), late, url, _("their day has passed"), unit=_("plan items"), warm=late > 0)


def _late(desk: Desk) -> Iterator[Todo]:
    if late := late_promises(desk):
        title = _("%(n)s promised services are overdue") % {"n": f"{late:,}"}
        url = address("promises:promise-list", standing="late")
        yield Todo(_("Service plans"), title, "", url, _("Open"), count=late)


def _lacking(desk: Desk) -> Iterator[Todo]:
    if lacking := lacking_units(desk):
        title = _("%(n)s insured units without campaign assistance") % {"n": f"{lacking:,}"}
        url = address("promises:without-assistance")
        yield Todo(_("Campaign assistance"), title, "", url, _("Open"), count=lacking)


def _reminders(desk: Desk) -> Iterator[Todo]:
    rows = AssistReminder.objects.visible_to(desk.user).filter(month=desk.today.replace(day=1))
    for row in rows.select_related("organisation"):
        yield _todo(row)


def _todo(row: AssistReminder) -> Todo:
    sent = {"office": row.organisation, "day": f"{timezone.localdate(row.sent_at)}"}
    return Todo(
        _("Campaign assistance"),
        _("%(n)s units in %(place)s without assistance") % {"n": f"{row.units:,}", "place": row.place},
        _("Prompted by %(office)s on %(day)s") % sent,
        address("promises:without-assistance"),
        _("Open"),
    )
