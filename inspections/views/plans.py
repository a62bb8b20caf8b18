"""The joint plan: its form, its paper with the steps that are due, the comparison of versions."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import attachments, audit, clock
from core.attachments.uploading import take_files
from core.gate import GatedView, NotAllowed
from core.people import person_of
from core.transitions import Transition, allowed
from core.views.downloads import attachment
from core.views.writes import Attempt, words_in
from core.writing import Refused, Stale, version_in, version_of
from inspections import services, states
from inspections.choices import PlanState
from inspections.documents import paper_of, plan_document
from inspections.forms.plans import PlanForm
from inspections.models import PlanVersion, Task
from inspections.permissions import InspectionPermission
from inspections.views.base import number_in
from inspections.views.tasks import task_or_404
from inspections.words import plans

RELATED = (
    "task__campaign",
    "task__inspecting",
    "task__inspected",
    "saved_by",
    "sent_by__organisation",
    "answered_by__organisation",
)


def plan_or_404(request: HttpRequest, pk: int) -> PlanVersion:
    return get_object_or_404(PlanVersion.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class PlanDetailView(GatedView):
    """A version as it is printed, what can be done with it, and its fellows."""

    permission = InspectionPermission.INSPECTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return plan_page(request, plan_or_404(request, pk))


def plan_page(request: HttpRequest, plan: PlanVersion, status: int = 200, reason: str = "") -> HttpResponse:
    by = person_of(request)
    versions = PlanVersion.objects.visible_to(by).filter(task=plan.task).select_related("sent_by", "answered_by")
    context = {
        "plan": plan,
        "task": plan.task,
        "paper": paper_of(plan),
        "versions": versions.order_by("-number"),
        "moves": [move.name for move in allowed(states.PLAN_MOVES, plan, by)],
        "may_edit": may_edit(plan, request),
        "seen": version_of(plan),
        "files": attachments.attachments_of(plan),
        "reason": reason,
    }
    return render(request, "inspections/plan_detail.html", context, status=status)


def may_edit(plan: PlanVersion, request: HttpRequest) -> bool:
    """The newest version, while it is the inspecting city's turn."""
    last = services.last_plan(plan.task)
    is_turn = last is not None and last.pk == plan.pk and plan.state in {PlanState.DRAFT, PlanState.RETURNED}
    return is_turn and states.is_inspecting(plan.task, person_of(request))


class PlanFormView(GatedView):
    """Draft a version: the first one, the one at hand, or the successor of a returned one."""

    permission = InspectionPermission.PLAN_WRITE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = self.own_task(request, pk)
        last = services.last_plan(task)
        if last is not None and last.state not in {PlanState.DRAFT, PlanState.RETURNED}:
            messages.warning(request, _("The plan was sent or is agreed; it cannot be changed now."))
            return redirect("inspections:plan-detail", pk=last.pk)
        return self.page(request, task, self.form(task, last))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = self.own_task(request, pk)
        form = self.form(task, services.last_plan(task), request)
        if not form.is_valid():
            return self.page(request, task, form, 422)
        with Attempt(request, form, refused_status=422) as attempt:
            plan = services.save_plan(
                task=task, values=form.values(), seen=version_in(request.POST), by=person_of(request), at=clock.now()
            )
            take_files(request, plan, "text", clock.now())
            messages.success(request, _("The draft of the plan is stored."))
            return redirect("inspections:plan-detail", pk=plan.pk)
        if attempt.stale is not None and attempt.stale.version:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["seen"] = attempt.stale.version  # type: ignore[index]
        return self.page(request, task, form, attempt.status, attempt.stale)

    def own_task(self, request: HttpRequest, pk: int) -> Task:
        task = task_or_404(request, pk)
        if not states.is_inspecting(task, person_of(request)):
            raise NotAllowed("only the inspecting city drafts")
        return task

    def form(self, task: Task, last: PlanVersion | None, request: HttpRequest | None = None) -> PlanForm:
        sent = (request.POST, request.FILES) if request else (None, None)
        is_draft = last is not None and last.state == PlanState.DRAFT
        seen = version_of(last) if last is not None and is_draft else services.NO_DRAFT
        return PlanForm(*sent, sectors=task.campaign.enabled_sectors(), plan=last, seen=seen)

    def page(
        self, request: HttpRequest, task: Task, form: PlanForm, status: int = 200, changed: Stale | None = None
    ) -> HttpResponse:
        last = services.last_plan(task)
        context = {
            "form": form,
            "task": task,
            "last": last,
            "changed": changed if changed is not None and changed.clashes else None,
            "is_late": task.state in states.PLANLESS,
            "files": attachments.attachments_of(last) if last and last.state == PlanState.DRAFT else (),
        }
        return render(request, "inspections/plan_form.html", context, status=status)


def insist_sure(request: HttpRequest, plan: PlanVersion, move: Transition) -> None:
    """Raises Refused where the tick under what is signed is missing: nobody signs for a city by a slip.

    Whose signature it is not learns that first, from the service.
    """
    is_turn = move in allowed(states.PLAN_MOVES, plan, person_of(request))
    if is_turn and "sure" not in request.POST:
        raise Refused("尚未签署：请核对拟签署的内容后勾选确认，再签署")


class PlanSendView(GatedView):
    """Sign and send the draft."""

    permission = InspectionPermission.PLAN_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_or_404(request, pk)
        with Attempt(request):
            insist_sure(request, plan, states.SEND)
            services.send_plan(plan=plan, seen=version_in(request.POST), by=person_of(request), at=clock.now())
            messages.success(request, _("The plan is sent to the inspected city."))
        return redirect("inspections:plan-detail", pk=pk)


class PlanAnswerView(GatedView):
    """Agree to the plan, or return it with the reason."""

    permission = InspectionPermission.PLAN_AGREE
    http_method_names = ["post", "options"]
    agree = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan, by, at, seen = plan_or_404(request, pk), person_of(request), clock.now(), version_in(request.POST)
        reason = request.POST.get("reason", "")
        with Attempt(request) as attempt:
            if self.agree:
                insist_sure(request, plan, states.AGREE)
                services.agree_plan(plan=plan, seen=seen, by=by, at=at)
                messages.success(request, _("The plan is agreed; both signatures stand on it."))
            else:
                services.return_plan(plan=plan, reason=words_in(request, "reason", 1000), seen=seen, by=by, at=at)
                messages.success(request, _("The plan is returned with your reason."))
            return redirect("inspections:plan-detail", pk=pk)
        return plan_page(request, plan_or_404(request, pk), attempt.status, reason)


class PlanCompareView(GatedView):
    """Two versions side by side, long texts line by line."""

    permission = InspectionPermission.INSPECTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_or_404(request, pk)
        rows = PlanVersion.objects.visible_to(request.user).filter(task=plan.task).exclude(pk=plan.pk)
        others = list(rows.select_related(*RELATED).order_by("-number"))
        wanted = number_in(request.GET.get("with")) or plan.number - 1
        other = next((one for one in others if one.number == wanted), None)
        older, newer = sorted((plan, other), key=lambda one: one.number) if other else (None, plan)
        context = {
            "plan": plan,
            "task": plan.task,
            "others": others,
            "older": older,
            "newer": newer,
            "entries": plans.entries_of(older, newer) if older else [],
            "texts": plans.lines_of(older, newer) if older else [],
        }
        return render(request, "inspections/plan_compare.html", context)


class PlanDocumentView(GatedView):
    """The plan as a Word document; reading it is recorded as any export."""

    permission = InspectionPermission.INSPECTION_VIEW
    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        plan = plan_or_404(request, pk)
        body = BytesIO(plan_document(plan))
        audit.record("ledger.exported", by=request.user, at=clock.now(), subject=str(plan), kind="inspection-plan")
        return attachment(body, f"交叉检查工作方案-{plan.task.no}-第{plan.number}版.docx")
