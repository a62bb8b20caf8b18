"""The report centre: build, watch, receive, download, and what changed since the deliveries (ui.md 2.8, design 08, 17)."""

from typing import Final, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from campaigns.models import Campaign
from campaigns.services import current_campaign, offer
from core import clock
from core.choices import JobState
from core.gate import GatedView
from core.jobs.ledger import Pulse, place_in_queue, pulse_of
from core.models import Job
from core.transitions import allowed
from core.views.addresses import address
from core.views.writes import Attempt
from reports.changes.drift import by_office, drifts_for
from reports.choices import CITY_REPORTS, ReportKind
from reports.delivery import Cell, Matrix, countdown_for, owed_by, owed_to, with_regulators
from reports.documents.sections import sections_of
from reports.documents.tokens import Kind
from reports.forms import AnswerForm, BuildForm
from reports.models import Snapshot, Submission
from reports.permissions import ReportPermission
from reports.services import JOB_KIND, missing_parts, receive_report, request_report, return_report
from reports.states import SUBMISSION_MOVES
from reports.views.delivery import submission_or_404
from reports.views.readers import reader_of

SHOWN: Final = 30
RELATED: Final = ("city", "builder", "organisation", "submission", "campaign")
RUNNING: Final = 5


def centre(
    request: HttpRequest,
    form: BuildForm | None = None,
    answer: tuple[int, AnswerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with its forms in whatever state; `answer` is the refused one to a submission."""
    user = reader_of(request)
    today = clock.today()
    campaign = asked_campaign(request, user)
    form = form or BuildForm(user=user, today=today, campaign=campaign)
    snapshots = Snapshot.objects.visible_to(user).select_related(*RELATED)
    if campaign:
        snapshots = snapshots.filter(campaign=campaign)
    owed = owed_to(user, campaign) if campaign and user.may(ReportPermission.REPORT_RECEIVE) else None
    if owed and campaign and user.role == Role.PROV_EM:
        owed = with_regulators(owed, campaign)
    own = owed_by(user, campaign) if campaign else None
    counted = owed if owed and owed.lines else own
    context = {
        "form": form,
        "today": today,
        "countdown": countdown_for(user, campaign, today) if campaign else None,
        "counted": counted,
        "overdue": counted.overdue(today) if counted else 0,
        "campaign": campaign,
        "running": running_lines(user),
        "snapshots": snapshots.prefetch_related("files")[:SHOWN],
        "snapshot_total": snapshots.count(),
        "own": own,
        "owed": owed,
        "has_delivered": Submission.objects.visible_to(user).delivered().exists(),
        "turn": turn_of(owed, user, request.GET.get("receive", ""), answer) if owed else None,
        "answered": answer[1] if answer else None,
    }
    return render(request, "reports/centre.html", context, status=status)


def asked_campaign(request: HttpRequest, user: User) -> Campaign | None:
    """The campaign that the address names, else the person's own. Raises Http404 for one that nobody works in today."""
    today, code = clock.today(), request.GET.get("campaign", "")
    if not code:
        return current_campaign(today, user)
    named = next((one for one in offer(today, user).campaigns if one.code == code), None)
    if named is None:
        raise Http404
    return named


class Turn(NamedTuple):
    """The delivery whose turn it is to be answered on the board: its place among those that wait, and its checks.

    `bound`, `by_hand` and `lacks` count the numbers of its text.
    """

    cell: Cell
    number: int
    form: AnswerForm
    missing: list[str]
    bound: int
    by_hand: int
    lacks: int


def turn_of(owed: Matrix, user: User, asked: str, answer: tuple[int, AnswerForm] | None) -> Turn | None:
    """The one that was asked for or refused, else the one that waits longest; None where none waits for this person."""
    rows = [(n, cell, cell.newest) for n, cell in enumerate(owed.waiting, 1) if cell.newest is not None]
    waiting = [one for one in rows if allowed([SUBMISSION_MOVES["receive"]], one[2], user)]
    wanted = str(answer[0]) if answer else asked
    for number, cell, newest in sorted(waiting, key=lambda one: str(one[2].pk) != wanted):
        form = answer[1] if answer else AnswerForm(initial={"answer": "receive"})
        written = sections_of(newest.snapshot, newest) if newest.snapshot else []
        counts = [sum(len(one.of_kind(kind)) for one in written) for kind in (Kind.NUMBER, Kind.HAND, Kind.LACK)]
        return Turn(cell, number, form, missing_parts(newest), *counts)
    return None


class RunningLine(NamedTuple):
    """A build that waits or runs, the name of its report, how many jobs stand before it, its signs of life."""

    job: Job
    report: str
    before: int
    pulse: Pulse | None


def running_lines(user: User) -> list[RunningLine]:
    """The newest builds of the person's organisation that have not ended well."""
    jobs = Job.objects.visible_to(user).filter(kind=JOB_KIND, organisation_id=user.organisation_id)
    pending = jobs.exclude(state__in=[JobState.DONE, JobState.CANCELLED]).order_by("-created_at", "-pk")[:RUNNING]
    true_at = clock.true_now()
    return [
        RunningLine(
            job,
            str(ReportKind(job.payload["report"]).label),
            place_in_queue(job),
            pulse_of(job, true_at=true_at),
        )
        for job in pending
    ]


class CentreView(GatedView):
    permission = ReportPermission.REPORT_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        return centre(request)


class AnswerView(GatedView):
    """Receive or return a report from the board, and go on to the next one."""

    permission = ReportPermission.REPORT_RECEIVE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission, form = submission_or_404(request, pk), AnswerForm(request.POST)
        if not form.is_valid():
            return centre(request, answer=(pk, form), status=400)
        with Attempt(request, form) as attempt:
            by, at = reader_of(request), clock.now()
            if form.cleaned_data["answer"] == "receive":
                receive_report(submission=submission, by=by, at=at)
                messages.success(request, _("%(report)s is received.") % {"report": submission})
            else:
                return_report(submission=submission, reason=form.cleaned_data["reason"], by=by, at=at)
                messages.success(request, _("%(report)s is returned.") % {"report": submission})
            return redirect("reports:centre")
        return centre(request, answer=(pk, form), status=attempt.status)


class BuildView(GatedView):
    """The service asks for the permission of the report that is built."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, today = reader_of(request), clock.today()
        campaign = asked_campaign(request, user)
        form = BuildForm(request.POST, user=user, today=today, campaign=campaign)
        if not form.is_valid() or campaign is None:
            return centre(request, form, status=400)
        data = form.cleaned_data
        city = data.get("city") or None if data["report"] in CITY_REPORTS else None
        request_report(
            report=data["report"],
            by=user,
            city=city,
            campaign=campaign.code,
            cutoff=data["cutoff"],
            at=clock.now(),
        )
        name = ReportKind(data["report"]).label
        messages.success(
            request, _("%(report)s is being built; its version is listed below when it is done.") % {"report": name}
        )
        return redirect(address("reports:centre", campaign=campaign.code))


class ChangeListView(GatedView):
    """What changed since, of all delivered reports in one list; the centre shows the same as its last panel.

    Asked by the centre it answers the counts for the matrix of deliveries, too.
    """

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user = reader_of(request)
        campaign = current_campaign(clock.today(), user)
        if campaign is None:
            raise Http404
        drifts = drifts_for(user, campaign)
        context = {
            "campaign": campaign,
            "drifts": drifts,
            "is_part": "HX-Request" in request.headers,
            "by_office": by_office(user, campaign, drifts),
        }
        return render(request, "reports/change_list.html", context)
