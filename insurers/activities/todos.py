"""The services of the month, on the workbench."""

from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core.contributions.desk import Desk, Tile, Work
from core.views.addresses import address
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission


def work(desk: Desk) -> Work:
    """One figure, for those who may read services."""
    if not desk.user.may(ActivityPermission.ACTIVITY_VIEW):
        return Work(place=30)
    return Work(place=30, tiles=[_services_tile(desk)])


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
