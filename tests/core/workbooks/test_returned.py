"""The workbook that goes back and comes again."""

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from core.workbooks import ACCEPT_TITLE, ADVICE_TITLE, FAULT_TITLE, KEY_TITLE, HeldLine, build_returned, read_workbook
from core.workbooks import returned as returned_module
from core.workbooks.advice import read_advice, write_advice
from tests.core.workbooks.books import HEADER, THINGS, TITLES, faults, marked_row, raw, read, row_xml, things

BAD: list[dict[str, Any]] = [
    {"颜色": "大红", "数量(件)": "35件"},
    {"编号": 20230001},
    {"购置日期": "23.9.1", "名称": "+1+1"},
    {"折扣": 15, "价格(元)": "三千"},
]


def returned(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    held = [row for row in read(things(tmp_path / "sent.xlsx", *rows)) if row.held]
    lines = [HeldLine(row.number, f"key:{row.number}", row.raw, tuple(row.faults)) for row in held]
    return build_returned(THINGS, lines, tmp_path / "returned.xlsx")


def answer(path: Path, row: int, text: str) -> None:
    """Write `text` under 采纳建议 in Excel's row `row`."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    assert sheet is not None
    place = [cell.value for cell in sheet[1]].index(ACCEPT_TITLE) + 1
    sheet.cell(row, place).value = text
    workbook.save(path)


def test_untouched_it_gives_the_same_faults_and_keys(tmp_path: Path) -> None:
    sent = read(things(tmp_path / "sent.xlsx", *BAD))
    path = returned(tmp_path, *BAD)
    with read_workbook(path, THINGS) as reading:
        again = [row for batch in reading.batches() for row in batch]
    assert reading.notices == []
    assert [faults(row) for row in again] == [faults(row) for row in sent]
    assert [row.key for row in again] == [f"key:{n}" for n in range(2, 6)]
    assert [row.raw for row in again] == [row.raw for row in sent]


def test_bad_cells_are_filled_and_annotated_and_reasons_are_written(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(returned(tmp_path, *BAD)).active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    assert titles == [*TITLES, FAULT_TITLE, ADVICE_TITLE, ACCEPT_TITLE, KEY_TITLE]
    bad = sheet.cell(2, titles.index("颜色") + 1)
    good = sheet.cell(2, titles.index("名称") + 1)
    assert bad.comment is not None
    assert "大红" in bad.comment.text
    assert bad.fill.fgColor.rgb != good.fill.fgColor.rgb
    assert good.comment is None
    reasons = str(sheet.cell(2, titles.index(FAULT_TITLE) + 1).value)
    assert "数量(件)" in reasons
    assert "颜色" in reasons
    assert sheet.cell(2, titles.index(ADVICE_TITLE) + 1).value == "数量(件)=35\n颜色=红色"
    assert sheet.column_dimensions[get_column_letter(len(titles))].hidden


@pytest.mark.parametrize("yes", ["Y", "y", "Ｙ", " ｙ "])
def test_a_yes_applies_the_suggestions_of_its_row_alone(tmp_path: Path, yes: str) -> None:
    path = returned(tmp_path, *BAD)
    answer(path, 2, yes)
    rows = read(path)
    assert not rows[0].faults
    assert (rows[0].values["amount"], rows[0].values["colour"]) == (35, "RED")
    assert [row.held for row in rows] == [False, True, True, True]


@pytest.mark.parametrize("no", ["N", "是", "YES", ""])
def test_nothing_else_applies_them(tmp_path: Path, no: str) -> None:
    path = returned(tmp_path, *BAD)
    answer(path, 2, no)
    assert all(row.held for row in read(path))


def test_only_marked_cells_change(tmp_path: Path) -> None:
    path = returned(tmp_path, *BAD)
    answer(path, 4, "Y")
    row = read(path)[2]
    assert not row.faults
    assert (row.values["bought_on"], row.values["name"]) == (dt.date(2023, 9, 1), "+1+1")


def test_numbers_errors_and_formulas_stay_what_they_were(tmp_path: Path) -> None:
    data = HEADER + marked_row('<c r="D2" t="e"><v>#REF!</v></c>') + marked_row('<c r="D3"><f>1</f></c>', 3)
    held = read(raw(tmp_path / "a.xlsx", data))
    lines = [HeldLine(row.number, "k", row.raw, tuple(row.faults)) for row in held]
    again = read(build_returned(THINGS, lines, tmp_path / "b.xlsx"))
    assert [faults(row) for row in again] == [[("D", "type")], [("D", "type")]]
    assert faults(read(returned(tmp_path, {"编号": 20230001}))[0]) == [("A", "numeric-code")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_user_text_never_becomes_a_formula(tmp_path: Path, start: str) -> None:
    text = f'{start}HYPERLINK("x")'
    data = row_xml(1, TITLES) + row_xml(2, ["A-1", text, "2023-08-01", "x"])
    row = read(raw(tmp_path / "a.xlsx", data))[0]
    path = build_returned(THINGS, [HeldLine(2, text, row.raw, tuple(row.faults))], tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cell = sheet.cell(2, 2)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
    assert sheet.cell(2, len(TITLES) + 4).data_type == "s"


def test_more_rows_than_a_file_takes_become_a_zip_of_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert returned_module.ROWS_OF_A_FILE == 20_000
    monkeypatch.setattr(returned_module, "ROWS_OF_A_FILE", 50)
    row = read(things(tmp_path / "a.xlsx", {"颜色": "紫"}))[0]
    raw_texts, found = row.raw, tuple(row.faults)
    lines = (HeldLine(n, f"k{n}", raw_texts, found) for n in range(55))
    path = build_returned(THINGS, lines, tmp_path / "returned.xlsx")
    assert path == tmp_path / "returned.zip"
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "out")
    assert names == ["returned-01.xlsx", "returned-02.xlsx"]
    rows = read(tmp_path / "out" / names[1])
    assert [row.key for row in rows] == [f"k{n}" for n in range(50, 55)]


def test_advice_survives_the_way_there_and_back(tmp_path: Path) -> None:
    row = read(things(tmp_path / "a.xlsx", {"颜色": "大红", "数量(件)": "35件"}))[0]
    assert read_advice(write_advice(row.faults), THINGS) == {"amount": "35", "colour": "红色"}
    assert read_advice("别的=1\n没有等号\n颜色=红=色", THINGS) == {"colour": "红=色"}


def test_control_characters_and_long_texts_break_no_file(tmp_path: Path) -> None:
    texts = {"name": "a\x07b_x000D_", "place": "甲" * 40_000, "number": "\ud800"}
    row = read(things(tmp_path / "a.xlsx", {"颜色": "紫"}))[0]
    path = build_returned(THINGS, [HeldLine(2, "k", texts, tuple(row.faults))], tmp_path / "b.xlsx")
    again = read(path)[0]
    assert again.raw["name"] == "ab_x000D_"
    assert ("J", "length") in faults(again)
