"""The services of the month, and those that wait for a step, on the workbench."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from campaigns.services import days_undecided
from core.contributions.desk import Desk, NoDay, Tile, Todo, Work
from core.views.addresses import address
from insurers.activities.choices import ActivityState, Mark
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from insurers.activities.querysets import ActivityQuerySet
from insurers.activities.states import filing_due
from rulebook.workdays import workdays

LIST: Final = "activities:activity-list"


def work(desk: Desk) -> Work:
    """One figure, for those who may read services."""
    if not desk.user.may(ActivityPermission.ACTIVITY_VIEW):
        return Work(place=30)
    return Work(place=30, tiles=[_services_tile(desk)] if desk.has_figures else [], todos=list(_todos(desk)))


def _todos(desk: Desk) -> Iterator[Todo]:
    """What waits for the people of an insurer, a line for each list that is not empty."""
    if not desk.user.may(ActivityPermission.ACTIVITY_WRITE):
        return
    own = Activity.objects.visible_to(desk.user)
    yield from _marked(desk, own)
    if undecided := days_undecided():
        rows = own.unnamed(undecided)
        if found := desk.memory.kept(rows, "unnamed", rows.count):
            title = ngettext(
                "%(n)s assistance service does not say in which campaign it counts",
                "%(n)s assistance services do not say in which campaign they count",
                found,
            )
            detail, url = _("several campaigns run on their day"), address(LIST, mark=Mark.UNNAMED)
            yield _line(desk, title, detail, url, _("Name the campaign"), NoDay.OWN_WORK, found)
    yield from _unfiled(desk, own)


def _marked(desk: Desk, own: "ActivityQuerySet[Activity]") -> Iterator[Todo]:
    """Services whose day has passed, by that day; and voids for the second person."""
    rows = own.marked(Mark.TO_DO, desk.today)
    counts = {"n": Count("pk"), "first": Min("start_on")}
    found = desk.memory.kept(rows, f"to do {desk.today}", lambda: dict(rows.order_by().aggregate(**counts)))
    if found["n"]:
        title, detail = (
            ngettext(
                "%(n)s service whose day has passed is not marked as done",
                "%(n)s services whose day has passed are not marked as done",
                found["n"],
            ),
            _("planned by the own office"),
        )
        yield _line(desk, title, detail, address(LIST, mark=Mark.TO_DO), _("Open"), found["first"], found["n"])
    asked = own.marked(Mark.VOID_ASKED, desk.today)
    if number := desk.memory.kept(asked, f"{Mark.VOID_ASKED}", asked.count):
        title, detail = (
            ngettext(
                "%(n)s void of a service waits for the second person",
                "%(n)s voids of services wait for the second person",
                number,
            ),
            _("asked for by a colleague"),
        )
        yield _line(desk, title, detail, address(LIST, mark=Mark.VOID_ASKED), _("Open"), NoDay.SECOND_PERSON, number)


def _unfiled(desk: Desk, own: "ActivityQuerySet[Activity]") -> Iterator[Todo]:
    """Services on their way to the files, each step by the day by which the first of them is to be filed."""
    lines = (
        (
            ActivityState.RETURNED,
            ngettext_lazy("%(n)s service returned in spot checks", "%(n)s services returned in spot checks", "number"),
            _("returned by a supervisor"),
        ),
        (
            ActivityState.DONE,
            ngettext_lazy("%(n)s service done and to be recorded", "%(n)s services done and to be recorded", "number"),
            _("carried out, no record yet"),
        ),
        (
            ActivityState.RECORDED,
            ngettext_lazy("%(n)s service waits for a return visit", "%(n)s services wait for a return visit", "number"),
            _("the record is complete"),
        ),
        (
            ActivityState.VISITED,
            ngettext_lazy(
                "%(n)s service waits for the confirmation of the insured unit",
                "%(n)s services wait for the confirmation of the insured unit",
                "number",
            ),
            _("the return visit is done"),
        ),
        (
            ActivityState.CONFIRMED,
            ngettext_lazy("%(n)s service to be filed", "%(n)s services to be filed", "number"),
            _("confirmed by the insured unit"),
        ),
    )
    rows = own.filter(state__in=[state for state, _title, _detail in lines])
    counted = rows.order_by().values("state").annotate(n=Count("pk"), first=Min("end_on"))
    found = {row["state"]: row for row in desk.memory.kept(rows, "waiting", lambda: list(counted))}
    days = workdays()
    for state, title, detail in lines:
        if row := found.get(state):
            due = filing_due(row["first"], days) or NoDay.UNSET
            text = title % {"n": f"{row['n']:,}", "number": row["n"]}
            yield _line(desk, text, detail, address(LIST, state=state), _("Open"), due, row["n"])


def _line(desk: Desk, title: str, detail: str, url: str, action: str, due: date | NoDay, count: int) -> Todo:
    return desk.line(_("Services"), title % {"n": f"{count:,}"}, detail, url, action, due, count=count)


def month_of(today: date) -> tuple[date, date]:
    """First and last day of the month."""
    first = today.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _services_tile(desk: Desk) -> Tile:
    first, last = month_of(desk.today)
    given = Activity.objects.visible_to(desk.user).given()
    counts = {"whole": Count("pk"), "month": Count("pk", filter=Q(start_on__gte=first, start_on__lte=last))}
    numbers = desk.memory.kept(given, f"desk {first}", lambda: dict(given.order_by().aggregate(**counts)))
    url = address("activities:activity-list", start_from=first.isoformat(), start_to=last.isoformat(), counted="true")
    note = _("%(count)s in all") % {"count": f"{numbers['whole']:,}"}
    return Tile(_("Services this month"), numbers["month"], url, note, unit=_("times"))


AWAITED: Final = (
    ActivityState.SCHEDULED,
    ActivityState.DONE,
    ActivityState.RETURNED,
    ActivityState.RECORDED,
    ActivityState.VISITED,
    ActivityState.CONFIRMED,
)
