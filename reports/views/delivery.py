"""The page of a delivery: its steps, its three facts, its files and corrections (design 17)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

import segno
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.attachments.uploading import attach_sent
from core.gate import GatedView
from core.transitions import Transition, allowed
from core.views.writes import Attempt
from reports import services
from reports.choices import SubmissionState
from reports.documents.sections import Written, sections_of
from reports.documents.truth import Untrue, untrue_of
from reports.files import SLOTS, attached_to, files_guard
from reports.forms import MOVE_FORMS, CorrectionForm, PlainForm
from reports.models import Submission
from reports.permissions import ReportPermission
from reports.services.places import verify_address
from reports.services.present import present_values
from reports.states import SUBMISSION_MOVES
from reports.views.readers import reader_of

RELATED: Final = (
    "duty__organisation",
    "duty__recipient",
    "duty__campaign",
    "snapshot__campaign",
    "prepared_by",
    "signed_by",
    "submitted_by",
    "answered_by",
    "archived_by",
)
#: The service of each step; what its form asks for are its arguments.
SERVICES: Final[Mapping[str, Callable[..., Submission]]] = {
    "edit": services.edit_report,
    "review": services.send_for_review,
    "sign": services.sign_report,
    "submit": services.submit_report,
    "receive": services.receive_report,
    "archive": services.archive_report,
    "return": services.return_report,
    "revise": services.revise_report,
    "set-aside": services.set_aside,
}
CORRECTED: Final = frozenset({SubmissionState.RECEIVED, SubmissionState.ARCHIVED})
#: Those in which the text may still be put right, a signed one by going back.
UNSENT: Final = frozenset({SubmissionState.EDITING, SubmissionState.REVIEW, SubmissionState.SIGNED})
#: The states of the normal way, as the stepper shows them.
WAY: Final = (
    SubmissionState.DRAFT,
    SubmissionState.EDITING,
    SubmissionState.REVIEW,
    SubmissionState.SIGNED,
    SubmissionState.SUBMITTED,
    SubmissionState.RECEIVED,
    SubmissionState.ARCHIVED,
)


class Step(NamedTuple):
    """A step that the person may take now, with its form."""

    move: Transition
    form: forms.Form

    @property
    def is_forward(self) -> bool:
        """Whether it leads on along the way, so that its button stands out."""
        return self.move.name not in {"return", "revise", "set-aside"}


class Stage(NamedTuple):
    """A state of the way: passed, present or to come."""

    label: str
    number: int
    is_done: bool
    is_now: bool


def submission_or_404(request: HttpRequest, pk: int) -> Submission:
    return get_object_or_404(Submission.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


def stages_of(submission: Submission) -> list[Stage]:
    """The way so far; a returned report stands where it was delivered."""
    returned = submission.state == SubmissionState.RETURNED
    now = WAY.index(SubmissionState.SUBMITTED if returned else SubmissionState(submission.state))
    labels = [submission.get_state_display() if returned and n == now else str(one.label) for n, one in enumerate(WAY)]
    return [Stage(label, n + 1, n < now, n == now) for n, label in enumerate(labels)]


def outside_of(submission: Submission) -> Submission | None:
    """The registration from outside that stands for the report in place of this version."""
    return submission.duty.submissions.from_outside().exclude(pk=submission.pk).first()


class Renewal(NamedTuple):
    """What follows a return: the newer version where there is one, else a build up to a day."""

    newer: Submission | None
    cutoff: date


def renewal_of(submission: Submission, user: User) -> Renewal | None:
    """For whoever owes a report that was returned."""
    if submission.state != SubmissionState.RETURNED or submission.duty.organisation_id != user.organisation_id:
        return None
    newer = submission.duty.submissions.filter(pk__gt=submission.pk, snapshot__isnull=False).select_related("snapshot")
    return Renewal(newer.order_by("pk").last(), clock.today())


def steps_for(
    submission: Submission, user: User, bound: tuple[str, forms.Form] | None, untrue: Sequence[Untrue] | None
) -> list[Step]:
    """What the person may do now; `bound` is the form that was refused."""
    moves = allowed(SUBMISSION_MOVES.values(), submission, user)
    shown = {"seen": submission.mark}
    steps = []
    for move in moves:
        form = MOVE_FORMS.get(move.name, PlainForm)(auto_id=f"{move.name}_%s", initial=shown)
        form = bound[1] if bound and bound[0] == move.name else form
        if not untrue:
            form.fields.pop("is_known", None)
        if "document_no" in form.fields and (code := submission.duty.organisation.letter_code):
            form.fields["document_no"].help_text = _(
                "It begins with “%(code)s”, the code of your office's documents"
            ) % {"code": code}
        steps.append(Step(move, form))
    return steps


def barred_from(submission: Submission, user: User) -> str | None:
    """Why somebody of the office itself does not take the step of two people that comes next, and who does."""
    if submission.duty.organisation_id != user.organisation_id:
        return None
    awaited = [SUBMISSION_MOVES[name] for name in ("review", "sign")]
    return next((move.guard(submission, user) for move in awaited if submission.state in move.sources), None)


class SubmissionView(GatedView):
    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, submission_or_404(request, pk))

    def page(
        self,
        request: HttpRequest,
        submission: Submission,
        bound: tuple[str, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The page with a refused form in its place."""
        user = reader_of(request)
        may_correct = submission.state in CORRECTED and submission.duty.organisation_id == user.organisation_id
        correction = bound[1] if bound and bound[0] == "correct" else CorrectionForm(auto_id="correct_%s")
        written = sections_of(submission.snapshot, submission) if submission.snapshot else []
        outside = outside_of(submission)
        untrue = untrue_before(submission, user, written)
        context = {
            "submission": submission,
            "snapshot": submission.snapshot,
            "by_hand": [(one, piece) for one in written for piece in one.by_hand],
            "loose": sum(len(one.loose) for one in written),
            "untrue": untrue,
            "is_note": submission.is_outside and submission.state != SubmissionState.RETURNED,
            "stages": stages_of(submission),
            "steps": [] if outside else steps_for(submission, user, bound, untrue),
            "barred": None if outside else barred_from(submission, user),
            "form": bound[1] if bound else None,
            "missing": services.missing_parts(submission),
            "corrections": submission.corrections.select_related("made_by"),
            "correction_form": correction if may_correct else None,
            "attached": attached_to(submission),
            "slots": SLOTS.items() if files_guard(submission, user) is None else (),
            "renewal": None if outside else renewal_of(submission, user),
            "outside": outside,
            "qr": qr_of(request, submission),
        }
        return render(request, "reports/submission_detail.html", context, status=status)


def untrue_before(submission: Submission, user: User, written: Sequence[Written]) -> list[Untrue] | None:
    """The sentences that no longer hold, for the office itself as long as it has not delivered them; None afterwards."""
    if submission.snapshot is None or submission.duty.organisation_id != user.organisation_id:
        return None
    if submission.state not in UNSENT:
        return None
    return untrue_of(submission.snapshot, written, present_values(submission.snapshot))


def qr_of(request: HttpRequest, submission: Submission) -> str:
    """The QR code that leads to the verification of the version, as the address of a picture."""
    if submission.snapshot is None:
        return ""
    snapshot = submission.snapshot
    address = request.build_absolute_uri(verify_address(snapshot.code, snapshot.version))
    return str(segno.make(address, error="m").svg_data_uri(scale=3, border=2))


class MoveView(SubmissionView):
    """One step; a refusal stands over its form, and nothing is stored."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        submission = submission_or_404(request, pk)
        if move not in SERVICES:
            raise Http404
        form = MOVE_FORMS.get(move, PlainForm)(request.POST, auto_id=f"{move}_%s")
        if not form.is_valid():
            return self.page(request, submission, (move, form), status=400)
        with Attempt(request, form) as attempt:
            given = {name: form.cleaned_data[name] for name in form.fields}
            SERVICES[move](submission=submission, by=reader_of(request), at=clock.now(), **given)
            messages.success(request, _("The step is recorded."))
            return redirect("reports:submission-detail", pk=pk)
        # The page is shown anew, with the text as it stands now.
        fresh = submission_or_404(request, pk)
        form.data = {**request.POST.dict(), "seen": fresh.mark}
        return self.page(request, fresh, (move, form), status=attempt.status)


class CorrectView(SubmissionView):
    """Note a correction of a report that was received."""

    permission = ReportPermission.REPORT_DELIVER
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission = submission_or_404(request, pk)
        form = CorrectionForm(request.POST, auto_id="correct_%s")
        if not form.is_valid():
            return self.page(request, submission, ("correct", form), status=400)
        with Attempt(request, form) as attempt:
            given = {name: form.cleaned_data[name] for name in form.fields}
            services.correct_report(submission=submission, by=reader_of(request), at=clock.now(), **given)
            messages.success(request, _("The correction is noted."))
            return redirect("reports:submission-detail", pk=pk)
        return self.page(request, submission, ("correct", form), status=attempt.status)


class SubmissionFilesView(GatedView):
    """Attach the stamped scan, and what else goes with the delivery."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission, slot = submission_or_404(request, pk), request.POST.get("slot", "")
        if slot not in SLOTS:
            messages.warning(request, _("Choose what the file is."))
        else:
            attach_sent(request, submission, slot, clock.now())
        return redirect("reports:submission-detail", pk=pk)
