"""The list of return visits."""

from types import MappingProxyType
from typing import Final

from django.db.models import Avg, QuerySet
from django.utils.translation import gettext_lazy

from core.listing.columns import FIRM, LINE, NUMBER, Look
from core.views.addresses import row_address
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from insurers.activities.filters import VisitFilter
from insurers.activities.models import Activity, ActivityVisit
from insurers.activities.permissions import ActivityPermission

LOOKS: Final = MappingProxyType(
    {
        "activity.activity_no": Look(
            "nowrap", url=lambda row: row_address("activities:activity-detail", row.activity_id)
        ),
        "activity.enterprise.name": Look(),
        "activity.insurer.name": FIRM,
        "visited_on": LINE,
        "get_way_display": Look(),
        "satisfaction": NUMBER,
        "opinion": Look(),
    }
)


class VisitListView(LedgerPage):
    """Return visits: how satisfied, what was said."""

    permission = ActivityPermission.ACTIVITY_VIEW
    template_name = "activities/visit_list.html"
    filters = VisitFilter
    looks = LOOKS
    sheet = Sheet("事故预防服务回访台账", "次")
    columns = (
        (gettext_lazy("Service number"), "activity.activity_no"),
        (gettext_lazy("Enterprise"), "activity.enterprise.name"),
        (gettext_lazy("Insurer"), "activity.insurer.name"),
        (gettext_lazy("Visited on"), "visited_on"),
        (gettext_lazy("Way"), "get_way_display"),
        (gettext_lazy("Satisfaction"), "satisfaction"),
        (gettext_lazy("Opinion of the insured"), "opinion"),
    )

    def rows(self) -> QuerySet[ActivityVisit]:
        rows = ActivityVisit.objects.visible_to(self.person)
        return rows.select_related("activity__insurer", "activity__enterprise").order_by("-visited_on", "-pk")

    def extra(self) -> dict[str, object]:
        form = self.filter_set.form
        fitting = self.filter_set.qs if form.is_valid() else self.rows().none()
        once = fitting.filter(activity__in=Activity.objects.visible_to(self.person).given())
        mean = self.memory.kept(once, "mean", lambda: once.order_by().aggregate(n=Avg("satisfaction"))["n"] or 0)
        return {"mean": round(float(mean), 2) if mean else None}
