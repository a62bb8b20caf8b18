"""The workbench: the first page after sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.todos import work
from campaigns.services import campaign_of, countdown_of
from core import clock, walls
from core.contributions.desk import Desk
from core.gate import GatedView
from core.imports.permissions import ImportPermission
from core.people import person_of
from core.views.addresses import address
from reports.permissions import ReportPermission
from reports.todos import report_states
from rulebook.permissions import RulebookPermission
from workbench.desk import parts_of, tile_rows
from workbench.menu import ways_for
from workbench.permissions import WorkbenchPermission


class WorkbenchView(GatedView):
    """Deadline, figures, what waits, quick entries; administrators get their entries alone."""

    permission = WorkbenchPermission.WORKBENCH_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person_of(request)
        context: dict[str, object] = {"ways": ways_for(user), "has_work": user.may(RulebookPermission.CAMPAIGN_VIEW)}
        with walls.own_alone():
            if context["has_work"]:
                context |= work_on(Desk(user, clock.today()))
            else:
                context["waiting"] = work(Desk(user, clock.today())).todos
        return render(request, "workbench/workbench.html", context)


def work_on(desk: Desk) -> dict[str, object]:
    """The business half of the page."""
    may, parts = desk.user.may, parts_of(desk)
    return {
        "campaign": desk.once(campaign_of),
        "countdown": desk.once(countdown_of),
        "reports": desk.once(report_states),
        "uploads_url": address("imports:upload-list") if may(ImportPermission.UPLOAD_VIEW) else "",
        "centre_url": address("reports:centre") if may(ReportPermission.REPORT_VIEW) else "",
        "tile_rows": tile_rows(parts),
        "meters": [meter for part in parts for meter in part.meters],
        "todos": [todo for part in parts for todo in part.todos],
    }
