"""The workbench: the first page after sign-in."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from campaigns.models import Campaign
from campaigns.rules import countdown
from campaigns.services import current_campaign
from core import clock
from core.gate import GatedView
from workbench import hazard_work as hazardwork
from workbench import todos as workbench


class WorkbenchView(GatedView):
    """Deadline, figures, what waits, quick entries; administrators get their entries alone."""

    permission = Permission.WORKBENCH_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user, today = request.user, clock.today()
        sees_campaign = user.may(Permission.CAMPAIGN_VIEW)  # type: ignore[union-attr]
        campaign = current_campaign(today.year) if sees_campaign else None
        context: dict[str, Any] = {"ways": workbench.ways(user), "has_work": sees_campaign}
        if sees_campaign:
            context |= work_of(user, campaign, today)
        return render(request, "workbench/workbench.html", context)


def work_of(user: Any, campaign: Campaign | None, today: date) -> dict[str, Any]:
    """The business half of the page."""
    due = countdown(campaign.deadline_on, today) if campaign else None
    gap = workbench.gap_counts(user, campaign, today)
    tasks = workbench.own_tasks(user, campaign)
    reports = workbench.report_states(user, campaign)
    return {
        "campaign": campaign,
        "countdown": due,
        "reports": reports,
        "uploads_url": workbench.address("imports:upload-list") if user.may(Permission.UPLOAD_VIEW) else "",
        "centre_url": workbench.address("reports:centre") if user.may(Permission.CITY_REPORT_BUILD) else "",
        "tiles": workbench.tiles(user, gap, today),
        "hazard_tiles": hazardwork.tiles(user, today),
        "meters": workbench.meters(gap, tasks),
        "todos": [*workbench.todos(user, tasks, reports, due, today), *hazardwork.todos(user, today)],
    }
