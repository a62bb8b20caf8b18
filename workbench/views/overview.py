"""The overview for leaders (ui.md 2.9)."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from campaigns.services import countdown_on, current_campaign
from core import clock
from core.touches import Memory
from core.views.addresses import address
from core.views.lists import TableExport
from core.views.tables import Sheet
from reports.permissions import ReportPermission
from workbench.overview import numbers
from workbench.overview.numbers import Overview
from workbench.overview.trend import trend
from workbench.permissions import WorkbenchPermission

#: Columns of the table of cities that add up.
SUMS: Final = frozenset(
    {
        "must.value",
        "insured.value",
        "missing.value",
        "major.value",
        "closed_major.value",
        "booked.value",
        "delivered",
        "owed",
    }
)


class OverviewView(TableExport):
    """Map, funnel, sectors, weeks, reports and fees, each number with its rows; `?view=screen` for the wall."""

    permission = WorkbenchPermission.OVERVIEW_VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("各市投保、隐患和报送情况", "户、条、元、份", SUMS)
    columns = (
        (gettext_lazy("City"), "city.name"),
        (gettext_lazy("Must insure"), "must.value", "int"),
        (gettext_lazy("Insured"), "insured.value", "int"),
        (gettext_lazy("Must insure, not insured"), "missing.value", "int"),
        (gettext_lazy("Rate insured"), "insured_rate", "percent"),
        (gettext_lazy("Major hazards"), "major.value", "int"),
        (gettext_lazy("Major hazards closed off"), "closed_major.value", "int"),
        (gettext_lazy("Rate closed off"), "major_rate", "percent"),
        (gettext_lazy("Booked (yuan)"), "booked.value", "money"),
        (gettext_lazy("Reports delivered"), "delivered", "int"),
        (gettext_lazy("Reports owed"), "owed", "int"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user, today = self.person, clock.today()
        campaign = current_campaign(today, user)
        context: dict[str, object] = {"campaign": campaign, "is_screen": request.GET.get("view") == "screen"}
        if campaign is not None:
            memory = Memory()
            found = Overview(user, campaign, today, memory)
            if self.wants_export():
                return self.export(found.cities, len(found.cities))
            context |= self.figures(found) | {
                "weeks": trend(user, today, campaign.starts_on, memory),
                "countdown": countdown_on(campaign, today),
                "export_query": self.export_query(),
            }
        return render(request, "workbench/overview.html", context)

    def figures(self, found: Overview) -> dict[str, object]:
        """What stands in the tiles and panels."""
        return {
            "must": found.counted(numbers.MUST),
            "insured": found.counted(numbers.INSURED),
            "missing": found.counted(numbers.MISSING),
            "reminded": found.reminded,
            "is_partial": found.is_partial,
            "rate_change": found.rate_change,
            "insured_rate": found.rate_of(numbers.INSURED, numbers.MUST),
            "units": found.counted(numbers.UNITS),
            "assisted": found.counted(numbers.ASSISTED),
            "assist_rate": found.rate_of(numbers.ASSISTED, numbers.UNITS),
            "general": found.counted(numbers.GENERAL),
            "major": found.counted(numbers.MAJOR),
            "closed_major": found.counted(numbers.CLOSED_MAJOR),
            "major_rate": found.rate_of(numbers.CLOSED_MAJOR, numbers.MAJOR),
            "overdue": found.counted(numbers.OVERDUE),
            "booked": found.counted(numbers.BOOKED),
            "premium": found.counted(numbers.PREMIUM),
            "fee_share": found.rate_of(numbers.BOOKED, numbers.PREMIUM),
            "cities": found.cities,
            "funnel": found.funnel,
            "sectors": found.sectors,
            "tally": found.matrix.tally,
            "owed_late": sum(cell.duty.due_on < found.today for cell in found.matrix.cells if not cell.is_delivered),
            "centre_url": address("reports:centre") if found.reader.may(ReportPermission.REPORT_VIEW) else "",
        }
