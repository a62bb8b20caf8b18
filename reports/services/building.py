"""Building a report: a job that freezes figures and writes the workbook (architecture.md 3)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db import connection, transaction
from django.db.models import Max

from accounts.choices import OrganisationKind
from accounts.models import Division, Organisation, User
from accounts.roles import Role
from campaigns.models import Campaign
from core import audit, jobs
from core.choices import JobPhase, JobState
from core.documents.qr import qr_png
from core.files import store_path
from core.gate import NotAllowed, require
from core.jobs import Tick
from core.languages import official
from core.models import Job
from core.workbooks.official import Filing, Seal, Table, write_tables
from reports.choices import BUILD_JOB, CITY_REPORTS, OWN_CITY, ReportKind
from reports.definitions import DEFINITIONS, Definition, Numbers, Place
from reports.definitions.trace import trace
from reports.duties import has_report
from reports.figures import Basis, Figures, as_before, by_city_of, earlier_of
from reports.models import Capture, ReportDuty, Snapshot, Submission
from reports.permissions import ReportPermission
from reports.rules import code_of, printed_code, to_json
from reports.services.capturing import capture
from reports.services.doubting import doubts_of
from reports.services.places import Stamp, place_of, verify_address

JOB_KIND: Final = BUILD_JOB
#: So begin the keys of jobs that the schedule ordered: drafts and rehearsals by night.
DRAFT_BY_NIGHT: Final = "report-draft"
REHEARSAL_BY_NIGHT: Final = "rehearsal-by-night"
#: {figure: JSON number}
JsonFigures = dict[str, int | float | None]
#: Stands in the file name of a report over all cities.
PROVINCE: Final = "330000"


class OrderError(Exception):
    """A report that cannot be ordered so; the text is what was asked for."""


class CityMissingError(OrderError):
    """The province builds a city's report only when the city is named."""


class UnknownReportError(OrderError):
    """No report, city or approved campaign of that name."""


class OvertakenError(Exception):
    """Another version of the series was frozen since the workbook was written: the message is the number left for it."""

    def __init__(self, version: int | None) -> None:
        super().__init__(str(version))
        self.version = version


@dataclass(frozen=True, slots=True)
class Order:
    """A report asked for: checked, and not begun."""

    report: str
    city: str | None
    #: Its code.
    campaign: str
    cutoff: date

    def payload(self) -> dict[str, str | int | None]:
        """The order as a job carries it."""
        return {"report": self.report, "city": self.city, "campaign": self.campaign, "cutoff": self.cutoff.isoformat()}


@dataclass(frozen=True, slots=True)
class Build:
    """What one run of a job works with: the order, for whom, on which day and at which instant, its campaign."""

    order: Order
    owner: User
    today: date
    at: datetime
    campaign: Campaign

    @property
    def definition(self) -> Definition:
        return DEFINITIONS[self.order.report]


@dataclass(frozen=True, slots=True)
class Book:
    """What the workbook of a version is made of. Its links and its QR code name the version, so it is written for one."""

    build: Build
    basis: Basis
    place: Place
    numbers: Numbers
    tables: Sequence[Table]
    capture: Capture
    code: str
    notes: Sequence[str]

    def write(self, path: Path, version: int | None) -> None:
        definition, cutoff = self.build.definition, self.basis.cutoff
        traced = trace(definition, self.place, self.numbers, self.capture, Stamp(self.code, version))
        write_tables(
            path,
            heading=f"{self.place.name}{definition.title}{self.build.campaign.beside}",
            filing=Filing(speaker(self.build.order, self.build.owner).name, cutoff, self.build.today),
            tables=[*self.tables, traced],
            explanations=[
                *definition.explanations(self.basis),
                *(f"须注意：{one}。" for one in self.notes),
                *_proof(cutoff),
            ],
            seal=Seal(printed_code(self.code, version), qr_png(verify_address(self.code, version))),
        )


@dataclass(frozen=True, slots=True)
class Result:
    """Figures of one moment as a version keeps them, their check code, and the workbook made of them for `version`."""

    book: Book
    path: Path
    version: int | None
    figures: JsonFigures
    cities: dict[str, JsonFigures]
    before: JsonFigures
    code: str
    capture: Capture
    #: Whole lists that go with the workbook.
    lists: Sequence[Path]
    doubts: Mapping[str, str]
    notes: Sequence[str]


def check_order(*, report: str, by: User, city: str | None, campaign: str, cutoff: date) -> Order:
    """Who may build what. Raises NotAllowed, CityMissingError, UnknownReportError."""
    if report not in DEFINITIONS:
        raise UnknownReportError(report)
    if report == ReportKind.PROVINCE:
        require(by, ReportPermission.PROVINCE_REPORT_BUILD)
        city = None
    elif report == ReportKind.REGULATOR:
        require(by, ReportPermission.REGULATOR_REPORT_BUILD)
        city = _city_of_regulator(by, city)
    elif report == ReportKind.REGULATOR_CITY:
        require(by, ReportPermission.REGULATOR_REPORT_BUILD)
        city = _own_city(by, city)
    else:
        require(by, ReportPermission.CITY_REPORT_BUILD)
        city = _city_for(by, city)
    found = Campaign.objects.approved().filter(code=campaign).first()
    if found is None:
        raise UnknownReportError(campaign)
    if not has_report(found, report):
        raise UnknownReportError(f"{report} {campaign}")
    return Order(report, city, campaign, cutoff)


def _city_of_regulator(by: User, city: str | None) -> str | None:
    """The city of a sub-office or of Ningbo's own office; None for the provincial one, which has all the others."""
    own = None if by.role == Role.REG_PROV else by.organisation.division_id
    if city not in (None, own):
        raise NotAllowed(f"{by} may not build the report of {city}")
    return own


def _own_city(by: User, city: str | None) -> str:
    """The city where the provincial regulator is its own sub-office."""
    if by.role != Role.REG_PROV or city not in (None, OWN_CITY):
        raise NotAllowed(f"{by} may not build the report of {city or OWN_CITY}")
    return OWN_CITY


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
    *, report: str, by: User, city: str | None, campaign: str, cutoff: date, at: datetime, ring: bool = True
) -> Job:
    """Queue the build. The same order while one waits or runs gives that job."""
    payload = check_order(report=report, by=by, city=city, campaign=campaign, cutoff=cutoff).payload()
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
    build, basis = ordered(job, today, at)
    with official(), TemporaryDirectory() as folder:
        result = write_report(build, basis, Path(folder), job, tick)
        while True:
            try:
                return _freeze(build, result, job, tick)
            except OvertakenError as overtaken:
                result.book.write(result.path, overtaken.version)
                result = replace(result, version=overtaken.version)


def ordered(job: Job, today: date, at: datetime) -> tuple[Build, Basis]:
    """What a job was queued for, checked again. Raises what `check_order` raises."""
    payload, owner = job.payload, User.objects.select_related("organisation").get(pk=job.owner_id)
    order = check_order(
        report=payload["report"],
        by=owner,
        city=payload["city"],
        campaign=payload["campaign"],
        cutoff=date.fromisoformat(payload["cutoff"]),
    )
    campaign = Campaign.objects.prefetch_related("sectors").get(code=order.campaign)
    return Build(order, owner, today, at, campaign), Basis.of(campaign, order.cutoff, order.report)


def write_report(build: Build, basis: Basis, folder: Path, job: Job, tick: Tick) -> Result:
    """Figures, the rows behind them and tables read in one repeatable-read transaction, so that they cannot disagree."""
    definition, place = build.definition, place_of(build.order.report, build.order.city)
    tick.phase(JobPhase.FIGURES, len(definition.figures))
    with transaction.atomic():
        read_one_moment()
        earlier = earlier_of(definition.figures, basis)
        frozen = (*definition.figures, *definition.further, *earlier)
        held, counted = capture(figures=frozen, basis=basis, cities=place.cities, job=job, at=build.at)
        numbers = Numbers(*by_city_of(definition.figures, counted, place.cities))
        before = as_before(definition.figures, by_city_of(earlier, counted, place.cities)[0])
        doubts, notes = doubts_of(definition.figures, basis, place.cities)
        tables = [definition.figures_table(place, numbers.total), *definition.tables(basis, place, numbers)]
        lists = definition.write_lists(basis, place, folder)
    tick.phase(JobPhase.TABLES, len(tables))
    figures, cities = json_figures(numbers.total), {code: json_figures(one) for code, one in numbers.cities.items()}
    code = code_of(_series(build), [figures, cities], held.figures.values_list("figure", "digest"))
    book = Book(build, basis, place, numbers, tables, held, code, notes)
    path, version = folder / "report.xlsx", _coming_version(build.order, build.owner)
    book.write(path, version)
    return Result(book, path, version, figures, cities, json_figures(before), code, held, lists, doubts, notes)


def _series(build: Build) -> dict[str, str]:
    """Of whom a version speaks, of what and up to which day: no other one has its check code, whatever it counts."""
    order = build.order
    return {
        "organisation": speaker(order, build.owner).code,
        "campaign": order.campaign,
        "report": order.report,
        "cutoff": order.cutoff.isoformat(),
    }


def _proof(day: date) -> list[str]:
    """The root of the audit at the cut-off, by which a print proves later that nothing before it was changed."""
    root = audit.daily_root(day)
    return [f"截至 {day:%Y-%m-%d} 的操作日志摘要：{root}，可凭此核对日志未被改动。"] if root else []


def read_one_moment() -> None:
    """Figures and tables see the database as of one moment; only the outermost transaction can be set so."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def speaker(order: Order, owner: User) -> Organisation:
    """The organisation that the report speaks for: a city's is its bureau's, whoever pressed the button."""
    if order.report not in CITY_REPORTS or owner.role != Role.PROV_EM:
        return owner.organisation
    return Organisation.objects.get(kind=OrganisationKind.CITY_EMERGENCY, division__code=order.city)


@transaction.atomic
def _freeze(build: Build, result: Result, job: Job, tick: Tick) -> Snapshot:
    """One effect however often the job runs: its row is locked, its snapshot is one-to-one."""
    tick.hold()
    order, owner = build.order, build.owner
    by = whose(job, owner)
    speaks_for = Organisation.objects.select_for_update().get(pk=speaker(order, owner).pk)
    version = _coming_version(order, owner)
    if version != result.version:
        raise OvertakenError(version)
    snapshot = Snapshot.objects.create(
        report=order.report,
        organisation=speaks_for,
        builder=owner.organisation,
        city_id=order.city,
        campaign=build.campaign,
        cutoff=order.cutoff,
        version=version,
        figures=result.figures,
        cities=result.cities,
        before=result.before,
        doubts=result.doubts,
        notes=result.notes,
        code=result.code,
        capture=result.capture,
        job=job,
        built_by=by,
        built_at=build.at,
    )
    _begin(snapshot)
    name = file_name(snapshot, "xlsx")
    for path, called in (
        (result.path, name),
        *((one, f"{name.removesuffix('.xlsx')}-{one.name}") for one in result.lists),
    ):
        snapshot.files.add(store_path(path, name=called, organisation_id=owner.organisation_id, at=build.at))
    audit.record("report.built", by=by, at=build.at, subject=name, snapshot=snapshot.pk, report=order.report)
    return snapshot


def whose(job: Job, owner: User) -> User | None:
    """Who does what a job does: nobody by night, when its owner only lends it what it may see."""
    return None if job.key.startswith((DRAFT_BY_NIGHT, REHEARSAL_BY_NIGHT)) else owner


def _coming_version(order: Order, owner: User) -> int | None:
    """The next of the one series of organisation, campaign and report, whatever the cut-off; none for a check copy.

    It is sure under the lock of the organisation alone.
    """
    speaks_for = speaker(order, owner)
    if speaks_for.pk != owner.organisation_id:
        return None
    series = Snapshot.objects.filter(report=order.report, organisation=speaks_for, campaign__code=order.campaign)
    return (series.aggregate(n=Max("version"))["n"] or 0) + 1


def _begin(snapshot: Snapshot) -> None:
    """A version in its series begins its way to the recipient as a draft, where there is one."""
    if snapshot.is_check_copy:
        return
    duty = ReportDuty.objects.filter(
        campaign=snapshot.campaign_id, report=snapshot.report, organisation=snapshot.organisation_id
    ).first()
    if duty is not None:
        Submission.objects.create(duty=duty, snapshot=snapshot)


def workbook_path(snapshot: Snapshot) -> Path:
    """Where its workbook lies."""
    return Path(snapshot.workbook.file.path)


def file_name(snapshot: Snapshot, suffix: str) -> str:
    """What a file of a version is called: campaign, report, place, cut-off and version."""
    version = "check" if snapshot.is_check_copy else f"v{snapshot.version}"
    place = snapshot.city_id or PROVINCE
    return f"{snapshot.campaign.code}-{snapshot.report}-{place}-{snapshot.cutoff:%Y%m%d}-{version}.{suffix}"


def json_figures(figures: Figures) -> JsonFigures:
    """JSON numbers as they will be shown."""
    return {figure: to_json(value) for figure, value in figures.items()}
