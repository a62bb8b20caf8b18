"""One step of a case or of one of its measures; a refusal stands over its form, and nothing is stored."""

from collections.abc import Callable
from typing import ClassVar, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import clock
from core.forms.arguments import Data
from core.gate import GatedView
from core.people import User, person_of
from core.plain import Plain
from core.views.writes import Attempt, tell_form
from core.writing import insist_allowed
from dispositions import services
from dispositions.forms import FilingForm, ReferForm, StepForm
from dispositions.models import Case, Step
from dispositions.permissions import DispositionPermission
from dispositions.rules import BY_KIND, articles_of, side_of
from dispositions.services.base import name_of
from dispositions.views.cases import CaseDetailView, case_or_404, step_or_404
from dispositions.views.hints import measure_hints
from dispositions.views.may import usable, why_not
from dispositions.views.page import STEP_FORMS, close_form
from dispositions.views.told import told_of, told_of_case, told_of_move
from inspections.choices import Disposition


class TakeView(GatedView):
    """The form of one measure, with the fields that its line of the table needs."""

    permission = DispositionPermission.CASE_WRITE

    def form(self, request: HttpRequest, case: Case, kind: str, data: Data = None) -> StepForm | FilingForm:
        side = side_of(person_of(request).role)
        if kind not in Disposition.values or kind == Disposition.UNFOUNDED or side is None:
            raise Http404
        if kind == Disposition.PENALTY:  # what is sent is judged by the service, whose sentence says more
            fitting = articles_of(side, case.subject, case.kind)
            return FilingForm(data, articles=fitting if data is not None else usable(fitting, side, case))
        return StepForm(data, kind=kind)

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        case = case_or_404(request, pk)
        form = self.form(request, case, kind)
        wrong = why_not(case, kind, person_of(request))
        if wrong:  # said before the form is filled in; a form that is sent all the same is refused by the service
            messages.warning(request, f"{wrong}。")
            return redirect("dispositions:case-detail", pk=pk)
        form.initial.update({"basis": case.basis, "filed_on": clock.today(), "issued_on": clock.today()})
        return self.page(request, case, kind, form)

    def page(self, request: HttpRequest, case: Case, kind: str, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "case": case,
            "form": form,
            "measure": BY_KIND[Disposition(kind)],
            "hints": measure_hints(kind, case, person_of(request), clock.today()),
        }
        return render(request, "dispositions/step_form.html", context, status=status)

    def post(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        case = case_or_404(request, pk)
        form = self.form(request, case, kind, request.POST)
        if form.is_valid():
            with Attempt(request, form):
                step = self.take(case, form, person_of(request))
                messages.success(request, told_of(step))
                return redirect("dispositions:case-detail", pk=pk)
        else:
            tell_form(request, form, Case, case, "take")
        return self.page(request, case, kind, form, status=400)

    def take(self, case: Case, form: StepForm | FilingForm, by: User) -> Step:
        """Raises NotAllowed, Refused."""
        today, at = clock.today(), clock.now()
        if isinstance(form, FilingForm):
            return services.file_penalty(case=case, filing=form.value(), by=by, today=today, at=at)
        return services.take_step(case=case, draft=form.value(), by=by, today=today, at=at)


class CaseMoveView(CaseDetailView):
    """End a case, hand it up, take it over."""

    permission: ClassVar[str] = DispositionPermission.CASE_WRITE
    http_method_names = ["post", "options"]
    move = "close"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        case = case_or_404(request, pk)
        form = self.form(case, request)
        if form is not None and not form.is_valid():
            tell_form(request, form, Case, case, self.move)
            return self.page(request, case, form, request.path, status=400)
        with Attempt(request, form, refused_status=400):
            step = self.make(case, form, person_of(request))
            messages.success(request, told_of(step) if step is not None else told_of_case(case, self.move))
            is_theirs = Case.objects.visible_to(request.user).filter(pk=pk).exists()
            return redirect("dispositions:case-detail", pk=pk) if is_theirs else redirect("dispositions:case-list")
        if form is None:
            return redirect("dispositions:case-detail", pk=pk)
        return self.page(request, case_or_404(request, pk), form, request.path, status=400)

    def form(self, case: Case, request: HttpRequest) -> forms.Form | None:
        if self.move == "close":
            return close_form(list(case.steps.visible_to(request.user)), request.POST)
        return ReferForm(request.POST, auto_id="refer_%s") if self.move == "refer" else None

    def make(self, case: Case, form: forms.Form | None, by: User) -> Step | None:
        """The step that waits for a second person, where the move is made by two. Raises NotAllowed, Refused."""
        given: Plain = form.cleaned_data if form is not None else {}
        today, at = clock.today(), clock.now()
        if given.get("outcome") == Disposition.UNFOUNDED:
            return services.propose_unfounded(case=case, note=given["note"], by=by, today=today, at=at)
        if self.move == "close":
            services.close_case(case=case, by=by, today=today, at=at, **given)
        elif self.move == "refer":
            services.refer_case(case=case, by=by, today=today, at=at, **given)
        else:
            services.receive_referral(case=case, by=by, at=at)
        return None


#: What the other side asks and answers; every other move is the authority's.
ASKED: Final = dict.fromkeys(("answer", "extend", "sign"), DispositionPermission.CASE_ANSWER)


class StepMoveView(CaseDetailView):
    """A move of a step, by its name."""

    permission: ClassVar[str] = DispositionPermission.CASE_VIEW
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, move: str = "answer") -> HttpResponse:
        step = step_or_404(request, pk)
        if move not in STEP_FORMS and move != "sign":
            raise Http404
        by, asked = person_of(request), ASKED.get(move, DispositionPermission.CASE_WRITE)
        insist_allowed(Step, step, by=by, permission=asked, at=clock.now(), step=move, on=step)
        make = STEP_FORMS.get(move)
        form = make(request.POST, request.FILES, auto_id=f"{move}{pk}_%s") if make else None
        if form is not None and not form.is_valid():
            tell_form(request, form, Case, name_of(step), move)
            return self.page(request, case_or_404(request, step.case_id), form, request.path, status=400)
        with Attempt(request, form, refused_status=400):
            make_move(step, move, form, by)
            messages.success(request, told_of_move(step_or_404(request, pk), move))
            return redirect("dispositions:case-detail", pk=step.case_id)
        if form is None:
            return redirect("dispositions:case-detail", pk=step.case_id)
        return self.page(request, case_or_404(request, step.case_id), form, request.path, status=400)


class StepAnswerView(StepMoveView):
    """The answer of the other side."""

    permission: ClassVar[str] = DispositionPermission.CASE_ANSWER


#: Moves that are judged by the day, with their services; the others take none.
DATED: Final[dict[str, Callable[..., object]]] = {
    "decide": services.decide_step,
    "fulfil": services.fulfil_step,
    "minutes": services.record_minutes,
    "stage": services.record_stage,
    "propose": services.propose_decision,
    "review": services.review_answer,
    "drop": services.drop_penalty,
    "withdraw": services.withdraw_step,
    "withdrawal": services.decide_withdrawal,
    "file-answer": services.file_answer,
    "file-extension": services.file_extension,
    "answer": services.answer_step,
    "extend": services.ask_extension,
}
OTHERS: Final[dict[str, Callable[..., object]]] = {
    "sign": services.sign_step,
    "extension": services.answer_extension,
}


def make_move(step: Step, move: str, form: forms.Form | None, by: User) -> None:
    """Raises NotAllowed, Refused."""
    given: Plain = {} if form is None else value() if (value := getattr(form, "value", None)) else form.cleaned_data
    if move in OTHERS:
        OTHERS[move](step=step, by=by, at=clock.now(), **given)
    else:
        DATED[move](step=step, by=by, today=clock.today(), at=clock.now(), **given)
