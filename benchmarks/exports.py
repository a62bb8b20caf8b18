"""Exporting 100,000 services: database to official workbook, beside two writers that only have to write.

The peers get the same cells ready in memory: rustpy-xlsxwriter a list of mappings, openpyxl (write-only) lists. Ours reads
the ledger, turns codes into labels and writes the official layout.
"""

import datetime as dt
import statistics
import time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from rustpy_xlsxwriter import FastExcel

from accounts.models import User
from benchmarks import world
from benchmarks.imports import ROWS, empty, ours
from core import clock
from core.workbooks.formats import cell_value
from insurers.activities.sheets import ACTIVITIES
from insurers.base.exporting import EXPORTS, blocks_of, write_rows

RUNS = 3


def export(clerk: User, path: Path) -> None:
    assert write_rows("activities", clerk, clock.today(), path) > 0.98 * ROWS


def cells_in_memory(clerk: User) -> list[dict[str, Any]]:
    """The cells of the export by title, numbers as floats where the peers know no decimals."""
    export = EXPORTS["activities"]
    titles = [column.title for column in ACTIVITIES.columns]
    return [
        dict(zip(titles, cells, strict=True))
        for block in blocks_of(export, ACTIVITIES.columns, export.rows(clerk), masked=False)
        for cells in zip(
            *([_plain(cell_value(column, value)) for value in block[column.key]] for column in ACTIVITIES.columns),
            strict=True,
        )
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else value


def rust(rows: list[dict[str, Any]], path: Path) -> None:
    FastExcel(str(path)).sheet(ACTIVITIES.sheet, rows).save()


def openpyxl(rows: list[dict[str, Any]], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(ACTIVITIES.sheet)
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(path)


def seconds(work: Any, *arguments: Any) -> float:
    begun = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begun


def measure() -> dict[str, float]:
    """Medians of alternating runs on the ledger that an import of 100,000 rows leaves."""
    clerk = world.clerk_of()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        empty()
        ours(world.write_workbook(world.activity_rows(clerk, ROWS), path), clerk, ROWS)
        rows = cells_in_memory(clerk)
        took = [
            (seconds(export, clerk, path), seconds(rust, rows, path), seconds(openpyxl, rows, path))
            for _ in range(RUNS)
        ]
    us, bare, slow = (statistics.median(times) for times in zip(*took, strict=True))
    return {
        "export_s": round(us, 2),
        "export_rust_s": round(bare, 2),
        "export_openpyxl_s": round(slow, 2),
        "export_rust": round(us / bare, 2),
        "export_openpyxl": round(slow / us, 1),
    }
