"""A sheet that is read in portions says the same as one that is read as a whole."""

import io
import zipfile
from functools import partial
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given

from core.workbooks import Refused, read_workbook
from core.workbooks.sandbox import plainrows, portions
from core.workbooks.sandbox.errors import Refusal
from core.workbooks.sandbox.frames import Cells
from core.workbooks.sandbox.look import Look, look_at
from core.workbooks.sandbox.sheets import GridSheet
from tests.core.workbooks.books import HEADER, THINGS, package, row_xml, xlsx_parts
from tests.core.workbooks.hostile import sst
from tests.core.workbooks.parts import sheets

PART = "xl/worksheets/sheet1.xml"


def parts(text: str) -> dict[str, str | bytes]:
    """A workbook with this sheet and a text that its cells may name."""
    return {**sst(1, "<si><t>共享</t></si>"), PART: text}


def read_whole(data: bytes, seen: Look) -> list[tuple[int, Cells]]:
    grids = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheet = GridSheet("页", seen, partial(grids.get_sheet_by_index, 0), hidden=False)
    left: Cells = [""] * sheet.first_column
    return [(number, shown) for number, cells in sheet.rows() if (shown := trimmed(left + cells))]


def trimmed(cells: Cells) -> Cells:
    while cells and cells[-1] == "":
        cells = cells[:-1]
    return cells


@given(sheets())
def test_portions_hold_what_the_whole_holds(text: str) -> None:
    data = package(parts(text))
    archive = zipfile.ZipFile(io.BytesIO(data))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plainrows, "CHUNK", 100)
        try:
            seen = look_at(archive, PART, frozenset({"2"}), 1)
            whole = read_whole(data, seen)
        except (Refusal, python_calamine.CalamineError):
            return
    if seen.cuts:
        sheet = portions.PortionedSheet("页", seen, archive, PART, 0, hidden=False)
        assert [(number, shown) for number, cells in sheet.rows() if (shown := trimmed(cells))] == whole


def long_book(path: Path, rows: list[str]) -> Path:
    path.write_bytes(package(xlsx_parts(HEADER + "".join(rows))))
    return path


@pytest.fixture
def rows() -> list[str]:
    none = [None] * 5
    return [row_xml(n, [f"A-{n}", "螺丝", "2023-08-01", 1 + n % 9, *none, "长" * 200]) for n in range(2, 12_000)]


def test_a_long_workbook_is_read_in_portions_from_end_to_end(tmp_path: Path, rows: list[str]) -> None:
    path = long_book(tmp_path / "long.xlsx", rows)
    data = path.read_bytes()
    archive = zipfile.ZipFile(io.BytesIO(data))
    size = portions.portion_size(archive, PART, frozenset())
    assert len(look_at(archive, PART, frozenset(), size).cuts) > 1
    with read_workbook(path, THINGS) as reading:
        found = [row for batch in reading.batches() for row in batch]
    assert [row.number for row in found] == list(range(2, 12_000))
    assert {row.values["number"] for row in found} == {f"A-{n}" for n in range(2, 12_000)}


@pytest.mark.parametrize("place", [3, -3])
def test_what_calamine_cannot_read_is_refused_wherever_it_stands(tmp_path: Path, rows: list[str], place: int) -> None:
    rows[place] = rows[place].replace("螺丝", "&unknown;")
    with pytest.raises(Refused) as refused, read_workbook(long_book(tmp_path / "long.xlsx", rows), THINGS) as reading:
        list(reading.batches())
    assert refused.value.code == "unreadable"


@pytest.mark.parametrize("place", [3, -3])
def test_characters_that_xml_has_not_are_mended_in_every_portion(tmp_path: Path, rows: list[str], place: int) -> None:
    rows[place] = rows[place].replace("螺丝", "螺&#1;丝")
    with read_workbook(long_book(tmp_path / "long.xlsx", rows), THINGS) as reading:
        found = [row for batch in reading.batches() for row in batch]
    assert [fault.code for row in found for fault in row.faults] == ["text-cut"]
