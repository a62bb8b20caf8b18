"""Plain rows are passed without a parser: what the look says is the same as with one for every byte."""

import io
import zipfile
from collections.abc import Iterator
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workbooks.sandbox import look, plainrows
from core.workbooks.sandbox.errors import Refusal

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = '</sheetData><autoFilter ref="A1:B2"/><mergeCells><mergeCell ref="A2:B3"/></mergeCells></worksheet>'
CELLS = (
    '<c r="{0}"/>', '<c r="{0}" s="1"/>', '<c r="{0}"><v>1</v></c>', '<c r="{0}" s="1" t="s"><v>0</v></c>',
    '<c r="{0}" t="inlineStr"><is><t>示例</t></is></c>', '<c r="{0}" t="e"><v>#REF!</v></c>',
    '<c r="{0}"><f>1+1</f></c>', '<c r="{0}"><f>1+1</f><v>2</v></c>', '<c r="{0}" s="2"><v>15</v></c>',
    '<c r="{0}" s="2"><v>0.15</v></c>', '<c r="{0}" t="str"><v><![CDATA[</row><row r="9">]]></v></c>',
    "<c r='{0}'><v>1</v></c>", '<c r="{0}" ><v>3</v></c >', '<c r="{0}"><!-- <row r="7"></row> --><v>1</v></c>',
    '<c r="{0}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', "<c><v>4</v></c>",
)  # fmt: skip
ROWS = ('<row r="{0}">', '<row r="{0}" hidden="1">', '<row r="{0}" ht="0">', '<row r="{0}" spans="1:3" s="4">', "<row>")


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """A sheet part of some rows, plain ones and others."""
    parts, number = [HEAD], 0
    for _ in range(draw(st.integers(0, 8))):
        number += draw(st.integers(1, 3))
        start = draw(st.sampled_from(ROWS)) if number > 1 else ROWS[0]
        cells = [
            draw(st.sampled_from(CELLS)).format(f"{letter}{number}")
            for letter in draw(st.sampled_from(["AB", "BD", "C", ""]))
        ]
        number = number if "{0}" in start else draw(st.just(number))
        parts += [start.format(number), *cells, "</row>", draw(st.sampled_from(["", "\n", "<!-- x -->"]))]
    return "".join([*parts, TAIL])


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
