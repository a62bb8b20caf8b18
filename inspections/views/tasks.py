"""Board and task pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from accounts.roles import REGULATORS
from campaigns.services import current_campaign
from core import clock
from core.gate import GatedView, NotAllowed
from core.people import person_of
from core.transitions import allowed
from core.views.lists import TableExport, one_of
from core.views.tables import Sheet
from core.writing import Refused
from inspections import board, phone, ring, states
from inspections.choices import DrawState
from inspections.hazardsource import FOUND, with_hazards
from inspections.models import Draw, Finding, InspectedEnterprise, InspectedInsurer, Task
from inspections.permissions import InspectionPermission
from inspections.querysets import sees_visits
from inspections.services import start_inspection
from inspections.words import plans
from inspections.words import tasks as words

RELATED = ("campaign", "inspecting", "inspected", "started_by", "completed_by")


def task_or_404(request: HttpRequest, pk: int) -> Task:
    return get_object_or_404(Task.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class BoardView(TableExport):
    permission = InspectionPermission.BOARD_VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("交叉检查任务进展表", "组、户、家、项", frozenset(board.COUNTED))
    columns = (
        (gettext_lazy("Inspecting city"), "task.inspecting.name"),
        (gettext_lazy("Inspected city"), "task.inspected.name"),
        (pgettext_lazy("joint plan", "Plan"), "plan_word"),
        (gettext_lazy("Days of inspection"), "days"),
        (gettext_lazy("Enterprises inspected"), "enterprises", "int"),
        (gettext_lazy("Insurers inspected"), "insurers", "int"),
        (gettext_lazy("Findings"), "found", "int"),
        (gettext_lazy("Handed over"), "handed_over", "int"),
        (pgettext_lazy("finding", "Settled"), "settled", "int"),
        (gettext_lazy("State"), "task.get_state_display"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user, today = person_of(request), clock.today()
        campaign = current_campaign(today, user)
        year = campaign.year if campaign and campaign.is_yearly else today.year
        found = board.lines(user, year)
        totals = {name: sum(getattr(line, name) or 0 for line in found) for name in board.COUNTED}
        due = [sum(numbers) for numbers in zip(*[line.due for line in found], strict=True)] or [0, 0]
        totals |= {"chosen": due[0], "chosen_insurers": due[1]}
        view = one_of(request, "view", gettext("Side"), ("out", "in", "all"))
        stage = one_of(request, "stage", gettext("State"), board.TILES)
        shown = [line for line in found if view in {"", "all", line.side} and stage in {"", line.stage}]
        if self.wants_export():
            return self.export(shown)
        target = campaign.inspections_by if campaign else None
        context = {
            "export_query": self.export_query(),
            "lines": shown,
            "totals": totals,
            "view": view,
            "count": len(found),
            "mine": sorted((line for line in found if line.side), key=lambda line: line.side, reverse=True),
            "own_city": board.own_city(person_of(request)),
            "stages": board.stages(found),
            "looks": {line.task.pk: line.look for line in found},
            "ring": ring.draw(line.task for line in found),
            "tiles": board.tiles(found),
            "stage": stage,
            "receivers": board.receivers(found, user),
            "numbers": f"JC-{year}-",
            "target": target,
            "days_left": (target - today).days if target else None,
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
        draw = Draw.objects.visible_to(request.user).filter(task=task).exclude(state=DrawState.REPLACED).first()
        context: dict[str, object] = {
            "task": task,
            **plans.panel_of(task, person_of(request)),
            "may_start": states.START in allowed(states.GROUP_MOVES, task, person_of(request)),
            "next_step": words.next_step(task, draw),
            "early": words.early(task, clock.today()),
            "store": phone.store_of(person_of(request)),
            "is_unbegun": task.state in words.UNBEGUN,
            "follows": person_of(request).role not in REGULATORS,
            "end_moves": [move.name for move in allowed(states.END_MOVES, task, person_of(request))],
            "sees_enterprises": sees_visits(task, person_of(request)),
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
