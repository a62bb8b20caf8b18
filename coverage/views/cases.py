"""Cases against the uninsured: list, file, and one form for each step."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.gate import GatedView
from core.transitions import TransitionRefused, allowed
from core.views.lists import TableExport, page_size
from coverage import services as pursuing
from coverage import states as casestates
from coverage.choices import CaseState
from coverage.forms import CASE_FORMS
from coverage.models import GapCase
from coverage.permissions import CoveragePermission
from enterprises.views.base import person

RELATED = ("enterprise__city", "enterprise__county", "opened_by__organisation")


def case_or_404(request: HttpRequest, pk: int) -> GapCase:
    return get_object_or_404(GapCase.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class CaseListView(TableExport):
    """All cases of one's place, by state."""

    permission = CoveragePermission.GAP_CASE_VIEW
    http_method_names = ["get", "head", "options"]
    export_title = gettext_lazy("Cases")
    columns = (
        (gettext_lazy("Enterprise"), "enterprise.name"), (gettext_lazy("Credit code"), "enterprise.uscc"),
        (gettext_lazy("County"), "enterprise.county.name"), (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Reference date"), "reference_on"), (gettext_lazy("Opened by"), "opened_by.organisation.name"),
        (gettext_lazy("Opened at"), "opened_at"),
    )  # fmt: skip

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = GapCase.objects.visible_to(request.user).select_related(*RELATED)
        state = request.GET.get("state", "")
        chosen = rows.filter(state=state) if state in CaseState.values else rows
        if self.wants_export():
            return self.export(chosen, chosen.count())  # type: ignore[no-any-return]
        page = Paginator(chosen, page_size(request)).get_page(request.GET.get("page"))
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
        self, request: HttpRequest, case: GapCase, bound: Any = None, move: str = "", status: int = 200
    ) -> HttpResponse:
        moves = allowed(casestates.CASE_MOVES, case, person(request))
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
            try:
                self.fire(request, case, form.cleaned_data)
            except TransitionRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The step is recorded."))
                return redirect("coverage:case-detail", pk=pk)
        return self.page(request, case, form, self.move, status=400)

    def fire(self, request: HttpRequest, case: GapCase, data: dict[str, Any]) -> GapCase:
        by, at = person(request), clock.now()
        if self.move == "fine":
            return pursuing.fine(case=case, penalty=pursuing.Penalty(**data), by=by, at=at)
        if self.move == "close":
            return pursuing.close(case=case, by=by, at=at, today=clock.today(), **data)
        service = pursuing.order if self.move == "order" else pursuing.answer
        return service(case=case, by=by, at=at, **data)
