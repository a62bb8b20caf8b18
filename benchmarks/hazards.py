"""The hazard ledger at a million rows: lists, board and search beside a bare page; numbers and import beside services.

The seed's option makes the million; the import of hazards is measured against that of services in the same run.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings
from openpyxl import Workbook

from accounts.models import User
from benchmarks import imports, lists, world
from core import clock
from hazards.services.numbers import next_number
from hazards.sheets import LAYOUT
from insurers.activities.models import Activity
from reports.seeding import seed

ROWS = world.ROWS
PAGES = (
    "/hazards/",
    "/hazards/?state=SUBMITTED",
    "/hazards/?due=over",
    "/hazards/?level=MAJOR",
    "/hazards/?sector=CONSTR",
    "/hazards/?topic=H1",
    "/hazards/?age=31-",
    "/hazards/?q=动火",
    "/hazards/?q=YH-330100-2023-000100",
    "/hazards/?q=slhg",
    "/hazards/board/",
)
PEOPLE = ("prov-em", "em-330100", "reg-zj", "ins-a-zj")
WRITERS, NUMBERS = 50, 1000


def pages() -> tuple[list[tuple[float, str]], int]:
    """(times the bare page, whose page), slowest first, and the most queries of one."""
    found, queries = [], 0
    for name in PEOPLE:
        client = lists.client_of(name)
        for url in PAGES:
            ratio = lists.times_bare(client, url)
            with CaptureQueriesContext(connection) as task:
                lists.opened(client, url)
            found.append((ratio, f"{name} {url}"))
            queries = max(queries, len(task.captured_queries))
    return sorted(found, reverse=True), queries


def numbering() -> tuple[float, int]:
    """Milliseconds a number with fifty writers at once, and how many numbers are missing or double."""

    def write(_place: int) -> str:
        try:
            with transaction.atomic():
                return next_number("330100", 2031)
        finally:
            connection.close()

    begun = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        given = list(pool.map(write, range(NUMBERS)))
    took = (time.perf_counter() - begun) * 1000 / NUMBERS
    wanted = {f"YH-330100-2031-{n:06d}" for n in range(1, NUMBERS + 1)}
    return took, len(wanted ^ set(given)) + len(given) - len(set(given))


def hazard_book(clerk: User, number: int, path: Path) -> Path:
    """`number` hazards on the insurer's services."""
    services = list(Activity.objects.filter(insurer=clerk.organisation).select_related("enterprise")[:number])
    book = Workbook(write_only=True)
    sheet = book.create_sheet(LAYOUT.sheet)
    sheet.append([column.title for column in LAYOUT.columns])
    for i in range(number):
        service = services[i % len(services)]
        day = service.start_on
        told, due = day, day.replace(year=day.year + 1)
        row: dict[str, Any] = {
            "insurer_ref": f"YH-{i:07d}",
            "activity_no": service.activity_no,
            "uscc": service.enterprise.uscc,
            "level": "一般",
            "category": "危险作业",
            "topic": "动火等危险作业",
            "place": f"{i % 40}号车间",
            "found_on": day.isoformat(),
            "description": f"动火作业未办理审批且无人监护，第{i % 300}处气瓶间距不足",
            "found_by": "李某",
            "notice_no": f"GZ-{i:06d}",
            "notified_on": told.isoformat(),
            "receiver": "张某",
            "deadline": due.isoformat(),
            "measures": "立即停止作业并补办审批",
            "rectified_on": told.isoformat() if i % 2 else None,
        }
        sheet.append([row.get(column.key) for column in LAYOUT.columns])
    book.save(path)
    return path


def clear() -> None:
    """No hazard and no trace of its upload."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE hazard_links_foundhazard, hazards_hazard, hazards_hazardevent, hazards_numberseries, imports_heldrow, "
            "imports_stagedhold, imports_verdict, imports_uploadeffect, hazards_hazard_stage CASCADE"
        )


def measure_import() -> dict[str, float]:
    """Hazards against services, each from file to accepted, alternating; the ledgers must be there."""
    clerk = world.clerk_of()
    hazards, services = [], []
    with TemporaryDirectory() as folder:
        rows = world.activity_rows(clerk, ROWS, faulty=0)
        book = world.write_workbook(rows, Path(folder) / "services.xlsx")
        for _ in range(3):
            clear()
            imports.empty()
            services.append(imports.ours(book, clerk, ROWS))
            lists.analyse()  # as the database does by itself before the next workbook comes
            path = hazard_book(clerk, ROWS, Path(folder) / "hazards.xlsx")
            hazards.append(imports.accepted_in(path, clerk, ROWS, kind="hazards"))
    ours, theirs = statistics.median(hazards), statistics.median(services)
    return {
        "hazards_s": round(ours, 2),
        "hazards_services": round(ours / theirs, 2),
    }


def build() -> dict[str, float]:
    """The province with a million hazards."""
    seed(scale="province", seed=133, today=clock.today(), hazards=1_000_000)
    lists.analyse()
    return {}


def build_unsearched() -> dict[str, float]:
    """The same for reports, which search nothing: the words of a million descriptions take longer than the rows."""
    seed(scale="province", seed=133, today=clock.today(), hazards=1_000_000, searched=False)
    lists.analyse()
    return {}


@override_settings(ALLOWED_HOSTS=["testserver"])
def measure() -> dict[str, float]:
    """Lists, board, search and numbers at a million hazards."""
    ratios, queries = pages()
    for ratio, where in ratios[:8]:
        print(f"  {ratio:>6} times the bare page: {where}")
    took, wrong = numbering()
    return {
        "million_slowest": ratios[0][0],
        "million_median": statistics.median(ratio for ratio, _where in ratios),
        "million_queries": queries,
        "numbers_ms": round(took, 2),
        "numbers_wrong": wrong,
    }
