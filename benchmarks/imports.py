"""Importing 100,000 services, one in a hundred faulty: file to accepted, beside the peer and beside the floor.

The peer is django-import-export's `import_data` with a transaction on 5,000 of the same rows, extrapolated. The floor is
what no import can go below: calamine reading the file and one COPY of the same rows into an index-less logged table.
"""

import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection
from import_export import fields, resources, widgets
from python_calamine import CalamineWorkbook
from tablib import Dataset

from accounts.models import Organisation, User
from benchmarks import world
from core import clock, jobs
from core.choices import code_items
from core.imports.models import HeldRow, Upload
from core.imports.services import receive_upload
from core.models import AuditEvent
from core.workbooks import Fault, HeldLine, build_returned
from insurers.activities.models import Activity
from insurers.activities.sheets import ACTIVITIES
from insurers.base.choices import ServiceForm, ServiceKind
from insurers.policies.models import Policy

ROWS = world.ROWS
SMALL = ROWS // 10
PEER_ROWS = min(5_000, ROWS)
RUNS = 3
ROOT = Path(__file__).resolve().parent.parent
KIND = {label: code for code, label in code_items(ServiceKind)}
FORM = {label: code for code, label in code_items(ServiceForm)}


class PeerResource(resources.ModelResource):  # type: ignore[misc]
    """The same rows through django-import-export: policy looked up by number, labels to codes, dates read."""

    policy = fields.Field("policy", "policy_no", widgets.ForeignKeyWidget(Policy, "policy_no"))

    class Meta:
        model = Activity
        import_id_fields = ("activity_no",)
        fields = (
            "activity_no",
            "policy",
            "enterprise_name",
            "start_on",
            "end_on",
            "place",
            "staff",
            "participants",
            "content",
            "general_hazards",
            "major_hazards",
            "notice_no",
            "cost",
            "satisfaction",
        )
        use_transactions = True
        skip_diff = True  # spares the peer the work for its preview

    def __init__(self, insurer: Organisation) -> None:
        super().__init__()
        self.insurer, self.at = insurer, clock.now()

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        for name in ("note", "notice_no"):
            row[name] = row[name] or ""

    def before_save_instance(self, instance: Activity, row: dict[str, Any], **kwargs: Any) -> None:
        instance.insurer = self.insurer
        instance.enterprise_id = instance.policy.enterprise_id
        instance.city_id, instance.county_id = instance.policy.city_id, instance.policy.county_id
        instance.kind, instance.form = KIND[row["kind"]], FORM[row["form"]]
        instance.topics, instance.campaign_assist = ["H1", "H2"], row["campaign_assist"] == "是"
        instance.created_at = instance.updated_at = self.at


def ours(path: Path, clerk: User, rows: int) -> float:
    return accepted_in(path, clerk, rows, kind="activities")


def accepted_in(path: Path, clerk: User, rows: int, *, kind: str) -> float:
    """Seconds from the file on disk to its rows accepted; the returned workbook, which follows, is timed apart."""
    begun = clock.true_now()
    with path.open("rb") as stream:
        upload = receive_upload(
            kind=kind, stream=stream, name=path.name, by=clerk, at=clock.now(), accept=True, ring=False
        )
    job = jobs.run_here(upload.job_id or 0)
    fresh = Upload.objects.get(pk=upload.pk)
    assert job.state == "DONE", job.message
    assert fresh.accepted + fresh.held == fresh.rows == rows, (fresh.accepted, fresh.held, fresh.rows)
    return (AuditEvent.objects.latest("pk").recorded_at - begun).total_seconds()


def peers(rows: list[dict[str, Any]], clerk: User) -> float:
    """Seconds of `import_data` on the peer's share of the same good rows, extrapolated to all."""
    good = [row for row in rows[:PEER_ROWS] if row["end_on"] >= row["start_on"]]
    data = Dataset(headers=list(good[0]))
    for row in good:
        data.append(list(row.values()))
    begun = time.perf_counter()
    result = PeerResource(clerk.organisation).import_data(data, raise_errors=True)
    assert not result.has_errors()
    return (time.perf_counter() - begun) * len(rows) / len(good)


def floor(path: Path, width: int = len(ACTIVITIES.columns)) -> float:
    """Seconds of reading the file with calamine and one COPY of its rows, as texts, into a bare logged table."""
    columns = [f"c{n}" for n in range(width)]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor_of_imports")
        cursor.execute(f"CREATE TABLE floor_of_imports ({', '.join(f'{name} text' for name in columns)})")
        begun = time.perf_counter()
        grid = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())).get_sheet_by_index(0)
        lines = ["\t".join(map(str, row)) for row in grid.iter_rows()]
        cursor.copy_expert("COPY floor_of_imports FROM STDIN", io.StringIO("\n".join(lines[1:])))
        took = time.perf_counter() - begun
        cursor.execute("DROP TABLE floor_of_imports")
    return took


def empty() -> None:
    """An empty ledger and no held rows, as new: no dead rows of the run before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE activities_activity, activities_activityevent, imports_heldrow, imports_stagedhold, imports_verdict, "
            "imports_uploadeffect, activities_activity_stage CASCADE"
        )


def median_of(*works: Callable[[], float]) -> list[float]:
    """Medians of alternating runs of the works, the ledger emptied before each."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for times, work in zip(took, works, strict=True):
            empty()
            times.append(work())
    return [statistics.median(times) for times in took]


def measure() -> dict[str, float]:
    """All figures of the import; the ledgers of `world.build` must be there."""
    clerk = world.clerk_of()
    with TemporaryDirectory() as folder:
        rows = world.activity_rows(clerk, ROWS)
        paths = {n: world.write_workbook(rows[:n], Path(folder) / f"services-{n}.xlsx") for n in (SMALL, ROWS)}
        us, them, least, small = median_of(
            lambda: ours(paths[ROWS], clerk, ROWS),
            lambda: peers(rows, clerk),
            lambda: floor(paths[ROWS]),
            lambda: ours(paths[SMALL], clerk, SMALL),
        )
        first, again, marked = _twice(paths[ROWS], clerk)
        peak = peak_memory(paths[ROWS], clerk)
    return {
        "import_s": round(us, 2),
        "import_peer_s": round(them, 2),
        "import_floor_s": round(least, 2),
        "import_peer": round(them / us, 1),
        "import_floor": round(us / least, 2),
        "import_us": round(us / ROWS * 1e6, 1),
        "import_growth": round(us / ROWS / (small / SMALL), 2),
        "import_again": round(again / first, 2),
        "import_returned_s": round(marked, 2),
        "import_memory": round(peak),
    }


def _twice(path: Path, clerk: User) -> tuple[float, float, float]:
    """Seconds of the first upload, of the same file again, and of the returned workbook alone."""
    firsts, agains, marked = [], [], []
    for _ in range(RUNS):
        empty()
        firsts.append(ours(path, clerk, ROWS))
        agains.append(ours(path, clerk, ROWS))
        marked.append(_returned())
    return statistics.median(firsts), statistics.median(agains), statistics.median(marked)


def _returned() -> float:
    lines = [
        HeldLine(row.row, row.identity, row.raw, [Fault(**fault) for fault in row.faults])
        for row in HeldRow.objects.order_by("row")
    ]
    assert 0.009 * ROWS < len(lines) < 0.011 * ROWS, len(lines)
    with TemporaryDirectory() as folder:
        begun = time.perf_counter()
        build_returned(ACTIVITIES, lines, Path(folder) / "returned.xlsx")
        return time.perf_counter() - begun


def peak_memory(path: Path, clerk: User) -> float:
    """Largest sum of PSS, in MiB, of a process that imports the file and of all its children."""
    empty()
    settings = connection.settings_dict
    address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**settings)
    environment = {**os.environ, "PORTAL_MODE": "test", "DATABASE_URL": address}
    command = [sys.executable, "manage.py", "import_workbook", "activities", str(path), "--as", clerk.username]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(pss(pid) for pid in family(process.pid)) / 1024)
        time.sleep(0.05)
    assert process.returncode == 0, process.returncode
    return peak


def family(pid: int) -> Iterator[int]:
    """A process and all its descendants."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def pss(pid: int) -> int:
    """KiB of the process's proportional set size."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
