"""The report centre: build, watch, download (ui.md 2.8)."""

from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from campaigns.services import countdown_on, current_campaign
from core import clock
from core.choices import JobState
from core.gate import GatedView
from core.models import Job
from reports.choices import CITY_REPORTS, ReportKind
from reports.delivery import owed_by, owed_to
from reports.forms import BuildForm
from reports.models import Snapshot
from reports.permissions import ReportPermission
from reports.services import JOB_KIND, request_report
from reports.views.readers import reader_of

SHOWN: Final = 30
RELATED: Final = ("city", "builder", "organisation", "submission", "campaign")
RUNNING: Final = 5


def centre(request: HttpRequest, form: BuildForm, status: int = 200) -> HttpResponse:
    """The page with a form in whatever state."""
    user = reader_of(request)
    today = clock.today()
    campaign = current_campaign(today, user)
    snapshots = Snapshot.objects.visible_to(user).select_related(*RELATED)
    context = {
        "form": form,
        "countdown": countdown_on(campaign, today) if campaign else None,
        "campaign": campaign,
        "running": running_lines(user),
        "snapshots": snapshots.prefetch_related("files")[:SHOWN],
        "snapshot_total": snapshots.count(),
        "own": owed_by(user, campaign) if campaign else None,
        "owed": owed_to(user, campaign) if campaign and user.may(ReportPermission.REPORT_RECEIVE) else None,
    }
    return render(request, "reports/centre.html", context, status=status)


class RunningLine(NamedTuple):
    """A build that waits or runs, and the name of its report."""

    job: Job
    report: str


def running_lines(user: User) -> list[RunningLine]:
    """The newest builds of the person's organisation that have not ended well."""
    jobs = Job.objects.visible_to(user).filter(kind=JOB_KIND, organisation_id=user.organisation_id)
    pending = jobs.exclude(state__in=[JobState.DONE, JobState.CANCELLED]).order_by("-created_at", "-pk")[:RUNNING]
    return [RunningLine(job, str(ReportKind(job.payload["report"]).label)) for job in pending]


class CentreView(GatedView):
    permission = ReportPermission.REPORT_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        return centre(request, BuildForm(user=reader_of(request), today=clock.today()))


class BuildView(GatedView):
    """The service asks for the permission of the report that is built."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, today = reader_of(request), clock.today()
        form, campaign = BuildForm(request.POST, user=user, today=today), current_campaign(today, user)
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
        return redirect("reports:centre")
