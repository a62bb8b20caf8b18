"""Board and task pages."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.roles import REGULATORS
from core import clock
from core.gate import GatedView, NotAllowed
from core.people import person_of
from core.transitions import allowed
from core.writing import Refused
from inspections import board, picker, ring, states
from inspections.choices import TaskState
from inspections.hazardsource import FOUND, with_hazards
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, Task
from inspections.permissions import InspectionPermission
from inspections.services import AlreadyChosen, add_enterprise, add_insurer, start_inspection

RELATED = ("campaign", "inspecting", "inspected", "started_by")


def task_or_404(request: HttpRequest, pk: int) -> Task:
    return get_object_or_404(Task.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class BoardView(GatedView):
    permission = InspectionPermission.BOARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = board.lines(person_of(request), clock.today().year)
        totals = {
            name: sum(getattr(line.task, name) for line in found)
            for name in ("enterprises", "chosen", "insurers", "chosen_insurers", "found")
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
            "waiting": sum(line.task.state == TaskState.CREATED for line in found),
        }
        return render(request, "inspections/board.html", context)


class TaskView(GatedView):
    """A task for its two cities and the province: who, when, forms, findings."""

    permission = InspectionPermission.INSPECTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = task_or_404(request, pk)
        inspecting = states.is_inspecting(task, person_of(request))
        enterprises = InspectedEnterprise.objects.visible_to(request.user).filter(task=task)
        insurers = InspectedInsurer.objects.visible_to(request.user).filter(task=task)
        findings = Finding.objects.visible_to(request.user).filter(task=task)
        context: dict[str, object] = {
            "task": task,
            "inspecting": inspecting,
            "moves": allowed(states.START_MOVES, task, person_of(request)),
            "follows": person_of(request).role not in REGULATORS,
            "end_moves": [move.name for move in allowed(states.END_MOVES, task, person_of(request))],
            "is_running": task.state == TaskState.IN_PROGRESS,
            "enterprises": enterprises.select_related("enterprise__county", "saved_by"),
            "insurers": insurers.select_related("insurer", "saved_by"),
            "findings": with_hazards(findings.select_related(*FOUND, "insurer_item__insurer"), person_of(request)),
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


class PickView(GatedView):
    """The picker: only for the inspecting city while its task is in progress."""

    permission = InspectionPermission.INSPECTION_WRITE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = self.own_task(request, pk)
        if task.state != TaskState.IN_PROGRESS:
            messages.warning(request, _("The inspection has not been started or is over; nothing can be added now."))
            return redirect("inspections:task-detail", pk=pk)
        text = request.GET.get("q", "").strip()
        what = "insurer" if request.GET.get("what") == "insurer" else "enterprise"
        found = picker.find_insurers(task, text) if what == "insurer" else picker.find_enterprises(task, text)
        context = {"task": task, "q": text, "what": what, "found": found, "shortest": picker.SHORTEST}
        return render(request, "inspections/item_pick.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = self.own_task(request, pk)
        try:
            return self.added(request, task)
        except AlreadyChosen as chosen:
            messages.warning(request, _("%(name)s is on the list already.") % {"name": chosen})
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect("inspections:task-detail", pk=pk)

    def added(self, request: HttpRequest, task: Task) -> HttpResponse:
        user = person_of(request)
        wanted = request.POST.get("pk", "")
        if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 18:
            raise Http404
        if request.POST.get("what") == "insurer":
            insurer = picker.chosen_insurer(int(wanted))
            if insurer is None:
                raise Http404
            drawn = add_insurer(task=task, insurer=insurer, by=user, at=clock.now())
            return redirect("inspections:insurer-form", pk=drawn.pk)
        enterprise = picker.chosen_enterprise(task, int(wanted))
        if enterprise is None:
            raise Http404
        item = add_enterprise(task=task, enterprise=enterprise, by=user, today=clock.today(), at=clock.now())
        return redirect("inspections:enterprise-form", pk=item.pk)

    def own_task(self, request: HttpRequest, pk: int) -> Task:
        task = task_or_404(request, pk)
        if not states.is_inspecting(task, person_of(request)):
            raise NotAllowed("only the inspecting city chooses")
        return task
