"""Every line of the suggestions that the field's files may get (samples/field/suggestions.csv), cell by cell."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from core.workbooks import Column, plain
from core.workbooks.cells import Bad
from core.workbooks.columns import ColumnReader
from enterprises.sheets import LAYOUT as ENTERPRISES
from insurers.activities.sheets import ACTIVITIES
from insurers.expenses.sheets import EXPENSES
from insurers.policies.sheets import POLICIES

FIELD: Final = Path(__file__).parents[3] / "samples" / "field"
LAYOUTS: Final = (ENTERPRISES, EXPENSES, POLICIES, ACTIVITIES)


def lines() -> Iterator[Any]:
    with (FIELD / "suggestions.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            name, row, title = line["file"], int(line["row"]), line["title"]
            yield pytest.param(name, row, title, line["allowed"].split("|"), id=f"{name}-{row}")


def column_of(title: str) -> Column:
    return next(c for layout in LAYOUTS for c in layout.columns if plain(c.title) == plain(title))


def cell_of(name: str, row: int, title: str) -> object:
    sheet: Any = openpyxl.load_workbook(FIELD / name).active
    heads = next(cells for cells in sheet.iter_rows(max_row=10) if sum(cell.value is not None for cell in cells) > 8)
    place = next(cell.column for cell in heads if cell.value and plain(str(cell.value)) == plain(title))
    value = sheet.cell(row, place).value
    return float(value) if isinstance(value, int | float) else value


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
@pytest.mark.parametrize(("name", "row", "title", "allowed"), list(lines()))
def test_a_cell_of_the_field_gets_the_suggestion_that_says_the_same_or_none(
    name: str, row: int, title: str, allowed: list[str]
) -> None:
    column = column_of(title)
    read = ColumnReader(column).read([cell_of(name, row, title)])[0]
    assert isinstance(read, Bad)
    wanted = allowed[0] or None
    assert (read.suggestion in allowed) if wanted else read.suggestion is None
    if read.suggestion:
        assert not isinstance(ColumnReader(column).read([read.suggestion])[0], Bad)
