"""Plain rows are passed without a parser: what the look says is the same as with one for every byte."""

import io
import zipfile
from collections.abc import Iterator
from typing import IO

import pytest
from hypothesis import given

from core.workbooks.sandbox import look, plainrows
from core.workbooks.sandbox.errors import Refusal
from tests.core.workbooks.parts import HEAD, TAIL, sheets


def looked_at(text: str) -> object:
    """What the look says of the part, or with which code it refuses."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("sheet.xml", text)
    try:
        return look.look_at(zipfile.ZipFile(file), "sheet.xml", frozenset({"2"}))
    except Refusal as refusal:
        return refusal.code


class EverythingToTheParser(plainrows.PlainRows):
    def split(self, part: IO[bytes]) -> Iterator[bytes]:
        yield part.read()


@given(sheets())
def test_the_look_is_the_same_with_and_without_the_short_way(text: str) -> None:
    short = looked_at(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(look, "PlainRows", EverythingToTheParser)
        assert looked_at(text) == short


def test_small_pieces_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, 60)
    )
    whole = looked_at(text + TAIL)
    monkeypatch.setattr(plainrows, "CHUNK", 7)
    assert looked_at(text + TAIL) == whole


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="5"></row><row r="5"></row>',
        '<row r="9"></row><row r="2"></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
    ],
)
def test_rows_that_do_not_ascend_are_refused(rows: str) -> None:
    assert looked_at(HEAD + rows + TAIL) == "unreadable"


def test_the_filled_extent_leaves_formatted_empty_cells_out() -> None:
    found = looked_at(
        HEAD + '<row r="2"><c r="B2"><v>1</v></c><c r="XFD2" s="3"/></row><row r="7"><c r="A7" s="1"/></row>' + TAIL
    )
    assert isinstance(found, look.Look)
    assert (found.first_column, found.last_column, found.first_row, found.last_row) == (1, 1, 2, 2)


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1" customFormat="false" ht="12.8" hidden="false" outlineLevel="0"><c r="A1" t="s"><v>0</v></c></row>',
        '<row r="1"><c r="A1" t="n"><v>1</v></c><c r="B1" t="inlineStr"></c></row>',
    ],
    ids=["LibreOffice", "openpyxl"],
)
def test_rows_of_other_programs_are_plain(row: str) -> None:
    (found, filled), rest = plainrows.PlainRows(frozenset()).split(io.BytesIO(row.encode()))
    assert found == [(1, True)]
    assert filled == {"A"}
    assert rest == b""


def test_a_row_of_empty_cells_is_not_filled() -> None:
    found = looked_at(
        HEAD + '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2" t="inlineStr"></c></row>' + TAIL
    )
    assert isinstance(found, look.Look)
    assert (found.filled_rows, found.last_row, found.last_column) == (1, 1, 0)
