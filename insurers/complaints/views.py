"""Complaints with their time limits, and the return visits with what was said."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.gate import GatedView
from core.transitions import TransitionRefused
from core.views.lists import LedgerPage
from enterprises.refusals import EntryRefused
from insurers.activities.models import Activity
from insurers.complaints import services as complaining
from insurers.complaints.choices import ComplaintState
from insurers.complaints.filters import ComplaintFilter
from insurers.complaints.forms import STEP_FORMS, ComplaintForm
from insurers.complaints.models import Complaint
from insurers.complaints.permissions import ComplaintPermission
from insurers.complaints.services import Filing
from insurers.complaints.states import COMPLAINT_MOVES, own_insurer
from insurers.policies.models import Policy
from rulebook.workdays import Workdays, workdays

RELATED = ("policy__insurer", "policy__enterprise__county", "activity")

RUNNING = frozenset({ComplaintState.OPEN, ComplaintState.FURTHER, ComplaintState.EXTENDED})


class ComplaintListView(LedgerPage):
    permission = ComplaintPermission.COMPLAINT_VIEW
    template_name = "complaints/complaint_list.html"
    filters = ComplaintFilter
    export_title = gettext_lazy("Complaints")
    columns = (
        (gettext_lazy("Complaint number"), "row.complaint_no"),
        (gettext_lazy("Enterprise"), "row.policy.enterprise.name"),
        (gettext_lazy("County"), "row.policy.enterprise.county.name"),
        (gettext_lazy("Insurer"), "row.policy.insurer.name"), (gettext_lazy("Received on"), "row.received_on"),
        (gettext_lazy("To be answered by"), "due.on"), (gettext_lazy("Answered on"), "row.answered_on"),
        (gettext_lazy("State"), "row.get_state_display"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Complaint]:
        rows = Complaint.objects.visible_to(self.person).select_related(*RELATED)
        return rows.order_by("-received_on", "-pk")

    def shown(self, rows: Any) -> list[dict[str, Any]]:
        """Each with the limit that runs, reckoned with the calendar read once."""
        days, today = workdays(), clock.today()
        reckoned = complaining.Reckoning(days)
        return [{"row": row, "due": (due := reckoned.last(row)), "over": is_over(row, due, today)} for row in rows]

    def extra(self) -> dict[str, Any]:
        return {"may_write": self.person.may(ComplaintPermission.COMPLAINT_WRITE)}


def is_over(row: Complaint, due: Any, today: Any) -> bool:
    """Not answered in time: by today where it runs, by the answer's day where it was given."""
    if due is None:
        return False
    return bool(due.is_overdue(today if row.state in RUNNING else row.answered_on or today))


def complaint_or_404(request: HttpRequest, pk: int) -> Complaint:
    return get_object_or_404(Complaint.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class ComplaintDetailView(GatedView):
    """The complaint, its limits with their arithmetic, its steps."""

    permission = ComplaintPermission.COMPLAINT_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, complaint_or_404(request, pk))

    def page(
        self, request: HttpRequest, complaint: Complaint, bound: Any = None, step: str = "", status: int = 200
    ) -> HttpResponse:
        days: Workdays = workdays()
        dues = complaining.deadlines(complaint, days)
        today = clock.today()
        context = {
            "complaint": complaint,
            "dues": dues,
            "over": is_over(complaint, dues[-1] if dues else None, today),
            "steps": steps(complaint, request.user, bound, step),
            "form": bound,
            "valid_through": days.valid_through,
        }
        return render(request, "complaints/complaint_detail.html", context, status=status)


def steps(complaint: Complaint, user: Any, bound: Any, chosen: str) -> list[dict[str, Any]]:
    """The moves from the present state, each with its form or with who could make it."""
    moves = [move for move in COMPLAINT_MOVES.values() if complaint.state in move.sources]
    may = user.may(ComplaintPermission.COMPLAINT_WRITE) and own_insurer(complaint, user) is None
    found: list[dict[str, Any]] = []
    for move in moves:
        reason = move.guard(complaint, user) if may else "由被投诉的保险机构办理"
        found.append(
            {"name": move.name, "label": move.label, "reason": reason, "form": form_of(move.name, bound, chosen)}
        )
    if may and complaint.state == ComplaintState.FURTHER:
        found.append({"name": "ask", "label": _("Ask for an extension"), "form": form_of("ask", bound, chosen)})
    return found


def form_of(name: str, bound: Any, chosen: str) -> Any:
    if name not in STEP_FORMS:
        return None
    return bound if chosen == name else STEP_FORMS[name](auto_id=f"{name}_%s", initial={"closed_on": clock.today()})


class ComplaintMoveView(ComplaintDetailView):
    permission = ComplaintPermission.COMPLAINT_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        complaint = complaint_or_404(request, pk)
        if move not in COMPLAINT_MOVES and move != "ask":
            raise Http404
        form = STEP_FORMS[move](request.POST, auto_id=f"{move}_%s") if move in STEP_FORMS else None
        if form is not None and not form.is_valid():
            return self.page(request, complaint, form, move, status=400)
        try:
            self.make(request, complaint, move, form.cleaned_data if form else {}, form)
        except TransitionRefused as refused:
            if form is None:
                messages.warning(request, f"{refused}。")
                return redirect("complaints:complaint-detail", pk=pk)
            form.add_error(None, str(refused))
            return self.page(request, complaint_or_404(request, pk), form, move, status=400)
        messages.success(request, _("The step is recorded."))
        return redirect("complaints:complaint-detail", pk=pk)

    def make(self, request: HttpRequest, complaint: Complaint, move: str, data: Any, form: Any) -> None:
        own: dict[str, Any] = {"complaint": complaint, "by": request.user, "at": clock.now()}
        if move == "answer":
            complaining.answer(given=form.value(), today=clock.today(), **own)
        elif move == "further":
            complaining.go_further(**data, **own)
        elif move == "ask":
            complaining.ask_extension(**data, **own)
        else:
            complaining.move_complaint(name=move, **data, **own)


class ComplaintCreateView(GatedView):
    permission = ComplaintPermission.COMPLAINT_WRITE

    def get(self, request: HttpRequest) -> HttpResponse:
        first = {"received_on": clock.today(), "policy_no": request.GET.get("policy", "")}
        return render(request, "complaints/complaint_form.html", {"form": ComplaintForm(initial=first)})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ComplaintForm(request.POST)
        user: Any = request.user
        filing = self.filing(user, form) if form.is_valid() else None
        if filing is not None:
            try:
                made = complaining.record_complaint(filing=filing, by=user, today=clock.today(), at=clock.now())
            except EntryRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The complaint is recorded."))
                return redirect("complaints:complaint-detail", pk=made.pk)
        return render(request, "complaints/complaint_form.html", {"form": form}, status=400)

    def filing(self, user: Any, form: ComplaintForm) -> Filing | None:
        data = form.cleaned_data
        policy = Policy.objects.visible_to(user).filter(policy_no=data["policy_no"]).first()
        activity = Activity.objects.visible_to(user).filter(activity_no=data["activity_no"]).first()
        if policy is None:
            form.add_error("policy_no", f"本机构没有保单“{data['policy_no']}”，请核对保单号。")
        if data["activity_no"] and activity is None:
            form.add_error("activity_no", f"本机构没有服务“{data['activity_no']}”，请核对服务编号。")
        if policy is None or not form.is_valid():
            return None
        return Filing(policy, data["received_on"], data["complainant"], data["text"], activity)
