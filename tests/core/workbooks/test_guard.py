"""One formula guard for all writers: what a user typed is text in every workbook, and marked as text where it must."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from core.workbooks import Column, Heading, Layout, write_ledger
from core.workbooks.formats import FORMULA_STARTS, guarded_text
from core.workbooks.official import Filing, Table, TableColumn, write_tables
from core.workbooks.pen import put_text

HOSTILE = [*(f"{start}1+1" for start in FORMULA_STARTS), "\x01=1+1", "\x00\x02@SUM(1)"]
TODAY = date(2023, 11, 23)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_be_a_formula_needs_the_mark(text: str) -> None:
    """A character that XML cannot carry hides nothing: it is gone when the cell is written."""
    stored, needs_mark = guarded_text(text)
    assert needs_mark
    assert stored.startswith(FORMULA_STARTS)


@pytest.mark.parametrize("text", ["", "示例", "1+1", "a=b", "x-1", "_x0041_"])
def test_other_text_needs_none(text: str) -> None:
    assert not guarded_text(text).needs_mark


def ledger(path: Path) -> Any:
    layout: Layout[Any] = Layout(
        kind="page",
        sheet="示例",
        version="1",
        identity=(),
        check=lambda row, facts: None,
        columns=(Column(title="名称", key="name", type="text"),),
    )
    write_ledger(layout, [{"name": text} for text in HOSTILE], path, heading=Heading("示例", "示例局", TODAY))
    return load_workbook(path)["示例"]


def official(path: Path) -> Any:
    table = Table("示例", "附表", "示例", "户", (TableColumn("名称", 20),), [(text,) for text in HOSTILE])
    filing = Filing("示例局", TODAY, TODAY)
    write_tables(path, heading="示例", filing=filing, tables=[table], explanations=HOSTILE)
    return load_workbook(path)["示例"]


def penned(path: Path) -> Any:
    book = Workbook()
    sheet = book.create_sheet("示例")
    for row, text in enumerate(HOSTILE, start=1):
        put_text(sheet.cell(row, 2), text)
    book.save(path)
    return load_workbook(path)["示例"]


@pytest.mark.parametrize("write", [ledger, official, penned])
def test_no_writer_lets_a_formula_through(write: Any, tmp_path: Path) -> None:
    cells = [row[1] for row in write(tmp_path / "book.xlsx").iter_rows() if len(row) > 1]
    shown = {guarded_text(text).stored for text in HOSTILE}
    hostile = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS)]
    # A reader of XML takes a carriage return for a line feed.
    assert len(hostile) >= len(shown) - 1
    for cell in hostile:
        assert (cell.data_type, cell.quotePrefix, cell.number_format) == ("s", True, "@")
