"""The text of a report, section by section (design 16)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.gate import GatedView
from core.plain import Plain
from core.views.writes import Attempt
from core.writing import SEEN, Stale, version_in
from reports import services
from reports.choices import SubmissionState
from reports.documents.sections import Written, has_section, sections_of
from reports.documents.summary import lead_of, title_lines
from reports.documents.tokens import CUTOFF, Bound, city_of, editable, label_of, names_in
from reports.documents.truth import Untrue, untrue_of
from reports.forms import SectionForm
from reports.models import Contribution, Snapshot, Submission
from reports.permissions import ReportPermission
from reports.rules import Number
from reports.services.present import present_values
from reports.states import SUBMISSION_MOVES
from reports.views.contributing import Line as ContributionLine
from reports.views.delivery import submission_or_404
from reports.views.readers import reader_of


class Binding(NamedTuple):
    """A number bound in a section: as frozen, as it is now, whether the two differ; `figure` opens rows, where it has any."""

    name: str
    label: str
    then: str
    now: str
    figure: str
    city: str

    @property
    def has_moved(self) -> bool:
        return self.then != self.now


class Line(NamedTuple):
    """A section on the page, with its sentences that no longer hold; `form` where it is being edited."""

    written: Written
    untrue: Sequence[Untrue]
    form: forms.Form | None

    @property
    def mark(self) -> str:
        """How far the section is, for the outline: the most urgent first."""
        if self.form:
            return "open"
        if self.untrue:
            return "moved"
        if self.written.to_write:
            return "unwritten"
        if self.written.lacks:
            return "lacks"
        return "final" if self.written.is_final else "draft"


class TextView(GatedView):
    """The text of a version, as its office writes it, or as it was signed."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.submission(request, pk))

    def submission(self, request: HttpRequest, pk: int) -> Submission:
        """A version that was built here: one from outside has no text."""
        found = submission_or_404(request, pk)
        if found.snapshot is None:
            raise Http404
        return found

    def page(
        self,
        request: HttpRequest,
        submission: Submission,
        edited: tuple[str, forms.Form] | None = None,
        changed: Stale | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The page; `edited` is the section that is being edited, with its form."""
        snapshot = _snapshot_of(submission)
        written, now = sections_of(snapshot, submission), present_values(snapshot)
        untrue = untrue_of(snapshot, written, now)
        lines = [
            Line(one, [u for u in untrue if u.key == one.key], edited[1] if edited and edited[0] == one.key else None)
            for one in written
        ]
        context = {
            "submission": submission,
            "snapshot": snapshot,
            "title": title_lines(snapshot),
            "lead": lead_of(snapshot),
            "lines": lines,
            "open": next((line for line in lines if line.form), None),
            "may_write": may_write(request, submission),
            "final": sum(one.is_final for one in written),
            "untrue": untrue,
            "lacks": [(one, piece) for one in written for piece in one.lacks],
            "to_write": [one for one in written if one.to_write],
            "by_hand": [(one, piece) for one in written for piece in one.by_hand],
            "is_draft": submission.state == SubmissionState.DRAFT,
            "loose": [number for one in written for number in one.loose],
            "contributions": contributions_for(request, submission),
            "last": max((one for one in written if one.at), key=lambda one: str(one.at), default=None),
            "changed": changed,
            "form": edited[1] if edited else None,
        }
        if edited:
            context |= {"bindings": bindings_of(written, edited, now), "numbers": numbers_of(written)}
        return render(request, "reports/submission_text.html", context, status=status)


def _snapshot_of(submission: Submission) -> Snapshot:
    if submission.snapshot is None:
        raise Http404
    return submission.snapshot


def may_write(request: HttpRequest, submission: Submission) -> bool:
    """Whether the person may write in this version now."""
    user = reader_of(request)
    is_owner = SUBMISSION_MOVES["edit"].guard(submission, user) is None
    is_editing = submission.state == SubmissionState.EDITING
    return is_owner and is_editing and user.may(ReportPermission.REPORT_DELIVER)


def contributions_for(request: HttpRequest, submission: Submission) -> list[ContributionLine]:
    """What the office asked from below for this report; nothing for its recipient."""
    duty = submission.duty
    rows = Contribution.objects.visible_to(request.user).filter(
        asker=duty.organisation_id, campaign=duty.campaign_id, report=duty.report
    )
    return [ContributionLine(row, clock.today(), []) for row in rows.select_related("organisation")]


def bindings_of(written: Sequence[Written], edited: tuple[str, forms.Form], now: Mapping[str, Number]) -> list[Binding]:
    """The numbers that stand in the section being edited."""
    (section,) = [one for one in written if one.key == edited[0]]
    then, present = section.bound, Bound({**section.bound.values, **now}, section.bound.cutoff)
    return [
        Binding(name, label_of(name), then.shown(name), present.shown(name), then.opened(name), city_of(name))
        for name in names_in(section.body)
    ]


def numbers_of(written: Sequence[Written]) -> list[tuple[str, str]]:
    """What can be named in a section: what a number is called, and its value."""
    bound = written[0].bound
    return [(label_of(name), bound.shown(name)) for name in (CUTOFF, *bound.values)]


#: The buttons under a section beside the one that stores it.
FINAL, REDRAFT = "write-final", "redraft"


class SectionView(TextView):
    """One section, in the field where it is edited."""

    permission = ReportPermission.REPORT_DELIVER
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, pk: int, key: str = "") -> HttpResponse:
        submission = self.submission(request, pk)
        written = self.section(request, submission, key)
        form = SectionForm(
            initial={
                "text": "\n".join(editable(one, written.bound) for one in written.paragraphs),
                SEEN: written.version,
            }
        )
        return self.page(request, submission, (key, form))

    def section(self, request: HttpRequest, submission: Submission, key: str) -> Written:
        """A section that the person may write; what is not being edited is only read."""
        if not may_write(request, submission):
            raise Http404
        found = [one for one in sections_of(_snapshot_of(submission), submission) if one.key == key]
        if not found:
            raise Http404
        return found[0]

    def post(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        submission = self.submission(request, pk)
        if not has_section(submission.duty.report, key):
            raise Http404
        form = SectionForm(request.POST)
        deed = request.POST.get("deed", "")
        if deed != REDRAFT and not form.is_valid():
            return self.page(request, submission, (key, form), status=400)
        given = {"submission": submission, "key": key, "seen": version_in(request.POST)}
        with Attempt(request, form) as attempt:
            self.write(deed, form, given, request)
            messages.success(request, _("The section is stored."))
            return redirect(f"{reverse('reports:submission-text', args=[pk])}#{key}")
        if attempt.stale is not None:
            form = SectionForm({**request.POST.dict(), SEEN: attempt.stale.version})
        return self.page(request, submission, (key, form), attempt.stale, attempt.status)

    def write(self, deed: str, form: forms.Form, given: Plain, request: HttpRequest) -> None:
        by, at = reader_of(request), clock.now()
        if deed == REDRAFT:
            services.redraft_section(**given, by=by, at=at)
            return
        services.write_section(**given, text=form.cleaned_data["text"], is_final=deed == FINAL, by=by, at=at)
