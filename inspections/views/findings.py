"""Findings from their record to their settlement: list, page, and a form for each step."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import attachments, clock
from core.attachments.uploading import attach_sent
from core.contributions.panels import panels_of
from core.gate import GatedView
from core.listing.bulk import Bulk
from core.people import User, person_of
from core.rows import Row
from core.transitions import allowed
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.views.writes import Attempt
from enterprises.models import Enterprise
from inspections import services, states
from inspections.choices import FindingState, PhotoSlot
from inspections.filters import FindingFilter
from inspections.forms.ends import DecisionForm, FindingHazardForm, SettlementForm, TextForm
from inspections.hazardsource import with_hazards
from inspections.models import Finding, InsurerAnswer, Photo, Task
from inspections.permissions import InspectionPermission
from inspections.services.hazards import complain_hazard
from inspections.views.looks import LOOKS
from inspections.words import next_step

RELATED: Final = (
    "task__campaign",
    "task__inspecting",
    "task__inspected",
    "enterprise_item__enterprise__county",
    "insurer_item__insurer",
    "agency",
    "recorded_by__organisation",
    "routing__handover__receiver",
    "routing__handover__received_by",
    "routing__settled_by",
    "objection__raised_by",
    "objection__decided_by",
    "insurer_answer__answered_by__organisation",
    "task__feedback",
)
LISTED: Final = (*RELATED[:6], "routing__handover__receiver", "task__feedback")


def finding_or_404(request: HttpRequest, pk: int) -> Finding:
    return get_object_or_404(Finding.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class FindingListView(LedgerPage):
    """What a person sees of findings, with state, authority and next step."""

    permission: ClassVar[str] = InspectionPermission.FINDING_VIEW
    template_name = "inspections/finding_list.html"
    filters = FindingFilter
    sheet = Sheet("交叉检查问题台账", "项")
    columns = (
        (gettext_lazy("Number of the finding"), "no"),
        (gettext_lazy("Inspecting city"), "task.inspecting.name"),
        (gettext_lazy("Inspected city"), "task.inspected.name"),
        (gettext_lazy("Subject"), "get_subject_display"),
        (pgettext_lazy("finding", "Name"), "about"),
        (gettext_lazy("Kind"), "get_kind_display"),
        (gettext_lazy("Facts found"), "fact"),
        (gettext_lazy("Basis"), "printed_basis"),
        (gettext_lazy("Found on"), "found_on"),
        (gettext_lazy("Receiving authority"), "routing.handover.receiver.name"),
        (gettext_lazy("Handed over on"), "routing.handover.issued_on"),
        (gettext_lazy("Next step"), "next_step"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Settled on"), "routing.done_on"),
    )

    looks = LOOKS
    bulk = (
        Bulk(gettext_lazy("Sign for the findings"), "inspections:finding-receive", InspectionPermission.FINDING_SETTLE),
    )

    def rows(self) -> QuerySet[Finding]:
        rows = Finding.objects.visible_to(self.person).select_related(*LISTED)
        return rows.order_by("task__annex_no", "seq")

    def shown(self, rows: Any) -> Any:
        listed: list[Row] = list(rows)
        for row in listed:
            row.next_step = next_step(row)
        return listed

    def may_tick(self, row: Row) -> bool:
        """What came to the own office in a letter that nobody has signed for."""
        letter = row.routing.handover if row.state == FindingState.ROUTED else None
        return letter is not None and letter.receiver_id == self.person.organisation_id


class FindingDetailView(GatedView):
    """One finding with all that happened to it, and the steps that are the person's."""

    permission: ClassVar[str] = InspectionPermission.FINDING_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, finding_or_404(request, pk))

    def page(
        self,
        request: HttpRequest,
        finding: Finding,
        bound: forms.Form | None = None,
        step: str = "",
        status: int = 200,
    ) -> HttpResponse:
        user = person_of(request)
        steps = {name: make(finding) for name, make in steps_of(finding, user).items()}
        if bound is not None:
            steps[step] = bound
        [marked] = with_hazards([finding], user)
        context = {
            "finding": marked,
            "task": finding.task,
            "routing": getattr(finding, "routing", None),
            "objection": getattr(finding, "objection", None),
            "answer": getattr(finding, "insurer_answer", None),
            "next_step": next_step(finding),
            "signs_letter": states.RECEIVE in allowed(states.FINDING_MOVES, finding, user),
            "steps": [(name, TITLES[name], form) for name, form in steps.items()],
            "form": bound,
            "why_no_step": states.why_no_step(finding, user),
            "evidence": attachments.attachments_of(finding),
            "visit_photos": photos_for(finding, user),
            "may_attach": may_attach(finding, user),
            **links_of(finding, user),
            **panels_of("finding", finding, user, clock.today()),
        }
        return render(request, "inspections/finding_detail.html", context, status=status)


def photos_for(finding: Finding, user: User) -> list[Photo]:
    """The photos of the visit before they are handed on with the finding, those taken for it first."""
    if hasattr(finding, "routing"):
        return []
    rows = Photo.objects.visible_to(user).filter(slot=PhotoSlot.PHOTO, attachment__removed_at__isnull=True)
    of_form = rows.filter(
        enterprise_item=finding.enterprise_item_id, insurer_item=finding.insurer_item_id
    ).select_related("attachment__file", "sent_by")
    return sorted(of_form, key=lambda photo: photo.section != finding.no)


def may_attach(finding: Finding, user: User) -> bool:
    open_states = {FindingState.RECORDED, FindingState.OBJECTED}
    return states.is_inspecting(finding.task, user) and finding.state in open_states


def links_of(finding: Finding, user: User) -> dict[str, object]:
    """What the page leads to, as far as the person may open it."""
    item, routing = finding.enterprise_item, getattr(finding, "routing", None)
    firms = Enterprise.objects.visible_to(user)
    sees_task = Task.objects.visible_to(user).filter(pk=finding.task_id).exists()
    letter = (
        routing.handover if routing and (sees_task or routing.handover.receiver_id == user.organisation_id) else None
    )
    return {
        "enterprise": item.enterprise if item and firms.filter(pk=item.enterprise_id).exists() else None,
        "sees_task": sees_task and user.may(InspectionPermission.INSPECTION_VIEW),
        "letter": letter,
        "papers": attachments.attachments_of(routing) if routing else [],
    }


Make = Callable[..., forms.Form]
TITLES: Final = {
    "object": gettext_lazy("Object to the finding"),
    "decide": gettext_lazy("Decide on the objection"),
    "answer": gettext_lazy("Answer the finding"),
    "settle": gettext_lazy("Settle the finding"),
}


def form_of(step: str, finding: Finding, *data: Any) -> forms.Form:
    """The form of a step, bound where data are given."""
    ids = f"{step}_%s"
    if step == "object":
        return TextForm(*data, label=gettext_lazy("Reasons of the objection"), name="reason", auto_id=ids)
    if step == "answer":
        return TextForm(*data, label=gettext_lazy("Answer of the insurer"), auto_id=ids)
    if step == "decide":
        return DecisionForm(*data, finding=finding, auto_id=ids)
    return SettlementForm(*data, finding=finding, auto_id=ids)


def steps_of(finding: Finding, user: User) -> dict[str, Make]:
    """The steps that are the person's now, each with what makes its empty form."""
    moves = {move.name for move in allowed(states.FINDING_MOVES, finding, user)}
    names: list[str] = [name for name in ("object", "settle") if name in moves]
    routing = getattr(finding, "routing", None)
    if routing is not None and routing.case_no:
        names = [name for name in names if name != "settle"]
    if "uphold" in moves:
        names.append("decide")
    answered = hasattr(finding, "insurer_answer")
    if user.may(InspectionPermission.FINDING_ANSWER) and not answered and finding.state != FindingState.REVOKED:
        names.append("answer")
    return {name: lambda row, step=name: form_of(step, row) for name in names}


SERVICES: Final[dict[str, Callable[..., Finding | InsurerAnswer | object]]] = {
    "object": services.raise_objection,
    "decide": services.decide_objection,
    "answer": services.answer_finding,
    "settle": services.settle_finding,
}
#: What is told once a step is taken.
DONE: Final = {
    "object": gettext_lazy("The objection is raised."),
    "decide": gettext_lazy("The objection is decided."),
    "answer": gettext_lazy("The answer is given."),
    "settle": gettext_lazy("The disposition is recorded."),
}
#: Steps that are judged by the day.
DATED: Final = frozenset({"object", "settle"})


class FindingStepView(FindingDetailView):
    """One step; a refusal stands over its form, and nothing is stored."""

    permission = InspectionPermission.FINDING_VIEW
    http_method_names = ["post", "options"]
    step = "object"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        finding = finding_or_404(request, pk)
        form: Any = form_of(self.step, finding, request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, finding, form, self.step, 400)
        today = {"today": clock.today()} if self.step in DATED else {}
        with Attempt(request, form) as attempt:
            SERVICES[self.step](finding=finding, by=person_of(request), at=clock.now(), **today, **form.value())
            messages.success(request, str(DONE[self.step]))
            return redirect("inspections:finding-detail", pk=pk)
        return self.page(request, finding_or_404(request, pk), form, self.step, attempt.status)


class FindingObjectView(FindingStepView):
    permission = InspectionPermission.FINDING_OBJECT
    step = "object"


class FindingDecideView(FindingStepView):
    permission = InspectionPermission.FINDING_ROUTE
    step = "decide"


class FindingAnswerView(FindingStepView):
    permission = InspectionPermission.FINDING_ANSWER
    step = "answer"


class FindingSettleView(FindingStepView):
    permission = InspectionPermission.FINDING_SETTLE
    step = "settle"


class FindingFilesView(GatedView):
    """Attach evidence to a finding."""

    permission = InspectionPermission.INSPECTION_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        finding = finding_or_404(request, pk)
        attach_sent(request, finding, "evidence", clock.now())
        return redirect("inspections:finding-detail", pk=pk)


class FindingHazardView(GatedView):
    """The finder enters the hazard of a finding in the ledger of the inspected place."""

    permission = InspectionPermission.INSPECTION_WRITE

    def form(self, request: HttpRequest, finding: Finding, data: Any = None) -> FindingHazardForm:
        item = finding.enterprise_item
        form = FindingHazardForm(data, initial={"description": finding.fact})
        form.offer(person_of(request), finding.found_on, item.enterprise.sectors if item else ())
        return form

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        finding = finding_or_404(request, pk)
        complaint = complain_hazard(finding, person_of(request))
        if complaint:
            messages.warning(request, f"{complaint}。")
            return redirect("inspections:finding-detail", pk=pk)
        return self.page(request, finding, self.form(request, finding))

    def page(self, request: HttpRequest, finding: Finding, form: FindingHazardForm, status: int = 200) -> HttpResponse:
        return render(request, "inspections/finding_hazard.html", {"finding": finding, "form": form}, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        finding, user = finding_or_404(request, pk), person_of(request)
        form = self.form(request, finding, request.POST)
        if not form.is_valid():
            return self.page(request, finding, form, 400)
        with Attempt(request, form, places={"basis": "clause"}) as attempt:
            found = form.value(finding, f"{user.organisation} {user}"[:100])
            services.record_hazard(finding=finding, found=found, by=user, today=clock.today(), at=clock.now())
            messages.success(request, _("The hazard is on record; the inspected city leads it on."))
            return redirect("inspections:finding-detail", pk=pk)
        return self.page(request, finding, form, attempt.status)
