"""The report centre: build, watch, download (ui.md 2.8)."""

from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.choices import DivisionLevel, OrganisationKind
from accounts.models import Division, User
from accounts.roles import Role
from campaigns.services import countdown_on, current_campaign
from core import clock
from core.choices import JobState
from core.gate import GatedView
from core.models import Job
from reports.choices import CITY_REPORTS, ReportKind
from reports.forms import BuildForm
from reports.models import Snapshot
from reports.permissions import ReportPermission
from reports.querysets import SnapshotQuerySet
from reports.services import JOB_KIND, request_report
from reports.views.readers import reader_of

SHOWN: Final = 30
RUNNING: Final = 5


def centre(request: HttpRequest, form: BuildForm, status: int = 200) -> HttpResponse:
    """The page with a form in whatever state."""
    user = reader_of(request)
    today = clock.today()
    campaign = current_campaign(today.year)
    snapshots = Snapshot.objects.visible_to(user).select_related("city", "built_by", "organisation")
    context = {
        "form": form,
        "countdown": countdown_on(campaign, today) if campaign else None,
        "campaign": campaign,
        "running": running_lines(user),
        "snapshots": snapshots.prefetch_related("files")[:SHOWN],
        "snapshot_total": snapshots.count(),
        "matrix": matrix(snapshots) if user.role == Role.PROV_EM else None,
        "kinds": list(CITY_REPORTS),
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


class MatrixCell(NamedTuple):
    """The newest version that a city has built of a report, or none."""

    kind: ReportKind
    newest: Snapshot | None


class MatrixLine(NamedTuple):
    """What one city has built, a cell for each of its reports."""

    city: Division
    cells: list[MatrixCell]


def matrix(snapshots: SnapshotQuerySet[Snapshot]) -> list[MatrixLine]:
    """Eleven cities by three reports: the newest version built by the city itself, or none."""
    newest: dict[tuple[str | None, str], Snapshot] = {}
    own = snapshots.filter(organisation__kind=OrganisationKind.CITY_EMERGENCY, report__in=CITY_REPORTS)
    for snapshot in own.order_by("built_at", "pk"):
        newest[snapshot.city_id, snapshot.report] = snapshot
    cities = Division.objects.filter(level=DivisionLevel.CITY).order_by("code")
    return [
        MatrixLine(city, [MatrixCell(kind, newest.get((city.code, kind))) for kind in CITY_REPORTS]) for city in cities
    ]


class CentreView(GatedView):
    permission = ReportPermission.CITY_REPORT_BUILD

    def get(self, request: HttpRequest) -> HttpResponse:
        return centre(request, BuildForm(user=reader_of(request), today=clock.today()))


class BuildView(GatedView):
    permission = ReportPermission.CITY_REPORT_BUILD
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, today = reader_of(request), clock.today()
        form = BuildForm(request.POST, user=user, today=today)
        if not form.is_valid():
            return centre(request, form, status=400)
        data = form.cleaned_data
        city = None if data["report"] == ReportKind.PROVINCE else data.get("city") or None
        campaign = current_campaign(today.year)
        request_report(
            report=data["report"],
            by=user,
            city=city,
            year=campaign.year if campaign else today.year,
            cutoff=data["cutoff"],
            at=clock.now(),
        )
        return redirect("reports:centre")
