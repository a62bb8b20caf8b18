"""What is read of a workbook: header, data rows, marks of the XML, notices (contract, section 4)."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from core.workbooks import Duplicates, Refused, read_workbook
from tests.core.workbooks.books import (
    GOOD,
    GOOD_ROW,
    HEADER,
    THINGS,
    TITLES,
    book,
    faults,
    raw,
    read,
    row_xml,
    things,
)

GOOD_VALUES = [GOOD.get(title) for title in TITLES]


def refusal(path: Path, **options: Any) -> Refused:
    """The refusal of a file."""
    with pytest.raises(Refused) as caught:
        read(path, **options)
    return caught.value


# Header


@pytest.mark.parametrize("notes", range(10))
def test_the_header_is_found_within_the_top_ten_rows(tmp_path: Path, notes: int) -> None:
    path = book(tmp_path / "a.xlsx", [*([["台账", None, "填报日期"]] * notes), TITLES, GOOD_VALUES])
    with read_workbook(path, THINGS) as reading:
        rows = [row for batch in reading.batches() for row in batch]
    assert reading.header_row == notes + 1
    assert [row.number for row in rows] == [notes + 2]
    assert reading.ignored == notes


def test_a_header_in_row_eleven_is_no_header(tmp_path: Path) -> None:
    assert refusal(book(tmp_path / "a.xlsx", [*([["注"]] * 10), TITLES, GOOD_VALUES])).code == "no-sheet"


def test_titles_are_compared_after_nfkc_and_without_spaces(tmp_path: Path) -> None:
    titles = ["编 号", "名称\n", "购置日期", "数量（件）", "价格 (元)"]
    path = book(tmp_path / "a.xlsx", [titles, ["A-1", "螺丝", "2023-8-1", 3, 12.5]])
    row = read(path)[0]
    assert (row.values["amount"], row.values["price"]) == (3, Decimal("12.50"))


def test_a_two_level_head_is_joined_by_column(tmp_path: Path) -> None:
    upper = ["编号", "名称", "购置信息", None, None, "颜色"]
    lower = [None, None, "购置日期", "数量(件)", "价格(元)", None]
    path = book(tmp_path / "a.xlsx", [["台账"], upper, lower, ["A-1", "螺丝", "2023-8-1", 3, 1, "红色"]])
    with read_workbook(path, THINGS) as reading:
        rows = [row for batch in reading.batches() for row in batch]
    assert reading.header_row == 3
    assert reading.ignored == 1
    assert rows[0].number == 4
    assert rows[0].values["colour"] == "RED"
    assert reading.columns["price"] == "E"


def test_on_a_tie_the_single_row_wins_then_the_upper(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["备注"], TITLES, TITLES, GOOD_VALUES])
    with read_workbook(path, THINGS) as reading:
        numbers = [row.number for batch in reading.batches() for row in batch]
    assert reading.header_row == 2
    assert numbers == [4]
    assert reading.ignored == 2


def test_columns_may_stand_in_any_order_among_others(tmp_path: Path) -> None:
    titles = ["序号", "数量(件)", "经办人", "购置日期", "名称", "编号"]
    path = book(tmp_path / "a.xlsx", [titles, [1, 3, "某人", dt.date(2023, 8, 1), "螺丝", "A-1"]])
    with read_workbook(path, THINGS) as reading:
        rows = [row for batch in reading.batches() for row in batch]
    assert not rows[0].faults
    assert [(n.code, n.severity, n.column, n.value, n.row) for n in reading.notices] == [
        ("unknown-column", "notice", "A", "序号", None),
        ("unknown-column", "notice", "C", "经办人", None),
    ]


def test_a_title_that_stands_twice_is_read_once(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[*TITLES, "名称"], [*GOOD_VALUES, "别名"]])
    with read_workbook(path, THINGS) as reading:
        rows = [row for batch in reading.batches() for row in batch]
    assert rows[0].values["name"] == "螺丝"
    assert [notice.column for notice in reading.notices] == ["M"]


def test_missing_mandatory_columns_are_named(tmp_path: Path) -> None:
    refused = refusal(book(tmp_path / "a.xlsx", [["编号", "数量(件)", "颜色"], ["A-1", 3, "红色"]]))
    assert refused.code == "missing-columns"
    assert "名称" in refused.message
    assert "购置日期" in refused.message
    assert "编号、" not in refused.message


def test_less_than_half_of_the_mandatory_titles_is_no_sheet(tmp_path: Path) -> None:
    refused = refusal(book(tmp_path / "a.xlsx", [["编号", "颜色", "价格(元)", "折扣"], ["A-1", "红色", 1, 0.1]]))
    assert refused.code == "no-sheet"
    assert "物品台账" in refused.message


def test_absent_optional_columns_are_empty_and_faults_there_name_the_title(tmp_path: Path) -> None:
    row = read(things(tmp_path / "a.xlsx", {}, titles=TITLES[:4]))[0]
    assert row.values["colours"] is None
    row.fault("required", "colours", message="为空。")
    assert (row.faults[0].column, row.faults[0].title) == (None, "可选颜色")


def test_the_first_sheet_that_fits_is_read_whatever_its_name(tmp_path: Path) -> None:
    def edit(workbook: Any, sheet: Any) -> None:
        cover = workbook.create_sheet("封面", 0)
        cover["A1"] = "物品台账"
        second = workbook.create_sheet("第二张")
        second.append(TITLES)
        hidden = workbook.create_sheet("隐藏")
        hidden["A1"], hidden.sheet_state = "x", "hidden"
        workbook.create_sheet("空白")

    path = things(tmp_path / "a.xlsx", {}, edit=edit, name="随便什么")
    with read_workbook(path, THINGS) as reading:
        assert len([row for batch in reading.batches() for row in batch]) == 1
    assert reading.sheet_name == "随便什么"
    assert [(notice.code, notice.sheet) for notice in reading.notices] == [("other-sheet", "第二张")]


# Data rows


@pytest.mark.parametrize(
    "first",
    [
        "合计",
        "合 计：",
        "合计（1户）",
        "小计",
        "总计:",
        "本页小计：",
        "本页合计",
        "共1家",
        "单位负责人:",
        "单位负责人：李某",
        "负责人：",
        "审核人：",
        "填表人",
        "制表：王某",
        "制表人:王某",
        "联系电话:",
        "填报单位：某局",
        "填报日期：2023年11月20日",
        "备注：一式两份",
        "注：以上",
        "注1：按期",
        "说明:无",
        " 注: x",
        "以下空白",
        "无",
        "——",
        "- -",
        "－－－",
        "合\u200b计",
    ],
)
def test_the_foot_of_a_table_is_no_data(tmp_path: Path, first: str) -> None:
    path = book(tmp_path / "a.xlsx", [["序号", *TITLES], [1, *GOOD_VALUES], [first, None, "某人"], [3, *GOOD_VALUES]])
    if first.startswith(("—", "-", "－")):
        path = book(tmp_path / "a.xlsx", [["序号", *TITLES], [1, *GOOD_VALUES], [first, first], [3, *GOOD_VALUES]])
    with read_workbook(path, THINGS) as reading:
        numbers = [row.number for batch in reading.batches() for row in batch]
    assert numbers == [2, 4]
    assert (reading.rows, reading.ignored) == (2, 1)


@pytest.mark.parametrize("first", ["合计金额", "注册", "说明书", "示例公司", "审核人员", "共享", "无锡", "备注栏"])
def test_what_only_begins_like_the_foot_of_a_table_is_data(tmp_path: Path, first: str) -> None:
    path = book(tmp_path / "a.xlsx", [["单位", *TITLES], [first, "A-1"]])
    assert len(read(path)) == 1


@pytest.mark.parametrize("first", ["合计", "负责人：王某", "无", "备注"])
def test_a_row_with_half_of_the_mandatory_columns_is_data_whatever_it_begins_with(tmp_path: Path, first: str) -> None:
    path = book(tmp_path / "a.xlsx", [["单位", *TITLES], [first, "A-1", "螺丝"], [first, "A-2"]])
    assert [row.number for row in read(path)] == [2]


def test_ignored_counts_to_the_last_filled_row_and_above_the_header(tmp_path: Path) -> None:
    blank = [None] * 12
    data: list[list[Any]] = [GOOD_VALUES, blank, ["  "], GOOD_VALUES, ["合计"], ["注:"], ["\u3000"], blank]
    rows: list[list[Any]] = [["台账"], ["单位"], TITLES, *data]
    path = book(tmp_path / "a.xlsx", rows)
    with read_workbook(path, THINGS) as reading:
        numbers = [row.number for batch in reading.batches() for row in batch]
    assert numbers == [4, 7]
    assert reading.ignored == 2 + 2 + 2


def test_rows_after_a_long_gap_are_read(tmp_path: Path) -> None:
    path = raw(tmp_path / "a.xlsx", HEADER + GOOD_ROW + row_xml(60_000, ["A-2", "螺丝", "2023-08-01", 3]))
    assert [row.number for row in read(path)] == [2, 60_000]


def test_a_row_with_nothing_but_its_number_is_blank(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["序号", *TITLES], [1, *GOOD_VALUES], [2], [3]])
    assert len(read(path)) == 1


def test_formatted_blank_rows_are_no_rows(tmp_path: Path) -> None:
    def edit(_workbook: Any, sheet: Any) -> None:
        for number in range(3, 2000):
            sheet.cell(number, 1).number_format = "@"

    assert len(read(things(tmp_path / "a.xlsx", {}, edit=edit))) == 1


def test_a_sheet_that_begins_elsewhere_keeps_excels_addresses(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for place, title in enumerate(TITLES, start=3):
        sheet.cell(5, place, title)
        sheet.cell(6, place, GOOD.get(title))
    sheet.cell(6, 6).value = "许多"
    workbook.save(path)
    with read_workbook(path, THINGS) as reading:
        row = next(reading.batches())[0]
    assert (row.number, faults(row), reading.columns["number"]) == (6, [("F", "type")], "C")


def test_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    def bare(values: list[str]) -> str:
        return "<row>" + "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values) + "</row>"

    path = raw(tmp_path / "a.xlsx", bare(TITLES[:4]) + bare(["A-1", "螺丝", "2023-8-1", "3"]))
    assert not read(path)[0].faults


# Rows


def test_all_independent_faults_of_a_row_are_listed(tmp_path: Path) -> None:
    row = read(things(tmp_path / "a.xlsx", {"编号": 5, "名称": None, "购置日期": "昨天", "数量(件)": 0, "颜色": "紫"}))[
        0
    ]
    assert faults(row) == [("A", "numeric-code"), ("B", "required"), ("C", "type"), ("D", "range"), ("G", "code-list")]
    assert row.raw["bought_on"] == "昨天"
    assert row.raw["name"] is None
    assert row.get("amount") is None
    assert not row.has("amount")


def test_warnings_hold_no_row(tmp_path: Path) -> None:
    row = read(things(tmp_path / "a.xlsx", {"名称": "螺\u0080丝"}))[0]
    assert [(fault.code, fault.severity) for fault in row.faults] == [("text-cut", "warning")]
    assert not row.held
    assert row.values["name"] == "螺丝"


def test_the_first_occurrence_counts_even_if_it_is_held(tmp_path: Path) -> None:
    rows = read(things(tmp_path / "a.xlsx", {"数量(件)": "x"}, {}, {"编号": "B-1"}, {"编号": 7}, {"编号": 7}))
    seen = Duplicates(THINGS)
    seen.see_all(rows)
    codes = [[fault.code for fault in row.faults] for row in rows]
    assert codes == [["type"], ["duplicate-in-file"], [], ["numeric-code"], ["numeric-code"]]
    assert "第 2 行" in rows[1].faults[0].message
    assert rows[1].faults[0].column == "A"


def test_faults_carry_title_letter_value_and_a_sentence(tmp_path: Path) -> None:
    fault = read(things(tmp_path / "a.xlsx", {"数量(件)": "三件"}))[0].faults[0]
    assert (fault.column, fault.title, fault.key, fault.value, fault.severity) == (
        "D",
        "数量(件)",
        "amount",
        "三件",
        "error",
    )
    assert fault.message.startswith("“数量(件)”的值“三件”")


def test_progress_and_counts(tmp_path: Path) -> None:
    data = HEADER + "".join(row_xml(n, [f"A-{n}", "螺丝", "2023-08-01", 3]) for n in range(2, 4502))
    ticks: list[int] = []
    with read_workbook(raw(tmp_path / "a.xlsx", data), THINGS, tick=ticks.append) as reading:
        sizes = [len(batch) for batch in reading.batches()]
    assert sizes == [2000, 2000, 500]
    assert ticks == [2000, 4000, 4500]
    assert (reading.rows, reading.expected_rows) == (4500, 4500)


# Other formats


def write_csv(path: Path, rows: list[list[Any]], encoding: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_three_encodings(tmp_path: Path, encoding: str) -> None:
    rows = [
        ["台账"],
        [],
        TITLES[:4],
        ["0001", "𠮷某㐂", "2023年8月1日", "1,2"],
        [],
        ["0002", "甲\n乙", "2023/8/1", "3"],
    ]
    found = read(write_csv(tmp_path / "a.csv", rows, encoding))
    assert [(row.number, row.values["name"]) for row in found] == [(4, "𠮷某㐂"), (6, "甲乙")]
    assert found[0].values["number"] == "0001"
    assert faults(found[0]) == [("D", "type")]


def test_csv_rows_of_unequal_width(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(TITLES) + "\nA-1,螺丝,2023-8-1,3\nA-2,螺丝,2023-8-1,3,1,,,,,,,,,,多余\n", encoding="utf-8")
    assert [row.faults for row in read(path)] == [[], []]


def write_xls(path: Path) -> Path:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("台账")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for place, title in enumerate(TITLES[:4]):
        sheet.write(2, place, title)
    for place, value in enumerate(["A-1", "螺丝", dt.date(2023, 8, 1), 3]):
        sheet.write(3, place, value, day if place == 2 else xlwt.Style.default_style)
    sheet.write(4, 0, "合计")
    workbook.save(str(path))
    return path


def test_xls(tmp_path: Path) -> None:
    with read_workbook(write_xls(tmp_path / "a.xls"), THINGS) as reading:
        rows = [row for batch in reading.batches() for row in batch]
    assert [(row.number, row.faults, row.values["bought_on"]) for row in rows] == [(4, [], dt.date(2023, 8, 1))]
    assert reading.ignored == 3


def test_a_file_stored_without_its_extension_is_read_by_its_content(tmp_path: Path) -> None:
    path = things(tmp_path / "a.xlsx", {}).rename(tmp_path / "0a1b2c")
    assert len(read(path)) == 1
    assert len(read(path, name="台账.XLSX")) == 1
    assert refusal(path, name="台账.csv").code == "not-a-workbook"
