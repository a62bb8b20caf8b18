"""The overview for leaders (ui.md 2.9)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.services import countdown_on, current_campaign
from core import clock, walls
from core.gate import GatedView
from core.people import person_of
from core.touches import Memory
from core.views.addresses import address
from reports.permissions import ReportPermission
from workbench.overview import numbers
from workbench.overview.numbers import Overview
from workbench.overview.trend import trend
from workbench.permissions import WorkbenchPermission


class OverviewView(GatedView):
    """Map, funnel, sectors, weeks, reports and fees, each number with its rows; `?view=screen` for the wall."""

    permission = WorkbenchPermission.OVERVIEW_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user, today = person_of(request), clock.today()
        campaign = current_campaign(today, user)
        context: dict[str, object] = {"campaign": campaign, "is_screen": request.GET.get("view") == "screen"}
        if campaign is not None:
            memory = Memory()
            with walls.own_alone():
                found = Overview(user, campaign, today, memory)
                context |= self.figures(found) | {
                    "weeks": trend(user, today, campaign.starts_on, memory),
                    "countdown": countdown_on(campaign, today),
                }
        return render(request, "workbench/overview.html", context)

    def figures(self, found: Overview) -> dict[str, object]:
        """What stands in the tiles and panels."""
        return {
            "must": found.counted(numbers.MUST),
            "insured": found.counted(numbers.INSURED),
            "missing": found.counted(numbers.MISSING),
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
            "centre_url": address("reports:centre") if found.reader.may(ReportPermission.REPORT_VIEW) else "",
        }
