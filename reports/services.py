"""Building a report: a job that freezes figures and writes the workbook (architecture.md 3)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from accounts.choices import DivisionLevel, OrganisationKind
from accounts.models import Division, Organisation, User
from accounts.permissions import Permission
from accounts.roles import Role
from campaigns.models import Campaign
from core import audit, clock, jobs
from core.files import store_path
from core.gate import NotAllowed, require
from core.jobs import JobRefused, Tick
from core.models import Job
from reports.choices import ReportKind
from reports.definitions import DEFINITIONS, NOT_BUILT, Definition, Place
from reports.figures import Basis, Figures, compute
from reports.models import Snapshot
from reports.rules import to_json
from reports.workbooks import write_book

JOB_KIND = "report"


class ReportNotBuilt(Exception):  # noqa: N818
    """The contract names the report; its ledger is not built yet."""


class CityMissing(Exception):  # noqa: N818
    """The province builds a city's report only when the city is named."""


class UnknownReport(Exception):  # noqa: N818
    """No report, city or campaign of that name."""


@dataclass(frozen=True, slots=True)
class Order:
    """A report asked for: checked, and not begun."""

    report: str
    city: str | None
    year: int
    cutoff: date


def check_order(*, report: str, by: User, city: str | None, year: int, cutoff: date) -> Order:
    """Who may build what. Raises NotAllowed, ReportNotBuilt, CityMissing, UnknownReport."""
    if report in NOT_BUILT:
        raise ReportNotBuilt(report)
    if report not in DEFINITIONS:
        raise UnknownReport(report)
    if report == ReportKind.PROVINCE:
        require(by, Permission.PROVINCE_REPORT_BUILD)
        city = None
    else:
        require(by, Permission.CITY_REPORT_BUILD)
        city = _city_for(by, city)
    if not Campaign.objects.filter(year=year).exists():
        raise UnknownReport(str(year))
    return Order(report, city, year, cutoff)


def _city_for(by: User, city: str | None) -> str:
    own = by.organisation.division_id
    if by.role != Role.PROV_EM:
        if city not in (None, own):
            raise NotAllowed(f"{by} may not build the report of {city}")
        return own
    if not city:
        raise CityMissing
    if not Division.objects.filter(code=city, level=DivisionLevel.CITY).exists():
        raise UnknownReport(city)
    return city


@transaction.atomic
def request_report(
    *, report: str, by: User, city: str | None, year: int, cutoff: date, at: datetime, ring: bool = True
) -> Job:
    """Queue the build. The same order while one waits or runs gives that job."""
    order = check_order(report=report, by=by, city=city, year=year, cutoff=cutoff)
    waiting = Job.objects.filter(
        kind=JOB_KIND, organisation_id=by.organisation_id, state__in=["QUEUED", "RUNNING"], payload=_payload(order)
    ).first()
    if waiting is not None and ring:
        return waiting
    return jobs.create_job(
        kind=JOB_KIND, key=f"report:{uuid.uuid4().hex}", by=by, at=at, payload=_payload(order), ring=ring
    )


def _payload(order: Order) -> dict[str, Any]:
    return {"report": order.report, "city": order.city, "year": order.year, "cutoff": order.cutoff.isoformat()}


def run_report(job: Job, tick: Tick) -> dict[str, Any]:
    """The job: figures and rows of one moment, the workbook, then snapshot and audit in one transaction."""
    existing = Snapshot.objects.filter(job=job).first()
    if existing is not None:
        return {"snapshot": existing.pk}
    payload = job.payload
    cutoff, owner = date.fromisoformat(payload["cutoff"]), _owner(job)
    order = check_order(report=payload["report"], by=owner, city=payload["city"], year=payload["year"], cutoff=cutoff)
    definition = DEFINITIONS[order.report]
    campaign = Campaign.objects.prefetch_related("sectors").filter(year=order.year).first()
    if campaign is None:
        raise JobRefused(f"{order.year}年没有专项行动，不能生成报表。")
    with TemporaryDirectory() as folder:
        path, figures, cities = _build(definition, Basis.of(campaign, cutoff), order, owner, Path(folder), tick)
        snapshot = _freeze(job, tick, order, path, figures, cities)
    return {"snapshot": snapshot.pk}


def _owner(job: Job) -> User:
    return User.objects.select_related("organisation").get(pk=job.owner_id)


def _build(
    definition: Definition, basis: Basis, order: Order, owner: User, folder: Path, tick: Tick
) -> tuple[Path, Figures, dict[str, Figures]]:
    """Figures and tables read in one repeatable-read transaction, so that they cannot disagree."""
    place = Place.province() if order.city is None else Place.city(order.city)
    with transaction.atomic():
        _one_moment()
        figures, cities = compute(definition.figure_ids, basis, place.cities)
        tables = [definition.figures_table(figures), *definition.tables(basis, place, figures, cities)]
    tick(1, 2)
    path = write_book(
        folder / "report.xlsx", heading=f"{place.name}{definition.title}", unit_name=_unit(order, owner),
        cutoff=basis.cutoff, filled_on=clock.day_of(tick.now()), tables=tables, explanations=definition.explanations(basis),
    )  # fmt: skip
    return path, figures, cities


def _one_moment() -> None:
    """Figures and tables see the database as of one moment; only the outermost transaction can be set so."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _unit(order: Order, owner: User) -> str:
    """The organisation that the report speaks for: the city's bureau, whoever pressed the button."""
    if order.city is None:
        return owner.organisation.name
    bureau = Organisation.objects.filter(kind=OrganisationKind.CITY_EMERGENCY, division__code=order.city).first()
    return bureau.name if bureau else owner.organisation.name


@transaction.atomic
def _freeze(job: Job, tick: Tick, order: Order, path: Path, figures: Figures, cities: dict[str, Figures]) -> Snapshot:
    """One effect however often the job runs: its row is locked, its snapshot is one-to-one."""
    tick.hold()
    owner, at = _owner(job), tick.now()
    Organisation.objects.select_for_update().get(pk=owner.organisation_id)
    same = {"report": order.report, "organisation": owner.organisation, "city_id": order.city, "year": order.year,
            "cutoff": order.cutoff}  # fmt: skip
    version = (Snapshot.objects.filter(**same).aggregate(n=Max("version"))["n"] or 0) + 1
    snapshot = Snapshot.objects.create(
        **same, version=version, figures=frozen(figures), cities={code: frozen(f) for code, f in cities.items()},
        job=job, built_by=owner, built_at=at,
    )  # fmt: skip
    name = f"{order.year}-{order.report}-{order.city or '330000'}-{order.cutoff:%Y%m%d}-v{version}.xlsx"
    snapshot.files.add(store_path(path, name=name, organisation_id=owner.organisation_id, at=at))
    audit.record("report.built", by=owner, at=at, subject=name, snapshot=snapshot.pk, report=order.report)
    return snapshot


def frozen(figures: Figures) -> dict[str, Any]:
    """JSON numbers as they will be shown."""
    return {figure: to_json(value) for figure, value in figures.items()}
