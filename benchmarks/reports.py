"""Figures and workbooks of the reports beside the bare SQL, the bare writer, and the ORM asked city by city.

The figures are those of coverage and campaign for all eleven cities; the workbooks are the province's and the packs of
three of each city, without their sheet of row digests.
"""

import os
import secrets
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from django.db.models import Sum
from openpyxl import Workbook

from accounts.models import User
from benchmarks import bare, lists
from campaigns.models import Campaign
from core import clock, jobs, walls
from core.languages import official
from core.workbooks.official import Filing, Table, write_tables
from reports.choices import CITY_REPORTS, ReportKind
from reports.definitions import DEFINITIONS, Numbers, Place
from reports.figures import Basis, LedgerFigure, by_city_of, compute, figures_of
from reports.seeding import seed
from reports.services.capturing import capture

RUNS = 5
HAZARDS = int(os.environ.get("HAZARDS", "100000"))
FIGURES = figures_of(ReportKind.COVERAGE, ReportKind.CAMPAIGN)
#: The bare SQL and the figures must say the same: what stands where in its answers.
SAME = (
    (
        0,
        (
            "coverage.must_insure",
            "coverage.insured",
            "coverage.not_insured",
            "coverage.insured_units",
            "campaign.assisted_units",
        ),
    ),
    (1, ("coverage.premium_paid",)),
    (2, tuple(f"campaign.activities.{kind}" for kind in bare.KINDS)),
    (5, ("expenses.booked",)),
    (6, ("outsourcing.found", "outsourcing.managed")),
)


def basis() -> Basis:
    campaign = Campaign.objects.prefetch_related("sectors").get(year=2023)
    return Basis.of(campaign, clock.today())


def cities() -> list[str]:
    return list(Place.province().cities)


def bare_sql() -> list[Sequence[object]]:
    """The answers of the aggregations, once for the whole province."""
    frame = basis()
    values = {
        "cutoff": frame.cutoff,
        "first": frame.starts_on,
        "last": frame.ends_on,
        "sectors": list(frame.sectors),
    }
    found = []
    with connection.cursor() as cursor:
        for query in bare.ALL:
            cursor.execute(query, values)  # type: ignore[arg-type]
            found.append(cursor.fetchone())
    return found


def figures() -> None:
    compute(FIGURES, basis(), cities())


def figures_and_rows() -> None:
    """What a snapshot freezes, taken back at the end."""
    by = User.objects.get(username="prov-em")
    with transaction.atomic():
        job = jobs.create_job(kind="report", key=secrets.token_hex(8), by=by, at=clock.now(), payload={}, ring=False)
        _capture, counted = capture(figures=FIGURES, basis=basis(), cities=cities(), job=job, at=clock.now())
        by_city_of(FIGURES, counted, cities())
        transaction.set_rollback(True)


def city_by_city() -> None:
    """The peer: each figure asked for in each city by the ORM."""
    frame = basis()
    parts = {part.id: part for figure in FIGURES for part in figure.parts}
    for city in cities():
        for part in parts.values():
            one_by_orm(part, frame, city)


def one_by_orm(part: LedgerFigure, frame: Basis, city: str) -> object:
    rows = part.rows_of(frame, [city])
    return rows.aggregate(n=Sum(part.total)) if part.total else rows.count()


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median of some runs, after one that is not counted."""
    took = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return statistics.median(took[1:])


def check() -> None:
    """Both ways give the same numbers."""
    found, (total, _by_city) = bare_sql(), compute(FIGURES, basis(), cities())
    for place, names in SAME:
        told = [total[name] for name in names]
        assert list(found[place][: len(names)]) == told, (names, found[place], told)


def packs() -> list[tuple[str, Place]]:
    """The province's report, and the three of each city."""
    whole = Place.province()
    return [("province", whole), *[(report, Place.city(city)) for city in whole.cities for report in CITY_REPORTS]]


def build_workbooks(folder: Path) -> list[list[Table]]:
    """Figures, tables and files of all packs."""
    frame, made = basis(), []
    for number, (report, place) in enumerate(packs()):
        definition = DEFINITIONS[report]
        numbers = Numbers(*compute(definition.figures, frame, place.cities))
        tables = [definition.figures_table(place, numbers.total), *definition.tables(frame, place, numbers)]
        write_tables(
            folder / f"{number}.xlsx",
            heading=place.name,
            filing=Filing(place.name, frame.cutoff, frame.cutoff),
            tables=tables,
            explanations=definition.explanations(frame),
        )
        made.append(tables)
    return made


def write_bare(folder: Path, made: list[list[Table]]) -> None:
    """The same cells by openpyxl's write-only mode, without any look."""
    for number, tables in enumerate(made):
        book = Workbook(write_only=True)
        for table in tables:
            sheet = book.create_sheet(table.sheet)
            sheet.append([column.title for column in table.columns])
            for line in (*table.rows, *table.totals):
                sheet.append([plain(value) for value in line])
        book.save(folder / f"bare-{number}.xlsx")


def plain(value: object) -> object:
    value = value[0] if isinstance(value, tuple) else value
    return value if isinstance(value, int | float | str | date) or value is None else float(str(value))


def memory() -> float:
    """The peak of this process in MiB since `forget_peak`."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def build() -> dict[str, float]:
    """The province with fewer hazards."""
    seed(scale="province", seed=133, today=clock.today(), hazards=HAZARDS)
    lists.analyse()
    return {}


def measure() -> dict[str, float]:
    with walls.unattended(), official():
        check()
        alone, ours, frozen = seconds(bare_sql), seconds(figures), seconds(figures_and_rows, 3)
        peer = seconds(city_by_city, 1)
        with TemporaryDirectory() as name:
            folder = Path(name)
            forget_peak()
            before = memory()
            begun = time.perf_counter()
            made = build_workbooks(folder)
            took, peak = time.perf_counter() - begun, memory()
            begun = time.perf_counter()
            write_bare(folder, made)
            floor = time.perf_counter() - begun
    print(f"  memory before the workbooks {before:.0f} MiB")
    return {
        "figures_s": round(ours, 3),
        "figures_sql_s": round(alone, 3),
        "figures_sql": round(ours / alone, 2),
        "figures_rows": round(frozen / alone, 2),
        "figures_peer": round(peer / ours, 1),
        "packs_s": round(took, 1),
        "packs_floor": round(took / floor, 1),
        "packs_memory": round(peak, 0),
    }


def measure_million() -> dict[str, float]:
    """The same at a million hazards, under names of their own."""
    return {
        name.replace("figures_", "figures_m_").replace("packs_", "packs_m_"): value for name, value in measure().items()
    }
