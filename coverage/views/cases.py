"""Cases against the uninsured: list, file, and one form for each step."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import attachments, clock
from core.attachments.uploading import take_files
from core.gate import GatedView
from core.people import person_of
from core.transitions import allowed
from core.views.lists import TableExport, listed_page
from core.views.tables import Sheet
from core.views.writes import Attempt
from coverage import services as pursuing
from coverage import states as casestates
from coverage.choices import CaseState, FineState
from coverage.files import CASE_SLOTS
from coverage.forms import CASE_FORMS, FineForm, OrderForm, PublishForm
from coverage.models import GapCase, GapFine
from coverage.permissions import CoveragePermission
from hazards import deadlines
from hazards.deadlines import PUBLICITY
from rulebook.workdays import workdays

RELATED = ("enterprise__city", "enterprise__county", "opened_by__organisation")


def case_or_404(request: HttpRequest, pk: int) -> GapCase:
    return get_object_or_404(GapCase.objects.visible_to(person_of(request)).select_related(*RELATED), pk=pk)


class CaseListView(TableExport):
    """All cases of one's place, by state."""

    permission = CoveragePermission.GAP_CASE_VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("应保未保案件台账", "件")
    columns = (
        (gettext_lazy("Enterprise"), "enterprise.name"),
        (gettext_lazy("Credit code"), "enterprise.uscc"),
        (gettext_lazy("County"), "enterprise.county.name"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Reference date"), "reference_on"),
        (gettext_lazy("Opened by"), "opened_by.organisation.name"),
        (gettext_lazy("Opened at"), "opened_at"),
        (gettext_lazy("Fine (yuan)"), "fined"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = GapCase.objects.visible_to(person_of(request)).with_fines().select_related(*RELATED)
        state = request.GET.get("state", "")
        chosen = rows.filter(state=state) if state in CaseState.values else rows
        if self.wants_export():
            return self.export(chosen, chosen.count())
        page = listed_page(request, lambda size: Paginator(chosen, size))
        context = {
            "page": page,
            "rows": page.object_list,
            "states": CaseState.choices,
            "chosen": state,
            "export_query": self.export_query(),
        }
        return render(request, "coverage/case_list.html", context)


class CaseDetailView(GatedView):
    """The file of a case with the steps open now."""

    permission = CoveragePermission.GAP_CASE_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, case_or_404(request, pk))

    def page(
        self, request: HttpRequest, case: GapCase, bound: forms.Form | None = None, move: str = "", status: int = 200
    ) -> HttpResponse:
        moves = allowed(casestates.CASE_MOVES, case, person_of(request))
        first = {"ordered_on": clock.today(), "decided_on": clock.today(), "on": clock.today()}
        steps = [
            {
                "name": step.name,
                "label": step.label,
                "form": bound if step.name == move else CASE_FORMS[step.name](initial=first, auto_id=f"{step.name}_%s"),
                "url_name": f"coverage:case-{step.name}",
            }
            for step in moves
        ]
        user = person_of(request)
        may_write = user.may(CoveragePermission.GAP_CASE_WRITE)
        context = {
            "case": case,
            "entry": case.enterprise,
            "steps": steps,
            "form": bound,
            "fines": fine_lines(case, user),
            "files": attachments.attachments_of(case),
            "slots": CASE_SLOTS.items() if may_write and case.state != CaseState.CLOSED else (),
        }
        return render(request, "coverage/case_detail.html", context, status=status)


def fine_lines(case: GapCase, user: User) -> list[dict[str, object]]:
    """The fines of a case: whether the person decides on it, and by when it is published (article 78)."""
    days, may_write = workdays(), user.may(CoveragePermission.GAP_CASE_WRITE)
    return [
        {
            "fine": fine,
            "moves": allowed(casestates.FINE_MOVES, fine, user),
            "publish_by": deadlines.due(PUBLICITY, fine.decided_on, days.overrides, days.is_provisional).on,
            "may_publish": may_write and fine.state == FineState.DECIDED and fine.published_on is None,
        }
        for fine in case.fines.select_related("proposed_by__organisation", "answered_by")
    ]


def fine_or_404(request: HttpRequest, pk: int) -> GapFine:
    rows = GapFine.objects.visible_to(person_of(request))
    return get_object_or_404(rows.select_related("case__enterprise", "proposed_by__organisation"), pk=pk)


class FineDecisionView(GatedView):
    """Decide on a proposed fine as the second person."""

    permission = CoveragePermission.GAP_CASE_WRITE
    http_method_names = ["post", "options"]
    approve = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        fine, note = fine_or_404(request, pk), request.POST.get("note", "")
        with Attempt(request):
            pursuing.decide_fine(fine=fine, approve=self.approve, note=note, by=person_of(request), at=clock.now())
            messages.success(request, _("The fine is approved.") if self.approve else _("The fine is not approved."))
        return redirect("coverage:case-detail", pk=fine.case_id)


class FinePublishView(GatedView):
    """Record the day on which a decision was published."""

    permission = CoveragePermission.GAP_CASE_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        fine, form = fine_or_404(request, pk), PublishForm(request.POST)
        if not form.is_valid():
            messages.warning(request, _("Give the day of publication as a date."))
            return redirect("coverage:case-detail", pk=fine.case_id)
        with Attempt(request):
            pursuing.publish_fine(
                fine=fine, by=person_of(request), today=clock.today(), at=clock.now(), **form.cleaned_data
            )
            messages.success(request, _("The day of publication is recorded."))
        return redirect("coverage:case-detail", pk=fine.case_id)


class CaseFilesView(GatedView):
    """Attach papers to a case."""

    permission = CoveragePermission.GAP_CASE_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        case, slot = case_or_404(request, pk), request.POST.get("slot", "")
        if slot not in CASE_SLOTS:
            messages.warning(request, _("Choose what the file is."))
        elif taken := take_files(request, case, slot, clock.now()):
            messages.success(request, _("%(n)s files are attached.") % {"n": taken})
        return redirect("coverage:case-detail", pk=pk)


class CaseMoveView(CaseDetailView):
    """One step; a refusal stands over its form, and nothing is stored."""

    permission = CoveragePermission.GAP_CASE_WRITE
    http_method_names = ["post"]
    move = "order"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        case = case_or_404(request, pk)
        form = CASE_FORMS[self.move](request.POST, auto_id=f"{self.move}_%s")
        if form.is_valid():
            with Attempt(request, form):
                make_move(case, self.move, form, person_of(request))
                messages.success(request, _("The step is recorded."))
                return redirect("coverage:case-detail", pk=pk)
        return self.page(request, case, form, self.move, status=400)


def make_move(case: GapCase, move: str, form: forms.Form, by: User) -> None:
    """Raises NotAllowed, Refused."""
    today, at = clock.today(), clock.now()
    if isinstance(form, OrderForm):
        pursuing.order_insurance(case=case, order=form.value(), by=by, today=today, at=at)
    elif isinstance(form, FineForm):
        pursuing.propose_fine(case=case, penalty=form.value(), by=by, today=today, at=at)
    elif move == casestates.CLOSE.name:
        pursuing.close_case(case=case, by=by, today=today, at=at, **form.cleaned_data)
    else:
        pursuing.record_answer(case=case, by=by, today=today, at=at, **form.cleaned_data)
