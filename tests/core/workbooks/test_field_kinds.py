"""What real senders do to a workbook: hints in titles, hidden sheets, invisible characters, examples typed over."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from core.workbooks import Fault, Refused, build_template, read_workbook
from core.workbooks.reading import Reading
from tests.core.workbooks.books import (
    GOOD,
    GOOD_ROW,
    HEADER,
    THINGS,
    TITLES,
    book,
    faults,
    inline,
    package,
    raw,
    read,
    row_xml,
    things,
    xlsx_parts,
)

GOOD_VALUES = [GOOD.get(title) for title in TITLES]
FOUR = TITLES[:4]
ERROR_CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def opened(path: Path, **options: Any) -> tuple[Reading, list[Any]]:
    """The reading of a file after its last row, and the rows."""
    with read_workbook(path, THINGS, **options) as reading:
        rows = [row for batch in reading.batches() for row in batch]
    return reading, rows


def told(notices: list[Fault]) -> list[tuple[str, str]]:
    return [(notice.code, notice.value) for notice in notices]


# Titles


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("*编号", "number"),
        ("编号＊", "number"),
        ("编号（必填）", "number"),
        ("（必填）编号", "number"),
        ("编号【18位】", "number"),
        ("编\u200b号\ufeff", "number"),
        ("编\u00ad号", "number"),
        ("*数量\n（件）", "amount"),
        ("数量", "amount"),
        ("数量(件)(必填)", "amount"),
    ],
)
def test_a_title_fits_with_signs_and_hints_around_it(tmp_path: Path, title: str, key: str) -> None:
    titles = [title if column.key == key else column.title for column in THINGS.columns]
    reading, rows = opened(book(tmp_path / "a.xlsx", [titles, GOOD_VALUES]))
    assert not reading.notices
    assert rows[0].values[key] == {"number": "A-1", "amount": 3}[key]


def test_the_signs_for_a_comma_are_one(tmp_path: Path) -> None:
    titles = ["编、号" if title == "编号" else title for title in TITLES]
    with pytest.raises(Refused) as caught:
        read(book(tmp_path / "a.xlsx", [titles, GOOD_VALUES]))
    assert caught.value.code == "missing-columns"


@pytest.mark.parametrize("title", ["数量(箱)", "数量（万件）", "(万件)数量"])
def test_two_different_units_never_fit_and_the_nearest_title_is_named(tmp_path: Path, title: str) -> None:
    titles = [title if known == "数量(件)" else known for known in TITLES]
    with pytest.raises(Refused) as caught:
        read(book(tmp_path / "a.xlsx", [titles, GOOD_VALUES]))
    assert caught.value.code == "missing-columns"
    assert f"数量(件)（表中的“{title}”与之最接近）" in caught.value.message


def test_a_title_that_fits_as_it_stands_wins_over_one_with_a_hint(tmp_path: Path) -> None:
    titles = ["名称(旧)", *TITLES]
    reading, rows = opened(book(tmp_path / "a.xlsx", [titles, ["旧名", *GOOD_VALUES]]))
    assert rows[0].values["name"] == "螺丝"
    assert told(reading.notices) == [("unknown-column", "名称(旧)")]
    assert reading.notices[0].message.startswith("“名称(旧)”列重复：该项内容已从 C 列读取")


def test_what_stands_under_no_title_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(FOUR) + "\nA-1,螺丝,2023-8-1,3\nA-2,螺丝,2023-8-1,3,已核对,待复查\n", encoding="utf-8")
    reading, rows = opened(path)
    assert [row.faults for row in rows] == [[], []]
    assert [(notice.code, notice.column) for notice in reading.notices] == [
        ("unknown-column", "E"),
        ("unknown-column", "F"),
    ]
    assert reading.notices[0].message.startswith("E 列没有列名，其中的内容未读取")


def test_a_column_without_title_and_content_gets_no_notice(tmp_path: Path) -> None:
    titles = ["", *TITLES, ""]
    reading, rows = opened(book(tmp_path / "a.xlsx", [titles, ["", *GOOD_VALUES, " "], ["合计", "", "共", "", "", 3]]))
    assert (len(rows), reading.notices) == (1, [])


# Sheets


def test_a_hidden_first_sheet_does_not_win(tmp_path: Path) -> None:
    def edit(workbook: Any, sheet: Any) -> None:
        old = workbook.create_sheet("上月", 0)
        old.append(TITLES)
        old.append(["A-0", *GOOD_VALUES[1:]])
        old.sheet_state = "hidden"

    reading, rows = opened(things(tmp_path / "a.xlsx", {}, edit=edit))
    assert [row.values["number"] for row in rows] == ["A-1"]
    assert told(reading.notices) == [("other-sheet", "上月")]


def test_a_hidden_sheet_is_read_with_a_notice_where_no_visible_one_fits(tmp_path: Path) -> None:
    def edit(workbook: Any, sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        workbook.create_sheet("封面", 0)["A1"] = "某市"

    reading, rows = opened(things(tmp_path / "a.xlsx", {}, edit=edit))
    assert len(rows) == 1
    assert told(reading.notices) == [("hidden-sheet", "物品台账")]


def three_sheets(path: Path) -> Path:
    def edit(workbook: Any, _sheet: Any) -> None:
        for place, name in enumerate(("上城区", "拱墅区"), start=2):
            sheet = workbook.create_sheet(name)
            sheet.append(TITLES)
            sheet.append([f"A-{place}", *GOOD_VALUES[1:]])

    return things(path, {}, edit=edit, name="西湖区")


def test_each_further_sheet_is_named_and_can_be_read_by_its_name(tmp_path: Path) -> None:
    path = three_sheets(tmp_path / "a.xlsx")
    reading, _rows = opened(path)
    assert told(reading.notices) == [("other-sheet", "上城区"), ("other-sheet", "拱墅区")]
    assert reading.further_sheets == ["上城区", "拱墅区"]
    reading, rows = opened(path, sheet="拱墅区")
    assert (reading.sheet_name, [row.values["number"] for row in rows]) == ("拱墅区", ["A-3"])
    assert not reading.notices
    assert not reading.further_sheets
    with pytest.raises(Refused) as caught:
        opened(path, sheet="滨江区")
    assert caught.value.code == "no-sheet"


# Rows


def test_rows_in_which_nothing_is_seen_are_blank(tmp_path: Path) -> None:
    reading, rows = opened(book(tmp_path / "a.xlsx", [TITLES, GOOD_VALUES, ["\u200b"], ["\ufeff", None, "\u3000"]]))
    assert (len(rows), reading.ignored) == (1, 0)


def test_a_repeated_head_is_no_data_also_one_of_two_rows(tmp_path: Path) -> None:
    upper = ["编号", "名称", "购置信息", None, None]
    lower = [None, None, "购置日期", "数量(件)", "价格(元)"]
    good = ["A-1", "螺丝", "2023-8-1", 3, 1]
    path = book(tmp_path / "a.xlsx", [upper, lower, good, upper, lower, ["A-2", *good[1:]], [" 编 号", "名称*"]])
    reading, rows = opened(path)
    assert [row.number for row in rows] == [3, 6]
    assert reading.ignored == 2 + 1


def test_the_example_of_the_template_is_no_data(tmp_path: Path) -> None:
    reading, rows = opened(build_template(THINGS, tmp_path / "a.xlsx"))
    assert (rows, told(reading.notices)) == ([], [])


@pytest.mark.parametrize("mark", ["示例", " 示 例", "示\u200b例"])
def test_real_data_over_the_example_is_data_with_a_notice(tmp_path: Path, mark: str) -> None:
    path = build_template(THINGS, tmp_path / "a.xlsx")
    workbook = openpyxl.load_workbook(path)
    sheet: Any = workbook.active
    sheet["A4"], sheet["C4"] = mark, "螺母"
    workbook.save(path)
    reading, rows = opened(path)
    assert [row.values["name"] for row in rows] == ["螺母"]
    assert [(n.code, n.row, n.column, n.title) for n in reading.notices] == [("example-row", 4, "A", "序号")]


def far_blank(cell: str) -> str:
    return HEADER + GOOD_ROW + f'<row r="1048576">{cell}</row>'


@pytest.mark.parametrize("text", [" ", "\u200b", "\u3000 "])
def test_a_blank_in_the_last_row_of_the_sheet_counts_towards_no_limit(tmp_path: Path, text: str) -> None:
    reading, rows = opened(raw(tmp_path / "a.xlsx", far_blank(inline("C1048576", text))))
    assert ([row.number for row in rows], reading.ignored) == ([2], 0)


def test_a_shared_blank_in_the_last_row_counts_towards_no_limit(tmp_path: Path) -> None:
    def edit(_workbook: Any, sheet: Any) -> None:
        sheet.cell(1_048_576, 2).value = " "

    assert len(read(things(tmp_path / "a.xlsx", {}, edit=edit))) == 1


def test_a_letter_in_the_last_row_is_one_row_too_many(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read(raw(tmp_path / "a.xlsx", far_blank(inline("C1048576", "x"))))
    assert caught.value.code == "too-many-rows"


# Cells


@pytest.mark.parametrize(
    "text", ["a_x0000_b", "a&#0;b", "a&#x1;b", "a&#xD800;b", "a_xD800_b", "a_xdfff_b", "a\u200bb", "a\u00adb", "a\x0bb"]
)
def test_what_no_database_takes_is_removed_with_a_warning(tmp_path: Path, text: str) -> None:
    name = f'<c r="B2" t="str"><v>{text}</v></c>'
    row = f'<row r="2">{inline("A2", "A-1")}{name}{inline("C2", "2023-8-1")}<c r="D2"><v>3</v></c></row>'
    rows = read(raw(tmp_path / "a.xlsx", HEADER + row))
    assert (rows[0].values["name"], faults(rows[0])) == ("ab", [("B", "text-cut")])
    assert "\0" not in (rows[0].raw["name"] or "")


def test_escaped_halves_that_make_a_pair_are_one_character(tmp_path: Path) -> None:
    rows = read(things(tmp_path / "a.xlsx", {"名称": "a_xD83D__xDE00_"}))
    assert (rows[0].values["name"], rows[0].faults) == ("a\U0001f600", [])


def test_a_text_cannot_pass_for_a_mark_of_the_reader(tmp_path: Path) -> None:
    """A NUL and a letter are how the child tells dates and percentages; a file must not be able to say them."""
    rows = read(
        things(tmp_path / "a.xlsx", {"名称": "_x0000_e#REF!", "折扣": "_x0000_p1", "购置日期": "_x0000_d2023-08-01"})
    )
    assert faults(rows[0]) == [("C", "type"), ("F", "type")] or faults(rows[0])[0] == ("B", "text-cut")
    assert rows[0].values["name"] == "e#REF!"
    assert "bought_on" not in rows[0].values


def test_codes_lose_invisible_characters_without_a_word(tmp_path: Path) -> None:
    rows = read(things(tmp_path / "a.xlsx", {"编号": "A\u200b-1\ufeff", "颜色": "红\u200b色", "数量(件)": "1\u200b2"}))
    assert not rows[0].faults
    assert (rows[0].values["number"], rows[0].values["colour"], rows[0].values["amount"]) == ("A-1", "RED", 12)


def test_a_joiner_inside_an_emoji_stays(tmp_path: Path) -> None:
    family = "\U0001f469\u200d\U0001f527"
    rows = read(things(tmp_path / "a.xlsx", {"名称": family, "地址": f"{family}\u200d某路"}))
    assert rows[0].values["name"] == family
    assert (rows[0].values["place"], faults(rows[0])) == (f"{family}某路", [("J", "text-cut")])


@pytest.mark.parametrize("text", ["2.02310E+13", "2.0231E13", "1E+15", "２.０E+１３", "9.13301e+17"])
def test_a_code_shown_as_a_number_is_numeric_code(tmp_path: Path, text: str) -> None:
    assert faults(read(things(tmp_path / "a.xlsx", {"编号": text}))[0]) == [("A", "numeric-code")]


@pytest.mark.parametrize(("epoch", "number"), [(CALENDAR_WINDOWS_1900, 45139), (CALENDAR_MAC_1904, 43677)])
def test_a_number_in_a_column_of_days_is_suggested_as_its_workbook_counts(
    tmp_path: Path, epoch: dt.datetime, number: int
) -> None:
    path = things(tmp_path / "a.xlsx", {"购置日期": number}, {"购置日期": 20230801})
    counted = openpyxl.load_workbook(path)
    counted.epoch = epoch
    counted.save(path)
    assert [[fault.suggestion for fault in row.faults] for row in read(path)] == [["2023-08-01"], ["2023-08-01"]]


@pytest.mark.parametrize("text", ["12E34", "A-2E1", "E-13"])
def test_a_code_with_an_e_is_a_code(tmp_path: Path, text: str) -> None:
    assert not read(things(tmp_path / "a.xlsx", {"编号": text}))[0].faults


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", " #N/A ", "#n/a"])
@pytest.mark.parametrize("title", ["编号", "名称", "购置日期", "数量(件)", "颜色", "可选颜色", "在用", "地址", "地区"])
def test_a_text_that_is_an_error_value_is_type_in_every_column(tmp_path: Path, text: str, title: str) -> None:
    row = read(things(tmp_path / "a.xlsx", {title: text}))[0]
    assert [fault.code for fault in row.faults] == ["type"]
    assert row.faults[0].suggestion is None


@pytest.mark.parametrize("formula", ['=DISPIMG("ID_1",1)', '=_xlfn.DISPIMG("ID_1",1)'])
def test_a_picture_in_a_cell_is_type(tmp_path: Path, formula: str) -> None:
    cell = f'<c r="B2" t="str"><v>{formula.replace(chr(34), "&quot;")}</v></c>'
    row = f'<row r="2">{inline("A2", "A-1")}{cell}{inline("C2", "2023-8-1")}<c r="D2"><v>3</v></c></row>'
    assert faults(read(raw(tmp_path / "a.xlsx", HEADER + row))[0]) == [("B", "type")]


# Old workbooks


def old(path: Path, *cells: tuple[int, Any, str]) -> Path:
    """An .xls file with a good row, over which `cells` (column, value, number format) are written."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("台账", cell_overwrite_ok=True)
    for place, title in enumerate(TITLES):
        sheet.write(0, place, title)
    for place, value in enumerate(["A-1", "螺丝", "2023-8-1", 3]):
        sheet.write(1, place, value)
    for place, value, form in cells:
        style = xlwt.easyxf(num_format_str=form)
        if isinstance(value, str) and value.startswith("#"):
            sheet.row(1).set_cell_error(place, ERROR_CODES[value], style)
        else:
            sheet.write(1, place, value, style)
    workbook.save(str(path))
    return path


@pytest.mark.parametrize("error", ERROR_CODES)
def test_error_cells_of_old_workbooks_are_told(tmp_path: Path, error: str) -> None:
    row = read(old(tmp_path / "a.xls", (1, error, "General"), (9, error, "General")))[0]
    assert faults(row) == [("B", "type"), ("J", "type")]
    assert row.raw["name"] == error


@pytest.mark.parametrize(("number", "form"), [(1, "0%"), (1.0, "0.00%"), (0.15, "0%")])
def test_percent_cells_of_old_workbooks(tmp_path: Path, number: float, form: str) -> None:
    row = read(old(tmp_path / "a.xls", (5, number, form)))[0]
    assert not row.faults
    assert float(row.values["discount"]) == number


def test_a_bare_one_in_an_old_workbook_is_range(tmp_path: Path) -> None:
    assert faults(read(old(tmp_path / "a.xls", (5, 1, "0")))[0]) == [("F", "range")]


def test_dates_and_errors_of_an_old_workbook_stand_side_by_side(tmp_path: Path) -> None:
    row = read(old(tmp_path / "a.xls", (2, dt.date(2023, 8, 1), "yyyy-mm-dd"), (4, "#N/A", "0%"), (5, 1, "0%")))[0]
    assert (row.values["bought_on"], faults(row)) == (dt.date(2023, 8, 1), [("E", "type")])


# CSV

LINE = ["A-1", "螺丝", "2023-8-1", "3"]


@pytest.mark.parametrize("sign", [",", ";", "\t", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("before", [[], ["台账;2023,11\t，"]])
def test_csv_separated_by_any_of_four_signs(tmp_path: Path, sign: str, encoding: str, before: list[str]) -> None:
    path = tmp_path / "a.csv"
    text = "\r\n".join([*before, sign.join(FOUR), sign.join(LINE), ""])
    path.write_bytes(text.encode(encoding))
    rows = read(path)
    assert [(row.values["number"], row.values["amount"], row.faults) for row in rows] == [("A-1", 3, [])]


def test_csv_in_utf_16_of_the_other_order(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xfe\xff" + "\r\n".join(["\t".join(FOUR), "\t".join(LINE)]).encode("utf-16-be"))
    assert not read(path)[0].faults


def test_a_csv_may_have_its_mark_of_byte_order_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\ufeff" + ",".join(f'"{title}"' for title in FOUR) + "\n" + ",".join(LINE), encoding="utf-8-sig")
    assert [row.faults for row in read(path)] == [[]]


def test_an_open_quotation_mark_swallows_no_rows_of_a_csv_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(FOUR) + '\nA-1,"螺丝,2023-8-1,3\nA-2,螺丝,2023-8-1,3\n', encoding="utf-8")
    with pytest.raises(Refused, match="双引号") as caught:
        read(path)
    assert caught.value.code == "unreadable"
    path.write_text(",".join(FOUR) + '\nA-1,5" 管,2023-8-1,3\nA-2,"螺\n丝",2023-8-1,3\n', encoding="utf-8")
    assert [row.values["number"] for row in read(path)] == ["A-1", "A-2"]


def test_csv_guards_around_texts_are_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(FOUR) + '\n="0012","=""螺丝""",2023-8-1,3\n', encoding="utf-8")
    row = read(path)[0]
    assert (row.values["number"], row.values["name"], row.faults) == ("0012", "螺丝", [])


def test_csv_bytes_that_no_database_takes_are_removed_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((",".join(FOUR) + "\nA-1,螺\0丝,2023-8-1,3\n").encode())
    row = read(path)[0]
    assert (row.values["name"], faults(row)) == ("螺丝", [("B", "text-cut")])


def test_blank_lines_at_the_end_of_a_csv_count_towards_no_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(FOUR) + "\n" + ",".join(LINE) + "\n" + " ,,,\n" * 1_500_000, encoding="utf-8")
    assert len(read(path)) == 1


# Names of sheets and titles


def test_titles_and_names_of_sheets_hold_nothing_that_cannot_be_stored(tmp_path: Path) -> None:
    header = row_xml(1, [*TITLES, "_x0000_经办_x0000_人"])
    parts = xlsx_parts(header + GOOD_ROW, sheets=("台账_x0000_",))
    path = tmp_path / "a.xlsx"
    path.write_bytes(package(parts))
    reading, _rows = opened(path)
    said = [text for notice in reading.notices for text in (notice.value, notice.title, notice.message)]
    assert said
    assert not any("\0" in text for text in [*said, reading.sheet_name])


def test_a_workbook_may_be_read_from_memory_twice(tmp_path: Path) -> None:
    """The second chance of a file with characters that XML has not leaves the stored file as it is."""
    path = tmp_path / "a.xlsx"
    body = xlsx_parts(HEADER + GOOD_ROW.replace("螺丝", "螺&#0;丝"))
    path.write_bytes(package(body))
    before = path.read_bytes()
    assert read(path)[0].values["name"] == "螺丝"
    assert path.read_bytes() == before
    assert io.BytesIO(before).read(2) == b"PK"
