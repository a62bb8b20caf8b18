"""Cases against the uninsured: list, file, and one form for each step."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import clock
from core.gate import GatedView
from core.people import person_of
from core.transitions import allowed
from core.views.lists import TableExport, listed_page
from core.views.writes import Attempt
from coverage import services as pursuing
from coverage import states as casestates
from coverage.choices import CaseState
from coverage.forms import CASE_FORMS, FineForm, OrderForm
from coverage.models import GapCase
from coverage.permissions import CoveragePermission

RELATED = ("enterprise__city", "enterprise__county", "opened_by__organisation")


def case_or_404(request: HttpRequest, pk: int) -> GapCase:
    return get_object_or_404(GapCase.objects.visible_to(person_of(request)).select_related(*RELATED), pk=pk)


class CaseListView(TableExport):
    """All cases of one's place, by state."""

    permission = CoveragePermission.GAP_CASE_VIEW
    http_method_names = ["get", "head", "options"]
    export_title = gettext_lazy("Cases")
    columns = (
        (gettext_lazy("Enterprise"), "enterprise.name"),
        (gettext_lazy("Credit code"), "enterprise.uscc"),
        (gettext_lazy("County"), "enterprise.county.name"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Reference date"), "reference_on"),
        (gettext_lazy("Opened by"), "opened_by.organisation.name"),
        (gettext_lazy("Opened at"), "opened_at"),
    )

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = GapCase.objects.visible_to(person_of(request)).select_related(*RELATED)
        state = request.GET.get("state", "")
        chosen = rows.filter(state=state) if state in CaseState.values else rows
        if self.wants_export():
            return self.export(chosen, chosen.count())  # type: ignore[no-any-return]
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
        context = {"case": case, "entry": case.enterprise, "steps": steps, "form": bound}
        return render(request, "coverage/case_detail.html", context, status=status)


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
        pursuing.decide_fine(case=case, penalty=form.value(), by=by, today=today, at=at)
    elif move == casestates.CLOSE.name:
        pursuing.close_case(case=case, by=by, today=today, at=at, **form.cleaned_data)
    else:
        pursuing.record_answer(case=case, by=by, today=today, at=at, **form.cleaned_data)
