"""Another reader finds the same values in the same cells of every sample, and no row that ours passed over as data."""

import csv
import datetime as dt
import warnings
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

import openpyxl
import pytest
import xlrd
from openpyxl.utils import column_index_from_string

from core.imports.registry import importer
from core.workbooks import read_workbook
from tests.core.workbooks.samples import SAMPLES, table

#: Row and column, both from 1, to what the other reader finds there.
Cells = dict[tuple[int, int], Any]

#: What is filled below the head and is no data: sums and signatures, footers as senders write them, rows of characters
#: without width, a head repeated on the next page, a blank in the last row of the sheet.
NO_DATA: Final[dict[str, list[int]]] = {
    "official/activities_INS-A-ZJ.xlsx": [226, 227],
    "official/enterprises_330100.xlsx": [64, 125, 126, 127],
    "official/enterprises_330600.xlsx": [64, 125, 126, 127],
    "official/expenses_INS-A-ZJ.xlsx": [201, 202],
    "official/hazards_INS-A-ZJ.xlsx": [123, 124],
    "official/policies_INS-A-ZJ.xlsx": [197, 198],
    "field/05_plain_footers.xlsx": list(range(3, 13)),
    "field/11_zwsp_rows.xlsx": [3, 4],
    "field/H1_space_in_last_row.xlsx": [1_048_576],
    "field/I2_repeated_head.xlsx": [3],
}
#: More than any sample has that is filled without a gap.
FIRST_ROWS: Final = 1_000
#: How the senders of these files wrote them.
DIALECTS: Final = {"04_semicolon.csv": ("utf-8-sig", ";"), "04_utf16_tab.csv": ("utf-16", "\t")}


class Sample(NamedTuple):
    kind: str
    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"


def samples() -> Iterator[Sample]:
    for folder in ("official", "plain"):
        for path in sorted((SAMPLES / folder).glob("*.xlsx")):
            yield Sample(path.name.partition("_")[0], path)
    for line in table(SAMPLES / "field" / "verdicts.csv"):
        if not line["refused"]:
            yield Sample(line["kind"], SAMPLES / "field" / line["file"])


def cells_of(path: Path, sheet: str) -> Cells:
    """The filled cells of a sheet, as openpyxl, xlrd or the library of Python read them."""
    if path.suffix == ".xlsx":
        with warnings.catch_warnings(action="ignore"):  # of files without styles
            page = openpyxl.load_workbook(path, data_only=True)[sheet]
        # Of a sheet that ends at a million the first rows and the last: openpyxl makes a cell for each place between.
        parts = page.iter_rows(max_row=min(page.max_row, FIRST_ROWS)), page.iter_rows(min_row=page.max_row)
        return {(c.row, c.column): c.value for row in chain(*parts) for c in row if c.value is not None}
    if path.suffix == ".xls":
        old = xlrd.open_workbook(path).sheet_by_name(sheet)
        places = ((row, column) for row in range(old.nrows) for column in range(old.ncols))
        found = {(row + 1, column + 1): old.cell(row, column) for row, column in places}
        return {place: _old_value(cell) for place, cell in found.items() if cell.value != ""}
    encoding, sign = DIALECTS.get(path.name, ("utf-8-sig", ","))
    with path.open(encoding=encoding, newline="") as file:
        lines = list(csv.reader(file, delimiter=sign))
    return {(r, c): text for r, line in enumerate(lines, 1) for c, text in enumerate(line, 1) if text}


def _old_value(cell: xlrd.sheet.Cell) -> object:
    return xlrd.error_text_from_code[cell.value] if cell.ctype == xlrd.XL_CELL_ERROR else cell.value


def is_same(ours: str | None, theirs: object) -> bool:
    """Whether two readers mean the same by one cell; `ours` is the text that a verdict would show."""
    if ours is None or theirs is None:
        return not (ours or "").strip() and not str(theirs or "").strip()
    if isinstance(theirs, dt.datetime):
        return ours == theirs.strftime("%Y-%m-%d")
    if isinstance(theirs, bool | str):
        return ours == str(theirs)
    number = Decimal(format(theirs, ".15g"))
    try:
        return Decimal(ours.rstrip("%")) in (number, number * 100 if ours.endswith("%") else number)
    except InvalidOperation:
        return False


@pytest.mark.parametrize("sample", list(samples()), ids=lambda sample: sample.name)
def test_two_readers_find_the_same_values_in_the_same_cells(sample: Sample) -> None:
    with read_workbook(sample.path, importer(sample.kind).layout) as reading:
        rows = [row for batch in reading.batches() for row in batch]
    columns = {key: column_index_from_string(letter) for key, letter in reading.columns.items()}
    others = cells_of(sample.path, reading.sheet_name)
    different = [
        (row.number, reading.columns[key], text, others.get((row.number, columns[key])))
        for row in rows
        for key, text in row.raw.items()
        if key in columns and not is_same(text, others.get((row.number, columns[key])))
    ]
    assert rows
    assert different == []
    read = {row.number for row in rows}
    filled = {row for row, column in others if row > reading.header_row and column in columns.values()}
    assert sorted(filled - read) == NO_DATA.get(sample.name, [])
