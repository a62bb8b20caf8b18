"""The services of the month, and those that wait for a step, on the workbench."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from campaigns.services import days_undecided
from core.contributions.desk import Desk, Tile, Todo, Work
from core.views.addresses import address
from insurers.activities.choices import ActivityState, Mark
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission

LIST: Final = "activities:activity-list"


def work(desk: Desk) -> Work:
    """One figure, for those who may read services."""
    if not desk.user.may(ActivityPermission.ACTIVITY_VIEW):
        return Work(place=30)
    return Work(place=30, tiles=[_services_tile(desk)], todos=list(_todos(desk)))


def _todos(desk: Desk) -> Iterator[Todo]:
    """What waits for the people of an insurer, a line for each list that is not empty."""
    if not desk.user.may(ActivityPermission.ACTIVITY_WRITE):
        return
    own = Activity.objects.visible_to(desk.user)
    counted = own.order_by().values_list("state").annotate(n=Count("pk"))
    by_state = desk.memory.kept(own, "waiting", lambda: dict(counted))
    for mark, title in (
        (Mark.TO_DO, _("%(n)s services whose day has passed are not marked as done")),
        (Mark.VOID_ASKED, _("%(n)s voids of services wait for the second person")),
    ):
        rows = own.marked(mark, desk.today)
        if found := desk.memory.kept(rows, f"{mark} {desk.today}", rows.count):
            url = address(LIST, mark=mark)
            yield Todo(_("Services"), title % {"n": f"{found:,}"}, "", url, _("Open"), count=found)
    if undecided := days_undecided():
        rows = own.unnamed(undecided)
        if found := desk.memory.kept(rows, "unnamed", rows.count):
            url = address(LIST, mark=Mark.UNNAMED)
            title = _("%(n)s assistance services do not say in which campaign they count")
            yield Todo(_("Services"), title % {"n": f"{found:,}"}, "", url, _("Name the campaign"), count=found)
    for state, title in (
        (ActivityState.RETURNED, _("%(n)s services returned in spot checks")),
        (ActivityState.DONE, _("%(n)s services done and to be recorded")),
        (ActivityState.RECORDED, _("%(n)s services wait for a return visit")),
        (ActivityState.VISITED, _("%(n)s services wait for the confirmation of the insured unit")),
        (ActivityState.CONFIRMED, _("%(n)s services to be filed")),
    ):
        if found := by_state.get(state, 0):
            url = address(LIST, state=state)
            yield Todo(_("Services"), title % {"n": f"{found:,}"}, "", url, _("Open"), count=found)


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
