"""Building a report: a job that freezes figures and writes the workbook (architecture.md 3)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db import connection, transaction
from django.db.models import Max, Q

from accounts.choices import OrganisationKind
from accounts.models import Division, Organisation, User
from accounts.roles import Role
from campaigns.models import Campaign
from core import audit, jobs
from core.choices import JobPhase, JobState
from core.files import store_path
from core.gate import NotAllowed, require
from core.jobs import JobRefused, Tick
from core.languages import official
from core.models import Job
from core.workbooks.official import Filing, write_tables
from reports.choices import FUTURE_REPORTS, ReportKind
from reports.definitions import DEFINITIONS, Definition, Numbers, Place
from reports.figures import Basis, Figures, compute
from reports.models import Snapshot
from reports.permissions import ReportPermission
from reports.rules import to_json

JOB_KIND: Final = "report"
#: Stands in the file name of a report over all cities.
PROVINCE: Final = "330000"


class OrderError(Exception):
    """A report that cannot be ordered so; the text is what was asked for."""


class ReportNotBuiltError(OrderError):
    """The contract names the report; its ledger is not built yet."""


class CityMissingError(OrderError):
    """The province builds a city's report only when the city is named."""


class UnknownReportError(OrderError):
    """No report, city or campaign of that name."""


@dataclass(frozen=True, slots=True)
class Order:
    """A report asked for: checked, and not begun."""

    report: str
    city: str | None
    year: int
    cutoff: date

    def payload(self) -> dict[str, str | int | None]:
        """The order as a job carries it."""
        return {"report": self.report, "city": self.city, "year": self.year, "cutoff": self.cutoff.isoformat()}


@dataclass(frozen=True, slots=True)
class Build:
    """What one run of a job works with: the order, for whom, on which day and at which instant."""

    order: Order
    owner: User
    today: date
    at: datetime

    @property
    def definition(self) -> Definition:
        return DEFINITIONS[self.order.report]


@dataclass(frozen=True, slots=True)
class Result:
    """Figures of one moment, and the workbook made of them."""

    path: Path
    numbers: Numbers


def check_order(*, report: str, by: User, city: str | None, year: int, cutoff: date) -> Order:
    """Who may build what. Raises NotAllowed, ReportNotBuiltError, CityMissingError, UnknownReportError."""
    if report in FUTURE_REPORTS:
        raise ReportNotBuiltError(report)
    if report not in DEFINITIONS:
        raise UnknownReportError(report)
    if report == ReportKind.PROVINCE:
        require(by, ReportPermission.PROVINCE_REPORT_BUILD)
        city = None
    else:
        require(by, ReportPermission.CITY_REPORT_BUILD)
        city = _city_for(by, city)
    if not Campaign.objects.filter(year=year).exists():
        raise UnknownReportError(str(year))
    return Order(report, city, year, cutoff)


def _city_for(by: User, city: str | None) -> str:
    own = by.organisation.division_id
    if by.role != Role.PROV_EM:
        if city not in (None, own):
            raise NotAllowed(f"{by} may not build the report of {city}")
        return own
    if not city:
        raise CityMissingError
    if not Division.objects.cities().filter(code=city).exists():
        raise UnknownReportError(city)
    return city


@transaction.atomic
def request_report(
    *, report: str, by: User, city: str | None, year: int, cutoff: date, at: datetime, ring: bool = True
) -> Job:
    """Queue the build. The same order while one waits or runs gives that job."""
    payload = check_order(report=report, by=by, city=city, year=year, cutoff=cutoff).payload()
    pending = Job.objects.filter(
        kind=JOB_KIND,
        organisation_id=by.organisation_id,
        state__in=[JobState.QUEUED, JobState.RUNNING],
        payload=payload,
    ).first()
    if pending is not None and ring:
        return pending
    key = f"report:{uuid.uuid4().hex}"
    return jobs.create_job(kind=JOB_KIND, key=key, by=by, at=at, payload=payload, ring=ring)


def build_report(*, job: Job, tick: Tick, today: date, at: datetime) -> Snapshot:
    """Do the job: figures and rows of one moment, the workbook, then snapshot and audit in one transaction.

    A job that has had its effect gives the snapshot of that time. `today` is printed as the day of filing, `at` is
    the instant of the snapshot. Raises JobRefused, and what `check_order` raises.
    """
    existing = Snapshot.objects.filter(job=job).first()
    if existing is not None:
        return existing
    payload, owner = job.payload, User.objects.select_related("organisation").get(pk=job.owner_id)
    order = check_order(
        report=payload["report"],
        by=owner,
        city=payload["city"],
        year=payload["year"],
        cutoff=date.fromisoformat(payload["cutoff"]),
    )
    campaign = Campaign.objects.prefetch_related("sectors").filter(year=order.year).first()
    if campaign is None:
        raise JobRefused(f"{order.year}年没有专项行动，不能生成工作总结。")
    build = Build(order, owner, today, at)
    with official(), TemporaryDirectory() as folder:
        result = _write(build, Basis.of(campaign, order.cutoff), Path(folder), tick)
        return _freeze(build, result, job, tick)


def _write(build: Build, basis: Basis, folder: Path, tick: Tick) -> Result:
    """Figures and tables read in one repeatable-read transaction, so that they cannot disagree."""
    city, definition = build.order.city, build.definition
    place = Place.province() if city is None else Place.city(city)
    tick.phase(JobPhase.FIGURES, len(definition.figures))
    with transaction.atomic():
        _read_one_moment()
        numbers = Numbers(*compute(definition.figures, basis, place.cities))
        tables = [definition.figures_table(place, numbers.total), *definition.tables(basis, place, numbers)]
    tick.phase(JobPhase.TABLES, len(tables))
    path = write_tables(
        folder / "report.xlsx",
        heading=f"{place.name}{definition.title}",
        filing=Filing(_unit(build), basis.cutoff, build.today),
        tables=tables,
        explanations=[*definition.explanations(basis), *_proof(basis.cutoff)],
    )
    return Result(path, numbers)


def _proof(day: date) -> list[str]:
    """The root of the audit at the cut-off, by which a print proves later that nothing before it was changed."""
    root = audit.daily_root(day)
    return [f"截至 {day:%Y-%m-%d} 的操作日志摘要：{root}，可凭此核对日志未被改动。"] if root else []


def _read_one_moment() -> None:
    """Figures and tables see the database as of one moment; only the outermost transaction can be set so."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _unit(build: Build) -> str:
    """The organisation that the report speaks for: the city's bureau, whoever pressed the button."""
    own = build.owner.organisation.name
    if build.order.city is None:
        return own
    bureaus = Organisation.objects.filter(kind=OrganisationKind.CITY_EMERGENCY, division__code=build.order.city)
    bureau = bureaus.first()
    return bureau.name if bureau else own


@transaction.atomic
def _freeze(build: Build, result: Result, job: Job, tick: Tick) -> Snapshot:
    """One effect however often the job runs: its row is locked, its snapshot is one-to-one."""
    tick.hold()
    order, owner = build.order, build.owner
    Organisation.objects.select_for_update().get(pk=owner.organisation_id)
    series = Snapshot.objects.filter(
        Q(city_id=order.city),  # None for the province
        report=order.report,
        organisation=owner.organisation,
        year=order.year,
        cutoff=order.cutoff,
    )
    snapshot = Snapshot.objects.create(
        report=order.report,
        organisation=owner.organisation,
        city_id=order.city,
        year=order.year,
        cutoff=order.cutoff,
        version=(series.aggregate(n=Max("version"))["n"] or 0) + 1,
        figures=json_figures(result.numbers.total),
        cities={code: json_figures(figures) for code, figures in result.numbers.cities.items()},
        job=job,
        built_by=owner,
        built_at=build.at,
    )
    name = f"{order.year}-{order.report}-{order.city or PROVINCE}-{order.cutoff:%Y%m%d}-v{snapshot.version}.xlsx"
    snapshot.files.add(store_path(result.path, name=name, organisation_id=owner.organisation_id, at=build.at))
    audit.record("report.built", by=owner, at=build.at, subject=name, snapshot=snapshot.pk, report=order.report)
    return snapshot


def json_figures(figures: Figures) -> dict[str, int | float | None]:
    """JSON numbers as they will be shown."""
    return {figure: to_json(value) for figure, value in figures.items()}
