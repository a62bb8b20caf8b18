"""Exports and templates: what we write we can read, and nothing in it runs."""

import dataclasses
import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from core.workbooks import Column, Heading, Layout, build_template, read_workbook, write_ledger
from core.workbooks.formats import ERROR_VALUES
from core.workbooks.pages import NARROWEST, PAGE_WIDTH, WIDEST
from core.workbooks.texts import is_picture, plain
from enterprises.sheets import LAYOUT as ENTERPRISES
from hazards.sheets import LAYOUT as HAZARDS
from insurers.activities.sheets import ACTIVITIES
from insurers.expenses.sheets import EXPENSES
from insurers.policies.sheets import POLICIES
from tests.core.workbooks.books import THINGS, read

ALL = [ENTERPRISES, POLICIES, ACTIVITIES, HAZARDS, EXPENSES, THINGS]
STORED: dict[str, Any] = {
    "number": "0001-A",
    "name": "螺丝",
    "bought_on": dt.date(2023, 8, 1),
    "amount": 3,
    "price": Decimal("-0.00"),
    "discount": Decimal("1.0000"),
    "colour": "RED",
    "colours": ("RED", "GREEN"),
    "used": False,
    "place": "一号\n二层 <&>",
    "keeper": "张*",
    "area": "330106",
}
DAY = dt.date(2023, 11, 20)


def export(path: Path, *rows: dict[str, Any], masked: bool = False) -> Path:
    heading = Heading("物品台账", "示例单位", DAY, "件、元", frozenset({"amount", "price"}), masked)
    assert write_ledger(THINGS, rows, path, heading=heading) == len(rows)
    return path


def test_an_export_reads_back_without_fault_or_change(tmp_path: Path) -> None:
    path = export(tmp_path / "a.xlsx", STORED, {**STORED, "number": "0002", "used": True, "colours": ()})
    with read_workbook(path, THINGS) as reading:
        rows = [row for batch in reading.batches() for row in batch]
    assert reading.notices == []
    assert [row.faults for row in rows] == [[], []]
    assert {**rows[0].values, "keeper": "张*"} == STORED
    assert (rows[1].values["used"], rows[1].values["colours"]) == (True, None)


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(1900, 2, 28), dt.date(1900, 3, 1), dt.date(9999, 12, 31)])
def test_days_that_a_spreadsheet_has_not_come_back_too(tmp_path: Path, day: dt.date) -> None:
    row = read(export(tmp_path / "a.xlsx", {**STORED, "bought_on": day}))[0]
    assert (row.values["bought_on"], row.faults) == (day, [])


def test_the_filing_day_is_written_without_zeros() -> None:
    assert "填报日期:2023年9月8日" in Heading("物品台账", "示例单位", dt.date(2023, 9, 8)).note


def texts(size: int) -> st.SearchStrategy[str]:
    """What a ledger may hold: error values and formulas of pictures are no texts (contract 4, Cells)."""
    written = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=2, max_size=size)
    return written.filter(lambda text: plain(text).upper() not in ERROR_VALUES and not is_picture(text))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "name": texts(5),
                "place": texts(200),
                "bought_on": st.dates(dt.date(1900, 3, 1)),
                "amount": st.integers(1, 100),
                "price": st.decimals(0, 99_999_999_999, places=2),
                "discount": st.decimals(0, 1, places=4),
                "colour": st.sampled_from(["RED", "BLUE"]),
                "used": st.booleans(),
            }
        ),
        min_size=1,
        max_size=40,
    )
)
def test_any_stored_rows_survive_export_and_import(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    import unicodedata

    for place, row in enumerate(rows):
        row["number"] = f"N-{place}"
        row["name"] = unicodedata.normalize("NFKC", row["name"]).strip()[:10] or "x"
        row["place"] = unicodedata.normalize("NFC", row["place"])[:255]
    read_back = read(export(tmp_path / "a.xlsx", *rows))
    for row, again in zip(rows, read_back, strict=True):
        assert {key: again.values.get(key) for key in row} == row, again.faults


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_text_becomes_a_formula_and_numbers_stay_numbers(tmp_path: Path, start: str) -> None:
    text = f"{start}1+1"
    path = export(tmp_path / "a.xlsx", {**STORED, "name": text, "price": Decimal("-12.50")})
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = dict(zip("ABCDEFGHIJKLM", sheet[4], strict=True))
    assert (cells["C"].data_type, cells["C"].quotePrefix) == ("s", True)
    assert (cells["F"].data_type, cells["F"].value) == ("n", -12.5)
    with zipfile.ZipFile(path) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_official_look(tmp_path: Path) -> None:
    path = export(tmp_path / "a.xlsx", STORED, masked=True)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet["A1"].value == "物品台账"
    assert "示例单位" in str(sheet["A2"].value)
    assert "统计截止日期:2023-11-20    填报日期:2023年11月20日    单位:件、元" in str(sheet["A2"].value)
    assert "脱敏" in str(sheet["A2"].value)
    assert sheet["A3"].value == "序号"
    assert sheet.freeze_panes == "A4"
    assert (sheet["A4"].value, sheet["A5"].value, sheet["A6"].value) == (1, "合计", "单位负责人:")
    assert (sheet["B4"].number_format, sheet["D4"].number_format) == ("@", "yyyy-mm-dd")
    assert sheet["D4"].value.isoformat() == "2023-08-01T00:00:00"
    assert sheet.page_setup.orientation == "landscape"


def test_an_empty_ledger_says_none_and_comes_back_empty(tmp_path: Path) -> None:
    path = export(tmp_path / "a.xlsx")
    assert read(path) == []
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert [sheet.cell(row, 1).value for row in range(4, 7)] == ["无", "合计", "单位负责人:"]
    assert sheet["B5"].value == "共 0 件"


def test_the_last_row_has_the_sums(tmp_path: Path) -> None:
    other = {**STORED, "number": "0002", "amount": 4, "price": Decimal("10.05")}
    sheet = openpyxl.load_workbook(export(tmp_path / "a.xlsx", {**STORED, "amount": None}, other)).active
    assert sheet is not None
    head = {cell.value: get_column_letter(place) for place, cell in enumerate(sheet[3], start=1)}
    sums = {column.title: sheet[f"{head[column.title]}6"] for column in THINGS.columns}
    assert [cell.value for title, cell in sums.items() if cell.value is not None] == ["共 2 件", 4, 10.05]
    assert sheet["A6"].value == "合计"


def test_shown_columns_are_left_aside_without_a_word_in_our_own_export_only(tmp_path: Path) -> None:
    """Somebody else's column of the same name is an unknown one, as the contract says."""
    shown = Column(title="状态", key="state", type="text")
    layout: Layout[Any] = dataclasses.replace(THINGS, trailing=(shown,))
    path = tmp_path / "a.xlsx"
    write_ledger(layout, [{**STORED, "state": "在用"}], path, heading=Heading("物品台账", "示例单位", DAY))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert (sheet.cell(3, len(THINGS.columns) + 2).value, sheet.cell(4, len(THINGS.columns) + 2).value) == (
        "状态",
        "在用",
    )
    with read_workbook(path, layout) as reading:
        rows = [row for batch in reading.batches() for row in batch]
    assert (reading.notices, [row.faults for row in rows]) == ([], [[]])
    with read_workbook(path, THINGS) as reading:
        assert [notice.code for notice in reading.notices] == ["unknown-column"]


def test_a_wide_ledger_is_printed_on_a3_and_a_narrow_one_fills_its_page(tmp_path: Path) -> None:
    for count, paper in ((3, 9), (30, 8)):
        columns = tuple(Column(title=f"列{n}", key=f"c{n}", type="text", width=22) for n in range(count))
        layout: Layout[Any] = Layout(
            kind="page", sheet="表", version="1", identity=(), check=lambda row, facts: None, columns=columns
        )
        path = tmp_path / f"{count}.xlsx"
        write_ledger(layout, [{}], path, heading=Heading("表", "示例单位", DAY))
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(1, count + 2)]
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (paper, "landscape")
        assert PAGE_WIDTH - 1 <= sum(widths) <= max(WIDEST, 6 + count * NARROWEST)
        assert sheet["B4"].alignment.wrap_text


def test_unmarked_exports_say_nothing_of_masks(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(export(tmp_path / "a.xlsx", STORED)).active
    assert sheet is not None
    assert "脱敏" not in str(sheet["A2"].value)


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.kind)
class TestTemplate:
    def test_it_is_read_as_an_empty_workbook_without_a_word(self, layout: Layout[Any], tmp_path: Path) -> None:
        with read_workbook(build_template(layout, tmp_path / "t.xlsx"), layout) as reading:
            assert list(reading.batches()) == []
        assert reading.notices == []
        assert reading.ignored == 3
        assert set(reading.columns) == {column.key for column in layout.columns}

    def test_its_example_passes_once_it_is_no_example(self, layout: Layout[Any], tmp_path: Path) -> None:
        path = build_template(layout, tmp_path / "t.xlsx")
        workbook = openpyxl.load_workbook(path)
        workbook[layout.sheet]["A4"] = 1
        workbook.save(path)
        rows = read(path, layout)
        assert [row.faults for row in rows] == [[]]

    def test_codes_have_drop_downs_and_identifiers_text_format(self, layout: Layout[Any], tmp_path: Path) -> None:
        workbook = openpyxl.load_workbook(build_template(layout, tmp_path / "t.xlsx"))
        sheet = workbook[layout.sheet]
        single = [column for column in layout.columns if column.type in ("code", "bool")]
        assert len(sheet.data_validations.dataValidation) == len(single)
        assert workbook["代码表"].sheet_state == "hidden"
        letters = {cell.value: get_column_letter(n) for n, cell in enumerate(sheet[3], start=1)}
        for column in layout.columns:
            if column.is_code_text:
                assert sheet.column_dimensions[letters[column.title]].number_format == "@"

    def test_the_guide_explains_every_column(self, layout: Layout[Any], tmp_path: Path) -> None:
        guide = openpyxl.load_workbook(build_template(layout, tmp_path / "t.xlsx"))["填报说明"]
        titles = [row[0] for row in guide.iter_rows(values_only=True)]
        assert titles[-len(layout.columns) :] == [column.title for column in layout.columns]


def test_a_template_prints_what_is_filled_in_and_its_guide(tmp_path: Path) -> None:
    """No print area cuts the rows off that people add; the guide's rows are as high as their texts."""
    book: Any = openpyxl.load_workbook(build_template(ACTIVITIES, tmp_path / "t.xlsx"))
    sheet, guide = book.worksheets[:2]
    assert not sheet.print_area
    assert sheet.print_title_rows == "$1:$3"
    for one in (sheet, guide):
        assert (one.page_setup.fitToWidth, one.page_setup.fitToHeight, one.page_setup.orientation) == (
            1,
            0,
            "landscape",
        )
        assert one.oddFooter.center.text == "第 &P 页 共 &N 页"
    heights = {cell.value: guide.row_dimensions[cell.row].height for cell in guide["A"]}
    assert heights["服务项目"] > heights["备注"]
