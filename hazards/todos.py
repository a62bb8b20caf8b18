"""What is open of hazards, and what waits for the person's office, on the workbench.

Each count has the conditions of the list behind its link. All counts of the ledger are made in one pass over what is
open, and kept until the ledger is written to. The number of queries depends on the role alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import INSURING
from core.contributions.desk import Desk, NoDay, Tile, Todo, Work
from core.views.addresses import address, place_on
from hazards import deadlines
from hazards.choices import ENDED, HazardLevel, HazardStatus, RefusalStanding, RequestState
from hazards.models import Enforcement, FineProposal, Hazard, Refusal, RefusalReport
from hazards.permissions import HazardPermission
from rulebook.workdays import workdays

LIST = "hazards:hazard-list"
#: So long its proposer is told that a fine lapsed.
TOLD_FOR: Final = timedelta(days=7)


def work(desk: Desk) -> Work:
    """Three figures in a row of their own, and a line for each list of waiting hazards that is not empty."""
    return Work(place=80, tiles=_tiles(desk), todos=list(_todos(desk)), own_row=True)


def _tiles(desk: Desk) -> list[Tile]:
    """What is open, late and major, as the board counts it."""
    if not desk.has_figures or not desk.user.may(HazardPermission.HAZARD_VIEW):
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
    own, reviewed = of_office(desk)
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


def of_office(desk: Desk) -> tuple[Q, Q]:
    """Whose hazards the office tells in writing, and which it reviews: the insurer its own, a bureau the departments'."""
    if desk.user.role in INSURING:
        return Q(), Q()
    own = Q(insurer__isnull=True)
    return own, own & Q(level=HazardLevel.GENERAL)


def _notice_due(desk: Desk) -> date | NoDay:
    """The first of the days by which recorded hazards are to be told in writing, by their level."""
    own, _reviewed = of_office(desk)
    rows = Hazard.objects.visible_to(desk.user).filter(own, state=HazardStatus.RECORDED)
    counted = rows.order_by().values_list("level").annotate(first=Min("found_on"))
    first: dict[str, date] = desk.memory.kept(rows, "told by", lambda: dict(counted))
    days = workdays().overrides
    due = [deadlines.due(deadlines.notice_limit(level), found_on, days).on for level, found_on in first.items()]
    return min(due) if due else NoDay.UNSET


def _review_due(desk: Desk, which: Q) -> date | NoDay:
    """The first of the days by which these submitted hazards are to be reviewed."""
    rows = Hazard.objects.visible_to(desk.user).filter(which, state=HazardStatus.SUBMITTED)
    submitted = Coalesce("submitted_on", "rectified_on", "found_on")
    found = desk.memory.kept(rows, "reviewed by", lambda: rows.order_by().aggregate(first=Min(submitted)))
    return deadlines.due(deadlines.REVIEW, found["first"]).on if found["first"] else NoDay.UNSET


def _follow_up_due(desk: Desk) -> date | NoDay:
    """The first of the days by which the measures of a department are to be followed up."""
    entries = Enforcement.objects.visible_to(desk.user).filter(hazard__state=HazardStatus.ENFORCING)
    last = entries.order_by().values("hazard").annotate(last=Max("decided_on"))
    found = last.aggregate(first=Min("last"))["first"]
    return deadlines.due(deadlines.FOLLOW_UP, found).on if found else NoDay.UNSET


def _todos(desk: Desk) -> Iterator[Todo]:
    if desk.user.may(HazardPermission.HAZARD_WRITE):
        yield from _of_ledger(desk)
    if desk.user.role in INSURING:
        yield from _of_insurer(desk)
    if desk.user.may(HazardPermission.HAZARD_ENFORCE):
        yield from _of_department(desk)


def _line(desk: Desk, title: str, detail: str, url: str, action: str, due: date | NoDay, count: int) -> Todo:
    return desk.line(_("Hazards"), title % {"n": f"{count:,}"}, detail, url, action, due, count=count)


def _of_ledger(desk: Desk) -> Iterator[Todo]:
    """Of the office's own hazards: to be told in writing, to be reviewed; for a bureau all major ones of its place."""
    numbers = desk.once(open_hazards)
    is_insurer = desk.user.role in INSURING
    mine: dict[str, str] = {} if is_insurer else {"insurer": "none"}
    if not is_insurer and numbers["major_submitted"]:
        url = address(LIST, state=HazardStatus.SUBMITTED, level=HazardLevel.MAJOR)
        text, number = (
            ngettext(
                "%(n)s major hazard waits for confirmation or review",
                "%(n)s major hazards wait for confirmation or review",
                numbers["major_submitted"],
            ),
            numbers["major_submitted"],
        )
        due = _review_due(desk, Q(level=HazardLevel.MAJOR))
        yield _line(desk, text, _("rectified, submitted for review"), url, _("Review"), due, number)
    if numbers["recorded"]:
        url = address(LIST, state=HazardStatus.RECORDED, **mine)
        text, detail = (
            ngettext("%(n)s hazard to be told in writing", "%(n)s hazards to be told in writing", numbers["recorded"]),
            _("found in services of the own office"),
        )
        if not is_insurer:
            detail = _("found by departments")
        yield _line(desk, text, detail, url, _("Open"), _notice_due(desk), numbers["recorded"])
    if not is_insurer:
        mine = {**mine, "level": HazardLevel.GENERAL}
    if to_review := _submitted_by_others(desk):
        url = address(LIST, due="review", **mine)
        text, due = (
            ngettext("%(n)s hazard waits for review", "%(n)s hazards wait for review", to_review),
            _review_due(desk, of_office(desk)[1] & ~_own(desk)),
        )
        yield _line(desk, text, _("rectified, submitted for review"), url, _("Review"), due, to_review)


def _submitted_by_others(desk: Desk) -> int:
    """How many the person may review: what one handed in oneself another one reviews."""
    number = desk.once(open_hazards)["submitted"]
    if not number:
        return 0
    rows = Hazard.objects.visible_to(desk.user).filter(of_office(desk)[1], state=HazardStatus.SUBMITTED)
    return number - desk.memory.count(rows.filter(_own(desk)))


def _own(desk: Desk) -> Q:
    """Handed in by the person; nobody handed in what came as a file."""
    return Q(submitted_by=desk.user, submitted_by__isnull=False)


def _of_insurer(desk: Desk) -> Iterator[Todo]:
    own = Refusal.objects.visible_to(desk.user)
    asked = own.filter(state=RequestState.ASKED).count()
    if asked:
        url = address("hazards:refusal-list", standing=RefusalStanding.ASKED)
        text, detail = (
            ngettext(
                "%(n)s finding of a refusal waits for the second person",
                "%(n)s findings of a refusal wait for the second person",
                asked,
            ),
            _("found by a colleague"),
        )
        yield _line(desk, text, detail, url, _("Open"), NoDay.SECOND_PERSON, asked)
    agreed = own.filter(state=RequestState.AGREED, reported_at__isnull=True, hazard__state=HazardStatus.REFUSED)
    due = list(agreed.values_list("agreed_at", flat=True))
    if due:
        url = address("hazards:refusal-list", standing=RefusalStanding.DUE)
        first = timezone.localdate(min(at for at in due if at is not None))
        text, detail = (
            ngettext("%(n)s refusal to be reported at once", "%(n)s refusals to be reported at once", len(due)),
            _("found by two people of the own office"),
        )
        yield _line(desk, text, detail, url, _("Report now"), first, len(due))


def _enforced(desk: Desk) -> Iterator[Todo]:
    """Refused hazards that were taken up: measures to take, and measures whose outcome is awaited."""
    numbers = desk.once(open_hazards)
    if numbers["accepted"]:
        text, detail = (
            ngettext(
                "%(n)s refused hazard to take measures on",
                "%(n)s refused hazards to take measures on",
                numbers["accepted"],
            ),
            _("reported by insurers, receipt confirmed"),
        )
        url = address(LIST, state=HazardStatus.ACCEPTED)
        yield _line(desk, text, detail, url, _("Open"), NoDay.OWN_WORK, numbers["accepted"])
    if numbers["enforcing"]:
        text = ngettext(
            "%(n)s refused hazard whose measures are to be followed up",
            "%(n)s refused hazards whose measures are to be followed up",
            numbers["enforcing"],
        )
        detail = _("measures are taken, to be followed up every 15 days")
        url = address(LIST, state=HazardStatus.ENFORCING)
        yield _line(desk, text, detail, url, _("Open"), _follow_up_due(desk), numbers["enforcing"])


def _to_agree(desk: Desk) -> Iterator[Todo]:
    """Fines that a colleague proposed; each has its own page, and there are few."""
    if desk.is_idle(_fining_offices):
        return
    asked = FineProposal.objects.visible_to(desk.user).filter(state=RequestState.ASKED)
    others = asked.filter(organisation=desk.user.organisation_id).exclude(asked_by=desk.user)
    mine = others.select_related("hazard", "asked_by")
    for one in mine:
        url = place_on(address("hazards:hazard-detail", one.hazard_id), "fine", one.pk)
        title = _("A fine on %(hazard)s waits for the second person") % {"hazard": one.hazard}
        detail = f"{one.asked_by} {one.number}".strip()
        yield desk.line(_("Hazards"), title, detail, url, _("Decide"), NoDay.SECOND_PERSON)


def _lapsed(desk: Desk) -> Iterator[Todo]:
    """Own fines that came to nothing because the hazard was closed before a second person agreed."""
    if desk.is_idle(_fining_offices):
        return
    mine = FineProposal.objects.visible_to(desk.user).filter(state=RequestState.LAPSED, asked_by=desk.user)
    recent = mine.filter(answered_at__date__gt=desk.today - TOLD_FOR).select_related("hazard").order_by("-pk")
    for one in recent:
        url = place_on(address("hazards:hazard-detail", one.hazard_id), "fine", one.pk)
        title = _("Your fine on %(hazard)s lapsed: the hazard was closed before a second person agreed")
        detail = one.number or _("proposed by you")
        yield desk.line(_("Hazards"), title % {"hazard": one.hazard}, detail, url, _("Open"), NoDay.NEWS)


def _fining_offices() -> Iterator[int]:
    """Those of fines without an end, and of the people who proposed them."""
    fines = FineProposal.objects.filter(state__in=(RequestState.ASKED, RequestState.LAPSED)).order_by()
    for office, proposer in fines.values_list("organisation", "asked_by__organisation").distinct():
        yield from (office, proposer)


def _offices_told() -> Iterable[int]:
    """Those that have not signed for a report of a refusal."""
    rows = RefusalReport.objects.filter(received_at__isnull=True)
    return rows.order_by().values_list("recipient", flat=True).distinct()


def _of_department(desk: Desk) -> Iterator[Todo]:
    yield from _to_agree(desk)
    yield from _lapsed(desk)
    yield from _enforced(desk)
    if desk.is_idle(_offices_told):
        return
    own = RefusalReport.objects.visible_to(desk.user)
    unsigned = own.filter(recipient=desk.user.organisation_id, received_at__isnull=True)
    due = list(unsigned.exclude(refusal__hazard__state__in=ENDED).values_list("due_on", flat=True))
    if due:
        url = address("hazards:refusal-list", standing=RefusalStanding.MINE)
        text, detail = (
            ngettext("%(n)s report of refusal to be signed for", "%(n)s reports of refusal to be signed for", len(due)),
            _("reported by insurers"),
        )
        yield _line(desk, text, detail, url, _("Sign"), min(due), len(due))


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
