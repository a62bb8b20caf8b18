"""Questions to insurers: list, page, the form that asks or answers, and the steps."""

from datetime import timedelta
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
from core.attachments import attachments_of
from core.attachments.uploading import attach_sent, take_files
from core.contributions.openers import opener_for
from core.gate import GatedView
from core.listing.columns import FIRM, LINE, Look
from core.people import person_of
from core.rows import Row, Rows
from core.templatetags.portal import state_of, state_tag
from core.transitions import allowed
from core.views.addresses import address, row_address
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.views.writes import Attempt, tell_form
from core.writing import SEEN, insist_allowed, version_in, version_of
from crosschecks import services
from crosschecks.audit_words import ACTIONS
from crosschecks.cases import as_told, cases_known, may_take_further
from crosschecks.catalogue import LABELS, Subject, rows_for, words_of
from crosschecks.choices import OPEN_INQUIRIES, InquiryState
from crosschecks.files import ANSWER_SLOT, guard_files
from crosschecks.filters import QuestionFilter
from crosschecks.forms import MOVE_FORMS, AnswerForm, AskForm
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from crosschecks.states import FURTHER, QUESTION_MOVES
from dispositions.models import Case
from insurers.activities.models import Activity
from insurers.base.moments import Event, Moment, moments_of
from insurers.policies.models import Policy

RELATED: Final = ("policy", "activity", "plan", "insurer", "enterprise", "county", "authority", "answered_by")
#: The usual time for an answer.
USUAL: Final = timedelta(days=7)
#: The words of each step in the history.
STEPS: Final = {
    "ask": ACTIONS["question.asked"],
    "answer": ACTIONS["question.answered"],
    "accept": ACTIONS["question.accepted"],
    "further": ACTIONS["question.further"],
}
UNSEEN: Final = frozenset(
    {"insurer_id", "enterprise_id", "city_id", "county_id", "policy_id", "activity_id", "plan_id", "case_url", "note"}
    | {"asked_by_id", "answered_by_id", "decided_by_id", "authority_id"}
)


def state_cell(row: Row) -> SafeString:
    """The state, and that no answer came in time."""
    is_late = row.state == InquiryState.ASKED and row.due_on < clock.today()
    late = state_tag(_("Overdue"), "over") if is_late else ""
    return format_html("{}{}", late, state_of(row))


LOOKS: Final = MappingProxyType(
    {
        "get_code_display": Look(under="subject", url=lambda row: row_address("crosschecks:question-detail", row.pk)),
        "enterprise.name": Look(),
        "insurer.name": FIRM,
        "asked_on": LINE,
        "due_on": LINE,
        "answered_on": LINE,
        "get_state_display": Look("corner", cell=state_cell),
    }
)


class QuestionListView(LedgerPage):
    permission = QuestionPermission.QUESTION_VIEW
    template_name = "crosschecks/question_list.html"
    filters = QuestionFilter
    looks = LOOKS
    sheet = Sheet("比对疑点提问答复清单", "件")
    columns = (
        (gettext_lazy("Question"), "get_code_display"),
        (gettext_lazy("Policy number"), "policy.policy_no"),
        (gettext_lazy("Enterprise"), "enterprise.name"),
        (gettext_lazy("County"), "county.name"),
        (gettext_lazy("Insurer"), "insurer.name"),
        (gettext_lazy("What was seen"), "seen"),
        (gettext_lazy("Asked by"), "authority.name"),
        (gettext_lazy("Asked on"), "asked_on"),
        (gettext_lazy("To be answered by"), "due_on"),
        (gettext_lazy("Answer"), "answer"),
        (gettext_lazy("Answered on"), "answered_on"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Case"), "case_name"),
    )

    def rows(self) -> QuerySet[Inquiry]:
        rows = Inquiry.objects.visible_to(self.person).told_to(self.person, cases_known(self.person))
        return rows.select_related(*RELATED).order_by("-created_at", "-pk")

    def shown(self, rows: Rows) -> list[Inquiry]:
        return as_told(rows, self.person)


def inquiry_or_404(request: HttpRequest, pk: int) -> Inquiry:
    user = person_of(request)
    rows = Inquiry.objects.visible_to(user).told_to(user, cases_known(user))
    return get_object_or_404(rows.select_related(*RELATED), pk=pk)


def subject_url(inquiry: Inquiry) -> str:
    """The page of the row that the question is about."""
    if inquiry.activity_id:
        return address("activities:activity-detail", inquiry.activity_id)
    if inquiry.plan_id:
        return address("plans:plan-detail", inquiry.plan_id)
    return address("policies:policy-detail", inquiry.policy_id)


def case_shown(inquiry: Inquiry, user: User) -> dict[str, str]:
    """The number of the case, with its address for who may read it already."""
    if not inquiry.case_name:
        return {}
    is_theirs = Case.objects.visible_to(user).filter(number=inquiry.case_name).exists()
    return {"name": inquiry.case_name, "url": inquiry.case_url if is_theirs else ""}


class QuestionDetailView(GatedView):
    permission = QuestionPermission.QUESTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, inquiry_or_404(request, pk))

    def page(
        self, request: HttpRequest, inquiry: Inquiry, bound: forms.Form | None = None, move: str = "", status: int = 200
    ) -> HttpResponse:
        user = person_of(request)
        moves = [
            one
            for one in allowed(QUESTION_MOVES.values(), inquiry, user)
            if one is not FURTHER or may_take_further(inquiry, user)
        ]
        [inquiry] = as_told([inquiry], user)
        context = {
            "inquiry": inquiry,
            "subject_url": subject_url(inquiry),
            "case": case_shown(inquiry, user),
            "files": attachments_of(inquiry),
            "may_attach": user.may(QuestionPermission.QUESTION_ANSWER) and guard_files(inquiry, user) is None,
            "steps": [
                {"move": one, "form": bound if one.name == move else MOVE_FORMS[one.name](auto_id=f"{one.name}_%s")}
                for one in moves
            ],
            "form": bound,
            "opens_case": opener_for(services.OCCASION) is not None,
            "is_open": inquiry.state in OPEN_INQUIRIES,
            "is_late": inquiry.state == InquiryState.ASKED and inquiry.due_on and inquiry.due_on < clock.today(),
            "is_past": inquiry.state == InquiryState.ASKED
            and not moves
            and user.may(QuestionPermission.QUESTION_ANSWER),
            "moments": history_of(inquiry, is_insurer=user.may(QuestionPermission.QUESTION_ANSWER)),
            "seen_version": version_of(inquiry),
            "seen_name": SEEN,
        }
        return render(request, "crosschecks/question_detail.html", context, status=status)


def history_of(inquiry: Inquiry, *, is_insurer: bool) -> list[Moment]:
    """What happened to the question, the newest first; its insurer is not told here that it was taken further, and why."""
    title = _title_for_insurer if is_insurer else _title
    return list(moments_of(Inquiry, title, unseen=UNSEEN, pgh_obj_id=inquiry.pk))[::-1]


def _title(_before: Event | None, after: Event, step: str) -> object:
    return ACTIONS["question.further"] if after.state == InquiryState.FURTHER else STEPS.get(step, _("Changed"))


def _title_for_insurer(before: Event | None, after: Event, step: str) -> object:
    return "" if after.state == InquiryState.FURTHER else _title(before, after, step)


class QuestionMoveView(QuestionDetailView):
    """One step; who may make it is asked by its service."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        inquiry = inquiry_or_404(request, pk)
        if move not in QUESTION_MOVES:
            raise Http404
        asked = QUESTION_MOVES[move].permission
        insist_allowed(Inquiry, inquiry, by=person_of(request), permission=asked, at=clock.now(), step=move, on=inquiry)
        form = MOVE_FORMS[move](request.POST, request.FILES, auto_id=f"{move}_%s")
        status = 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                make_move(move, inquiry, form.cleaned_data, version_in(request.POST), person_of(request))
                if move == "answer":
                    take_files(request, inquiry, ANSWER_SLOT, clock.now())
                return self.done(request, pk)
            status = attempt.status
        else:
            tell_form(request, form, Inquiry, inquiry, move)
        return self.page(request, inquiry_or_404(request, pk), form, move, status)

    def done(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to the question; one that was taken further goes on in its case."""
        inquiry = inquiry_or_404(request, pk)
        case = case_shown(inquiry, person_of(request))
        if inquiry.state == InquiryState.FURTHER and case.get("url"):
            messages.success(request, _("The question goes on in case %(number)s.") % {"number": case["name"]})
            return redirect(case["url"])
        told = _("Recorded: the question to %(insurer)s now stands at “%(state)s”.")
        messages.success(request, told % {"insurer": inquiry.insurer.name, "state": inquiry.get_state_display()})
        return redirect("crosschecks:question-detail", pk=pk)


def make_move(move: str, inquiry: Inquiry, data: dict[str, str], seen: str, by: User) -> None:
    """Raises NotAllowed, Refused, Stale."""
    today, at = clock.today(), clock.now()
    if move == "answer":
        services.answer_inquiry(inquiry=inquiry, answer=data["answer"], seen=seen, by=by, today=today, at=at)
    elif move == "accept":
        services.accept_answer(inquiry=inquiry, note=data["note"], seen=seen, by=by, today=today, at=at)
    else:
        services.take_further(inquiry=inquiry, note=data["note"], seen=seen, by=by, today=today, at=at)


class QuestionFilesView(GatedView):
    """Further files of the answer."""

    permission = QuestionPermission.QUESTION_ANSWER
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        attach_sent(request, inquiry_or_404(request, pk), ANSWER_SLOT, clock.now())
        return redirect("crosschecks:question-detail", pk=pk)


class QuestionNewView(GatedView):
    """A question that stands: the authority asks, the insurer answers unasked."""

    permission = QuestionPermission.QUESTION_VIEW

    def get(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        subject = self.subject(request, code, pk)
        known = services.inquiry_of(code, subject)
        if known is not None:
            return redirect("crosschecks:question-detail", pk=known.pk)
        form = AnswerForm() if self.answers(request) else AskForm(initial={"due_on": clock.today() + USUAL})
        return self.page(request, code, subject, form)

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        subject, by, status = self.subject(request, code, pk), person_of(request), 400
        if not self.answers(request):
            asked = QuestionPermission.QUESTION_SETTLE
            insist_allowed(Inquiry, subject, by=by, permission=asked, at=clock.now(), step="ask", on=subject)
        form = AnswerForm(request.POST, request.FILES) if self.answers(request) else AskForm(request.POST)
        if form.is_valid():
            given = {name: value for name, value in form.cleaned_data.items() if name != "sent"}
            begin = services.answer_unasked if self.answers(request) else services.ask_question
            with Attempt(request, form) as attempt:
                made = begin(code=code, subject=subject, by=by, today=clock.today(), at=clock.now(), **given)
                if self.answers(request):
                    take_files(request, made, ANSWER_SLOT, clock.now())
                messages.success(request, _("The step is recorded."))
                return redirect("crosschecks:question-detail", pk=made.pk)
            status = attempt.status
        return self.page(request, code, subject, form, status)

    def answers(self, request: HttpRequest) -> bool:
        return person_of(request).may(QuestionPermission.QUESTION_ANSWER)

    def subject(self, request: HttpRequest, code: str, pk: int) -> Subject:
        rows = rows_for(code, person_of(request))
        if rows is None:
            raise Http404
        found: Subject = get_object_or_404(rows.select_related("insurer", "enterprise"), pk=pk)
        return found

    def page(
        self, request: HttpRequest, code: str, subject: Subject, form: forms.Form, status: int = 200
    ) -> HttpResponse:
        user = person_of(request)
        rooms = {Policy: "policies:policy-detail", Activity: "activities:activity-detail"}
        context = {
            "label": LABELS[code],
            "words": words_of(code, subject, user, clock.today()),
            "subject": subject,
            "subject_url": address(rooms.get(type(subject), "plans:plan-detail"), subject.pk),
            "form": form,
            "answers": self.answers(request),
            "may_start": self.answers(request) or user.may(QuestionPermission.QUESTION_SETTLE),
        }
        return render(request, "crosschecks/question_form.html", context, status=status)
