"""Complaints with their time limits, their steps and their answers."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import clock
from core.contributions.panels import panels_of
from core.gate import GatedView
from core.listing.columns import FIRM, LINE, Look
from core.people import person_of
from core.rows import Row
from core.templatetags.portal import day, state_of, state_tag
from core.views.addresses import row_address
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.views.writes import Attempt
from insurers.activities.models import Activity
from insurers.complaints import services as complaining
from insurers.complaints.choices import ComplaintState
from insurers.complaints.deadlines import Reckoning, deadlines, is_late
from insurers.complaints.filters import ComplaintFilter
from insurers.complaints.forms import STEP_FORMS, AnswerForm, ComplaintForm
from insurers.complaints.guards import only_insurer
from insurers.complaints.models import Complaint
from insurers.complaints.permissions import ComplaintPermission
from insurers.complaints.services import Filing
from insurers.complaints.states import COMPLAINT_MOVES
from insurers.policies.models import Policy
from rulebook.workdays import workdays

RELATED = ("policy__insurer", "policy__enterprise__county", "activity")


def due_cell(line: Row) -> SafeString:
    """The day; that it is provisional where the calendar of its year is not out yet."""
    due = line["due"]
    return format_html("<span>{} {}</span>", day(due.on), _("(provisional)") if due.provisional else "")


def state_cell(line: Row) -> SafeString:
    row = line["row"]
    over = state_tag(_("Overdue"), "over") if line["over"] else ""
    return format_html("{}{}", over, state_of(row))


LOOKS: Final = MappingProxyType(
    {
        "row.complaint_no": Look("nowrap", url=lambda line: row_address("complaints:complaint-detail", line["row"].pk)),
        "row.policy.enterprise.name": Look(),
        "row.policy.insurer.name": FIRM,
        "row.received_on": LINE,
        "due.on": Look("nowrap is-meta", cell=due_cell),
        "row.answered_on": LINE,
        "row.get_state_display": Look("corner", cell=state_cell),
    }
)


class ComplaintListView(LedgerPage):
    permission = ComplaintPermission.COMPLAINT_VIEW
    template_name = "complaints/complaint_list.html"
    looks = LOOKS
    filters = ComplaintFilter
    sheet = Sheet("投诉处理台账", "件")
    columns = (
        (gettext_lazy("Complaint number"), "row.complaint_no"),
        (gettext_lazy("Enterprise"), "row.policy.enterprise.name"),
        (gettext_lazy("County"), "row.policy.enterprise.county.name"),
        (gettext_lazy("Insurer"), "row.policy.insurer.name"),
        (gettext_lazy("Received on"), "row.received_on"),
        (gettext_lazy("To be answered by"), "due.on"),
        (gettext_lazy("Answered on"), "row.answered_on"),
        (gettext_lazy("State"), "row.get_state_display"),
    )

    def rows(self) -> QuerySet[Complaint]:
        rows = Complaint.objects.visible_to(self.person).select_related(*RELATED)
        return rows.order_by("-received_on", "-pk")

    def shown(self, rows: Iterable[Complaint]) -> list[dict[str, object]]:
        """Each with the limit that runs, reckoned with the calendar read once."""
        days, today = workdays(), clock.today()
        reckoned = Reckoning(days)
        return [{"row": row, "due": (due := reckoned.last(row)), "over": is_late(row, due, today)} for row in rows]

    def extra(self) -> dict[str, object]:
        return {"may_write": self.person.may(ComplaintPermission.COMPLAINT_WRITE)}


def complaint_or_404(request: HttpRequest, pk: int) -> Complaint:
    return get_object_or_404(Complaint.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class ComplaintDetailView(GatedView):
    """The complaint, its limits with their arithmetic, its steps."""

    permission = ComplaintPermission.COMPLAINT_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, complaint_or_404(request, pk))

    def page(
        self,
        request: HttpRequest,
        complaint: Complaint,
        bound: forms.Form | None = None,
        step: str = "",
        status: int = 200,
    ) -> HttpResponse:
        days, today = workdays(), clock.today()
        dues = deadlines(complaint, days)
        context = {
            "complaint": complaint,
            "dues": dues,
            "over": is_late(complaint, dues[-1] if dues else None, today),
            "steps": steps(complaint, person_of(request), bound, step),
            "form": bound,
            "valid_through": days.valid_through,
            **panels_of("complaint", complaint, person_of(request), today),
        }
        return render(request, "complaints/complaint_detail.html", context, status=status)


def steps(complaint: Complaint, user: User, bound: forms.Form | None, chosen: str) -> list[dict[str, object]]:
    """The moves from the present state, each with its form or with who could make it."""
    moves = [move for move in COMPLAINT_MOVES.values() if complaint.state in move.sources]
    may = user.may(ComplaintPermission.COMPLAINT_WRITE) and only_insurer(complaint, user) is None
    found: list[dict[str, object]] = []
    for move in moves:
        reason = move.guard(complaint, user) if may else "由被投诉的保险机构办理"
        found.append(
            {"name": move.name, "label": move.label, "reason": reason, "form": form_of(move.name, bound, chosen)}
        )
    if may and complaint.state == ComplaintState.FURTHER:
        found.append({"name": "ask", "label": _("Ask for an extension"), "form": form_of("ask", bound, chosen)})
    return found


def form_of(name: str, bound: forms.Form | None, chosen: str) -> forms.Form | None:
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
        with Attempt(request, form, refused_status=400) as attempt:
            make_move(complaint, move, form, person_of(request))
            messages.success(request, _("The step is recorded."))
        if attempt.refusal is None or form is None:
            return redirect("complaints:complaint-detail", pk=pk)
        return self.page(request, complaint_or_404(request, pk), form, move, status=attempt.status)


def make_move(complaint: Complaint, move: str, form: forms.Form | None, by: User) -> None:
    """Raises NotAllowed, Refused."""
    at, data = clock.now(), form.cleaned_data if form else {}
    if isinstance(form, AnswerForm):
        complaining.answer_complaint(complaint=complaint, given=form.value(), by=by, today=clock.today(), at=at)
    elif move == "further":
        complaining.mark_harder(complaint=complaint, by=by, at=at, **data)
    elif move == "ask":
        complaining.ask_extension(complaint=complaint, by=by, at=at, **data)
    elif move == "extend":
        complaining.approve_extension(complaint=complaint, by=by, at=at)
    else:
        complaining.close_complaint(complaint=complaint, by=by, at=at, **data)


class ComplaintCreateView(GatedView):
    permission = ComplaintPermission.COMPLAINT_WRITE

    def get(self, request: HttpRequest) -> HttpResponse:
        first = {"received_on": clock.today(), "policy_no": request.GET.get("policy", "")}
        return render(request, "complaints/complaint_form.html", {"form": ComplaintForm(initial=first)})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ComplaintForm(request.POST)
        user = person_of(request)
        filing = self.filing(user, form) if form.is_valid() else None
        if filing is not None:
            with Attempt(request, form):
                made = complaining.record_complaint(filing=filing, by=user, today=clock.today(), at=clock.now())
                messages.success(request, _("The complaint is recorded."))
                return redirect("complaints:complaint-detail", pk=made.pk)
        return render(request, "complaints/complaint_form.html", {"form": form}, status=400)

    def filing(self, user: User, form: ComplaintForm) -> Filing | None:
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
