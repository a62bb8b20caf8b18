"""What is open of hazards, and what waits for the person's office, on the workbench.

Each count has the conditions of the list behind its link. All counts of the ledger are made in one pass over what is
open, and kept until the ledger is written to. The number of queries depends on the role alone.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import INSURING
from core.contributions.desk import Desk, Tile, Todo, Work
from core.views.addresses import address
from hazards.choices import ENDED, HazardLevel, HazardStatus, RefusalStanding, RequestState
from hazards.models import FineProposal, Hazard, Refusal, RefusalReport
from hazards.permissions import HazardPermission

LIST = "hazards:hazard-list"
#: So many fines are named one by one.
MOST: Final = 5
#: So long its proposer is told that a fine lapsed.
TOLD_FOR: Final = timedelta(days=7)


def work(desk: Desk) -> Work:
    """Three figures in a row of their own, and a line for each list of waiting hazards that is not empty."""
    return Work(place=80, tiles=_tiles(desk), todos=list(_todos(desk)), own_row=True)


def _tiles(desk: Desk) -> list[Tile]:
    """What is open, late and major, as the board counts it."""
    if not desk.user.may(HazardPermission.HAZARD_VIEW):
        return []
    numbers = desk.once(open_hazards)
    unit = _("hazards")
    open_url, over_url = address(LIST, due="open"), address(LIST, due="over")
    major_url = address(LIST, due="open", level=HazardLevel.MAJOR)
    is_late = numbers["over"] > 0
    return [
        Tile(_("Hazards not closed"), numbers["whole"], open_url, _("on record and not void"), unit),
        Tile(_("Overdue hazards"), numbers["over"], over_url, _("the deadline has passed"), unit, warm=is_late),
        Tile(_("Major hazards not closed"), numbers["major"], major_url, _("of all not closed"), unit),
    ]


def open_hazards(desk: Desk) -> dict[str, int]:
    """Counts of the open hazards that the person sees: all, late, major ones, and those that wait for the office.

    `recorded`, `submitted`: an insurer's own; for a bureau what departments found, general ones alone to be reviewed.
    `major_submitted`, `accepted`, `enforcing`: of all.
    """
    rows = Hazard.objects.visible_to(desk.user).open()
    own = Q() if desk.user.role in INSURING else Q(insurer__isnull=True)
    reviewed = own if desk.user.role in INSURING else own & Q(level=HazardLevel.GENERAL)
    is_major, is_submitted = Q(level=HazardLevel.MAJOR), Q(state=HazardStatus.SUBMITTED)
    counts = {
        "whole": Count("state"),
        "over": Count("state", filter=Q(deadline__lt=desk.today)),
        "major": Count("state", filter=is_major),
        "major_submitted": Count("state", filter=is_major & is_submitted),
        "recorded": Count("state", filter=own & Q(state=HazardStatus.RECORDED)),
        "submitted": Count("state", filter=reviewed & is_submitted),
        "accepted": Count("state", filter=Q(state=HazardStatus.ACCEPTED)),
        "enforcing": Count("state", filter=Q(state=HazardStatus.ENFORCING)),
    }
    return desk.memory.kept(rows, f"desk {desk.today} {own}", lambda: dict(rows.order_by().aggregate(**counts)))


def _todos(desk: Desk) -> Iterator[Todo]:
    if desk.user.may(HazardPermission.HAZARD_WRITE):
        yield from _of_ledger(desk)
    if desk.user.role in INSURING:
        yield from _of_insurer(desk)
    if desk.user.may(HazardPermission.HAZARD_ENFORCE):
        yield from _of_department(desk)


def _todo(title: str, count: int, url: str, action: str, due_on: date | None = None, today: date | None = None) -> Todo:
    left = (due_on - today).days if due_on is not None and today is not None else None
    return Todo(_("Hazards"), title % {"n": f"{count:,}"}, "", url, action, due_on, left, count)


def _of_ledger(desk: Desk) -> Iterator[Todo]:
    """Of the office's own hazards: to be told in writing, to be reviewed; for a bureau all major ones of its place."""
    numbers = desk.once(open_hazards)
    is_insurer = desk.user.role in INSURING
    mine: dict[str, str] = {} if is_insurer else {"insurer": "none"}
    if not is_insurer and numbers["major_submitted"]:
        url = address(LIST, state=HazardStatus.SUBMITTED, level=HazardLevel.MAJOR)
        text = _("%(n)s major hazards wait for confirmation or review")
        yield _todo(text, numbers["major_submitted"], url, _("Review"))
    if numbers["recorded"]:
        url = address(LIST, state=HazardStatus.RECORDED, **mine)
        yield _todo(_("%(n)s hazards to be told in writing"), numbers["recorded"], url, _("Open"))
    if not is_insurer:
        mine = {**mine, "level": HazardLevel.GENERAL}
    if numbers["submitted"]:
        url = address(LIST, state=HazardStatus.SUBMITTED, **mine)
        yield _todo(_("%(n)s hazards wait for review"), numbers["submitted"], url, _("Review"))


def _of_insurer(desk: Desk) -> Iterator[Todo]:
    own = Refusal.objects.visible_to(desk.user)
    asked = own.filter(state=RequestState.ASKED).count()
    if asked:
        url = address("hazards:refusal-list", standing=RefusalStanding.ASKED)
        yield _todo(_("%(n)s findings of a refusal wait for the second person"), asked, url, _("Open"))
    agreed = own.filter(state=RequestState.AGREED, reported_at__isnull=True, hazard__state=HazardStatus.REFUSED)
    due = list(agreed.values_list("agreed_at", flat=True))
    if due:
        url = address("hazards:refusal-list", standing=RefusalStanding.DUE)
        first = timezone.localdate(min(at for at in due if at is not None))
        yield _todo(_("%(n)s refusals to be reported at once"), len(due), url, _("Report now"), first, desk.today)


def _enforced(desk: Desk) -> Iterator[Todo]:
    """Refused hazards that were taken up: measures to take, and measures whose outcome is awaited."""
    numbers = desk.once(open_hazards)
    for name, state, title in (
        ("accepted", HazardStatus.ACCEPTED, _("%(n)s refused hazards to take measures on")),
        ("enforcing", HazardStatus.ENFORCING, _("%(n)s refused hazards whose measures are to be followed up")),
    ):
        if numbers[name]:
            yield _todo(title, numbers[name], address(LIST, state=state), _("Open"))


def _to_agree(desk: Desk) -> Iterator[Todo]:
    """Fines that a colleague proposed; each has its own page, and there are few."""
    asked = FineProposal.objects.visible_to(desk.user).filter(state=RequestState.ASKED)
    mine = asked.filter(organisation=desk.user.organisation_id).exclude(asked_by=desk.user).select_related("hazard")
    for one in mine[:MOST]:
        url = address("hazards:hazard-detail", one.hazard_id)
        title = _("A fine on %(hazard)s waits for the second person") % {"hazard": one.hazard}
        yield Todo(_("Hazards"), title, one.number, url, _("Decide"))


def _lapsed(desk: Desk) -> Iterator[Todo]:
    """Own fines that came to nothing because the hazard was closed before a second person agreed."""
    mine = FineProposal.objects.visible_to(desk.user).filter(state=RequestState.LAPSED, asked_by=desk.user)
    recent = mine.filter(answered_at__date__gt=desk.today - TOLD_FOR).select_related("hazard").order_by("-pk")
    for one in recent[:MOST]:
        url = address("hazards:hazard-detail", one.hazard_id)
        title = _("Your fine on %(hazard)s lapsed: the hazard was closed before a second person agreed")
        yield Todo(_("Hazards"), title % {"hazard": one.hazard}, one.number, url, _("Open"))


def _of_department(desk: Desk) -> Iterator[Todo]:
    yield from _to_agree(desk)
    yield from _lapsed(desk)
    yield from _enforced(desk)
    own = RefusalReport.objects.visible_to(desk.user)
    unsigned = own.filter(recipient=desk.user.organisation_id, received_at__isnull=True)
    due = list(unsigned.exclude(refusal__hazard__state__in=ENDED).values_list("due_on", flat=True))
    if due:
        url = address("hazards:refusal-list", standing=RefusalStanding.MINE)
        yield _todo(_("%(n)s reports of refusal to be signed for"), len(due), url, _("Sign"), min(due), desk.today)


#: States that the lines above show to whom they wait for.
AWAITED: Final = (
    HazardStatus.RECORDED,
    HazardStatus.SUBMITTED,
    HazardStatus.REFUSED,
    HazardStatus.REPORTED,
    HazardStatus.ACCEPTED,
    HazardStatus.ENFORCING,
)
#: States with a move in which nobody of the portal is awaited.
RESTING: Final = (
    (HazardStatus.DRAFT, "its writer goes on when the facts are complete"),
    (HazardStatus.NOTIFIED, "the enterprise rectifies; the tile counts what is late"),
    (HazardStatus.RECTIFYING, "the enterprise rectifies; the tile counts what is late"),
)
