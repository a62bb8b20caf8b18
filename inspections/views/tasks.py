"""Board and task pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.roles import REGULATORS
from campaigns.services import current_campaign
from core import clock
from core.gate import GatedView, NotAllowed
from core.people import person_of
from core.transitions import allowed
from core.writing import Refused
from inspections import board, ring, states
from inspections.choices import TaskState
from inspections.hazardsource import FOUND, with_hazards
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, Task
from inspections.permissions import InspectionPermission
from inspections.services import start_inspection
from inspections.words import plans

RELATED = ("campaign", "inspecting", "inspected", "started_by")


def task_or_404(request: HttpRequest, pk: int) -> Task:
    return get_object_or_404(Task.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class BoardView(GatedView):
    permission = InspectionPermission.BOARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user, today = person_of(request), clock.today()
        campaign = current_campaign(today, user)
        found = board.lines(user, campaign.year if campaign and campaign.is_yearly else today.year)
        totals = {
            name: sum(getattr(line.task, name) for line in found)
            for name in ("enterprises", "chosen", "insurers", "chosen_insurers", "found", "handed_over", "settled")
        }
        view = request.GET.get("view", "")
        shown = [line for line in found if view not in {"out", "in"} or line.side == view]
        context = {
            "lines": shown,
            "totals": totals,
            "view": view,
            "count": len(found),
            "mine": sorted((line for line in found if line.side), key=lambda line: line.side, reverse=True),
            "own_city": board.own_city(person_of(request)),
            "stages": board.stages(found),
            "looks": {line.task.pk: line.look for line in found},
            "ring": ring.draw(line.task for line in found),
            "running": sum(line.task.state == TaskState.IN_PROGRESS for line in found),
            "waiting": sum(line.is_waiting for line in found),
            "unplanned": sum(line.lacks_plan for line in found),
        }
        return render(request, "inspections/board.html", context)


class TaskView(GatedView):
    """A task for its two cities and the province: who, when, forms, findings."""

    permission = InspectionPermission.INSPECTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = task_or_404(request, pk)
        enterprises = InspectedEnterprise.objects.visible_to(request.user).filter(task=task)
        insurers = InspectedInsurer.objects.visible_to(request.user).filter(task=task)
        findings = Finding.objects.visible_to(request.user).filter(task=task)
        context: dict[str, object] = {
            "task": task,
            **plans.panel_of(task, person_of(request)),
            "may_start": states.START in allowed(states.GROUP_MOVES, task, person_of(request)),
            "follows": person_of(request).role not in REGULATORS,
            "end_moves": [move.name for move in allowed(states.END_MOVES, task, person_of(request))],
            "enterprises": enterprises.select_related("enterprise__county", "saved_by"),
            "insurers": insurers.select_related("insurer", "saved_by"),
            "findings": with_hazards(
                findings.select_related(*FOUND, "insurer_item__insurer", "agency"), person_of(request)
            ),
        }
        return render(request, "inspections/task_detail.html", context)


class StartView(GatedView):
    permission = InspectionPermission.INSPECTION_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = task_or_404(request, pk)
        if not states.is_inspecting(task, person_of(request)):
            raise NotAllowed("only the inspecting city starts")
        try:
            start_inspection(task=task, by=person_of(request), at=clock.now())
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect("inspections:task-detail", pk=pk)
