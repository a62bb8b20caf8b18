"""Returned workbooks: read, filled in and sent again."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from core.imports.models import HeldRow, Upload
from core.workbooks import KEY_TITLE
from tests.conftest import SAMPLES

REGISTER = SAMPLES / "plain" / "enterprises_330100.xlsx"


def table_of(upload: Upload) -> tuple[list[str], list[dict[str, Any]]]:
    """Titles and rows of the returned workbook."""
    assert upload.returned is not None
    sheet: Any = load_workbook(upload.returned.file.path).active
    titles, *rows = sheet.iter_rows(values_only=True)
    return list(titles), [dict(zip(titles, row, strict=True)) for row in rows]


def book(path: Path, titles: list[str], rows: list[dict[str, Any]]) -> Path:
    made = Workbook()
    sheet: Any = made.active
    sheet.append(titles)
    for row in rows:
        sheet.append([row.get(title) for title in titles])
    made.save(path)
    return path


def advised(rows: list[dict[str, Any]], upload: Upload) -> list[dict[str, Any]]:
    """Rows whose every error has a suggestion, so that a Y heals them whole."""
    bad = {}
    for held in HeldRow.objects.filter(upload=upload):
        errors = [fault for fault in held.faults if fault["severity"] == "error"]
        bad[held.identity] = all(fault["suggestion"] and fault["column"] for fault in errors)
    return [row for row in rows if bad[row[KEY_TITLE]]]
