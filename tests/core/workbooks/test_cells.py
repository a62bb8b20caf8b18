"""What single cells are read as (contract, section 4, Cells)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.sheets import PEOPLE
from core.identifiers import complain_phone
from core.workbooks import MASKED, Column
from core.workbooks.cells import Bad, read_number
from core.workbooks.columns import ColumnReader
from core.workbooks.days import read_date
from core.workbooks.texts import clean_text
from enterprises import sheets as enterprises
from enterprises.sheets import uscc_column
from hazards import sheets as hazards
from insurers.activities.sheets import ACTIVITIES
from tests.core.workbooks.books import THINGS

TEXTS = {
    "name": Column(title="名称", key="name", type="text", required="Y", length=10, shortest=2),
    "no": Column(title="编号", key="no", type="text", is_code_text=True, pattern="[A-Z0-9-]+", length=20),
    "uscc": uscc_column(""),
    "phone": Column(title="电话", key="phone", type="phone", personal=True, complain=complain_phone),
    "note": Column(title="备注", key="note", type="text", length=255),
}


def read_one(column: Column, value: object) -> Any:
    return ColumnReader(column).read([value])[0]


def cell(key: str, value: object) -> Any:
    """What the column `key` reads a transmitted cell as; the code of the fault where it is faulty."""
    result = read_one(THINGS.column(key), value)
    return result.code if isinstance(result, Bad) else result


@pytest.mark.parametrize(
    "text",
    [
        "2023-8-1",
        "2023-08-01",
        "2023/8/1",
        "2023.8.1",
        "2023年8月1日",
        "２０２３－８－１",
        " 2023-8-1 ",
        "\0d2023-08-01",
    ],
)
def test_every_notation_of_a_date_is_read(text: str) -> None:
    assert cell("bought_on", text) == dt.date(2023, 8, 1)


@pytest.mark.parametrize(
    "value",
    [
        "23.9.1",
        "23-9-1",
        "9/1",
        "2023-13-1",
        "2023-02-29",
        "2023年11月31日",
        "2023-8/1",
        "2023年8月1",
        "2023-8-1日",
        "20230801",
        "2023-8-1 10:00",
        "八月一日",
        45139.0,
        2023.8,
        "\0t2023-08-01 10:00:00",
        "\0t10:00:00",
        "\0bTRUE",
        "\0d9999-99-99",
        "0000-1-1",
    ],
)
def test_what_is_no_date_is_of_the_wrong_type(value: object) -> None:
    assert cell("bought_on", value) == "type"


def test_a_serial_number_is_suggested_as_the_day_that_it_means() -> None:
    result = read_one(THINGS.column("bought_on"), 45139.0)
    assert result.suggestion == "2023-08-01"
    assert read_one(THINGS.column("bought_on"), "20230801").suggestion == "2023-08-01"
    assert read_one(THINGS.column("bought_on"), "23.8.1").suggestion == "2023-08-01"


@given(st.dates(dt.date(1000, 1, 1)))
def test_all_days_survive_all_notations(day: dt.date) -> None:
    y, m, d = day.year, day.month, day.day
    for text in (f"{y}-{m}-{d}", f"{y}/{m:02}/{d:02}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日"):
        assert read_date(text) == day


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3.0, 3),
        ("12", 12),
        ("12.0", 12),
        ("１２", 12),
        ("+5", 5),
        (" 7 ", 7),
        ("0", "range"),
        (101.0, "range"),
        (-1.0, "range"),
    ],
)
def test_whole_numbers(value: object, number: object) -> None:
    assert cell("amount", value) == number


@pytest.mark.parametrize(
    "value", ["12人", "约12", "十二", "1.5", 1.5, "1e1", "1,2", "", None, "\0bTRUE", float("nan"), float("inf")]
)
def test_what_is_no_whole_number(value: object) -> None:
    assert cell("amount", value) == ("type" if value not in ("", None) else "required")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("amount", "3²"),
        ("amount", "1①"),
        ("price", "3000³"),
        ("price", "30₂"),
        ("discount", "1⁵%"),
        ("bought_on", "2023-8-1²"),
    ],
)
def test_signs_above_the_line_are_no_digits_of_a_number_or_a_day(key: str, value: str) -> None:
    found = read_one(THINGS.column(key), value)
    assert (found.code, found.suggestion) == ("type", None)
    assert read_number(value.rstrip("%")) is None


def test_thousands_commas_are_taken_where_they_stand_right() -> None:
    assert cell("price", "1,234,567.50") == Decimal("1234567.50")
    assert cell("price", "1，234") == Decimal(1234)
    assert cell("price", "12,34") == "type"


@pytest.mark.parametrize(
    ("value", "money"),
    [
        (3000.5, Decimal("3000.50")),
        (0.1 + 0.2, Decimal("0.30")),
        (1234.005, "type"),
        ("12.345", "type"),
        (0.0, Decimal(0)),
        (-1e12, "range"),
        ("-999999999999", "range"),
        ("3000元", "type"),
        ("¥3000", "type"),
        ("三千元", "type"),
        (-1.0, "range"),
        ("-0.01", "range"),
        (-0.0, Decimal(0)),
        (99_999_999_999.0, Decimal(99_999_999_999)),
        (100_000_000_000.0, "range"),
        (1e300, "type"),
        ("9" * 29, "range"),
        ("1e3", "type"),
        (2.675, "type"),
        (1.1 * 3, Decimal("3.30")),
        ("3000.000000000000000001", Decimal(3000)),
    ],
)
def test_money_is_rounded_to_15_digits_and_then_exact(value: object, money: object) -> None:
    assert cell("price", value) == money


@pytest.mark.parametrize(
    ("value", "rate"),
    [
        (0.15, Decimal("0.15")),
        ("0.15", Decimal("0.15")),
        ("15%", Decimal("0.15")),
        ("15％", Decimal("0.15")),
        ("15.5 %", Decimal("0.155")),
        (1.0, "range"),
        (15.0, "range"),
        ("15", "range"),
        ("1", "range"),
        (-0.1, "range"),
        ("150%", "range"),
        ("100%", Decimal(1)),
        ("\0p1", Decimal(1)),
        ("\0p1.5", "range"),
        ("百分之十五", "type"),
        (0.0, Decimal(0)),
        ("\0e#REF!", "type"),
        ("%", "type"),
        ("\0pnan", "type"),
        ("0.12345", Decimal("0.1235")),
    ],
)
def test_percentages(value: object, rate: object) -> None:
    assert cell("discount", value) == rate


def test_a_number_without_its_percent_sign_gets_no_suggestion_since_its_scale_is_not_known() -> None:
    assert read_one(THINGS.column("discount"), 15.0).suggestion is None
    assert read_one(THINGS.column("discount"), "百分之十五").suggestion == "15%"


@pytest.mark.parametrize("label", ["红色", " 红 色 ", "红色\u3000"])
def test_labels_are_read_as_codes_whatever_their_width(label: str) -> None:
    assert cell("colour", label) == "RED"


@pytest.mark.parametrize("value", ["RED", "红", "紫色", 1.0, "\0bTRUE"])
def test_codes_and_unknown_labels_are_no_labels(value: object) -> None:
    assert cell("colour", value) == "code-list"


def test_a_word_that_is_no_label_is_told_with_all_labels_and_without_a_guess() -> None:
    bad = read_one(THINGS.column("colour"), "大红色")
    assert bad.suggestion is None
    assert "大红色" in bad.message
    assert "红色、蓝色、绿色" in bad.message


@pytest.mark.parametrize(
    "text", ["红色、蓝色", "红色；蓝色", "红色，蓝色", "红色,蓝色", "红色; 蓝色、", "红色、红色、蓝色"]
)
def test_several_labels_are_split_at_every_separator(text: str) -> None:
    assert cell("colours", text) == ("RED", "BLUE")


def test_one_unknown_label_spoils_the_cell_and_no_part_of_the_others_is_suggested() -> None:
    bad = read_one(THINGS.column("colours"), "绿色、蓝")
    assert (bad.code, bad.suggestion) == ("code-list", None)
    assert read_one(THINGS.column("colours"), "绿色/蓝色").suggestion == "绿色、蓝色"


def test_yes_and_no() -> None:
    assert cell("used", "是") is True
    assert cell("used", "否") is False
    assert cell("used", "Y") == "code-list"


def test_numbers_under_an_identifier_are_refused_and_text_is_not() -> None:
    assert cell("number", 20230001.0) == "numeric-code"
    assert cell("number", "20230001") == "20230001"
    assert cell("number", "\0bTRUE") == "TRUE"


def test_a_number_under_a_name_or_a_county_is_its_text() -> None:
    assert cell("name", 12.0) == "12"
    assert cell("name", 12.5) == "12.5"
    assert cell("area", 330106.0) == "330106"


def test_names_are_nfkc_and_trimmed_and_long_texts_nfc() -> None:
    assert cell("name", " ＡＢ（甲）\u3000") == "AB(甲)"
    assert cell("place", " １号（甲） ") == "１号（甲）"
    assert cell("place", "e\u0301tage 2") == "étage 2"


@pytest.mark.parametrize("nothing", ["-", "——", "－", "/", "N/A", "ｎ／ａ", " 无 "])
def test_a_lone_dash_or_word_for_none_is_no_name(nothing: str) -> None:
    column = replace(TEXTS["name"], is_name=True, shortest=None)
    texts: list[object] = [nothing, "无锡某公司", "A-B"]
    alone, *beside = ColumnReader(column).read(texts)
    assert isinstance(alone, Bad)
    assert (alone.code, alone.suggestion, *beside) == ("required", None, "无锡某公司", "A-B")
    assert read_one(replace(column, is_name=False), nothing) == clean_text(nothing, "NFKC", lines=False)[0]


def test_names_of_firms_and_people_are_marked_in_the_layouts() -> None:
    layouts = (enterprises.LAYOUT, ACTIVITIES, hazards.LAYOUT, PEOPLE)
    names = {column.key for layout in layouts for column in layout.columns if column.is_name}
    assert names == {"name", "principal", "staff", "found_by", "receiver"}


@pytest.mark.parametrize("name", ["𠮷野", "㐂䶮", "葛\U000e0100城", "王\u0323某"])
def test_rare_characters_stay(name: str) -> None:
    assert cell("name", name) == __import__("unicodedata").normalize("NFKC", name)


def test_control_characters_go_with_a_warning() -> None:
    bad = read_one(THINGS.column("name"), "螺\x07丝")
    assert (bad.code, bad.value) == ("text-cut", "螺丝")
    assert cell("place", "一号楼\n二层") == "一号楼\n二层"
    assert clean_text("a\r\nb\ud800", "NFC", lines=True) == ("a\nb", True)


def test_lengths_are_counted_in_characters() -> None:
    assert cell("name", "𠮷" * 10) == "𠮷" * 10
    assert cell("name", "𠮷" * 11) == "length"
    assert cell("place", "甲") == "length"
    assert cell("place", "甲" * 256) == "length"


def test_patterns_suggest_capitals() -> None:
    bad = read_one(THINGS.column("number"), "a-1")
    assert (bad.code, bad.suggestion) == ("pattern", "A-1")
    assert cell("number", "编号") == "pattern"


def test_masked_values_are_recognised_in_personal_columns_only() -> None:
    assert cell("keeper", "张＊") is MASKED
    assert cell("name", "A*") == "A*"


@pytest.mark.parametrize("key", [column.key for column in THINGS.columns])
def test_error_cells_and_formulas_without_a_value_are_faults_everywhere(key: str) -> None:
    assert cell(key, "\0e#REF!") == "type"
    assert cell(key, "\0f") == "formula"


@pytest.mark.parametrize("key", [column.key for column in THINGS.columns])
@pytest.mark.parametrize("blank", ["", None, " ", "\u3000 ", "\u00a0", "\u200b"])
def test_blank_cells_are_empty_or_required(key: str, blank: str | None) -> None:
    assert cell(key, blank) == ("required" if THINGS.column(key).required == "Y" else None)


@given(
    st.sampled_from([column.key for column in THINGS.columns]),
    st.text() | st.floats() | st.text().map(lambda t: "\0" + t),
)
def test_no_cell_breaks_a_reader(key: str, value: object) -> None:
    cell(key, value)


def test_messages_name_the_value_and_the_remedy() -> None:
    for key, value in (
        ("amount", "12人"),
        ("bought_on", "23.9.1"),
        ("colour", "紫"),
        ("price", "三千"),
        ("number", "甲"),
    ):
        bad = read_one(THINGS.column(key), value)
        assert value in bad.message
        assert "请" in bad.message or "可选项" in bad.message


@given(
    st.sampled_from(["name", "no", "uscc", "phone", "note"]),
    st.lists(
        st.one_of(
            st.text(st.sampled_from("甲乙A1 　*#=\u200b\u3164é"), max_size=12),
            st.sampled_from(["91330106MA0000007Q", "0571-80000000", "e\u0301", "１２", "2E+13", "\0e#N/A", "x" * 300]),
            st.none(),
            st.floats(0, 10**6),
        ),
        max_size=6,
    ),
)
def test_cells_read_together_are_what_each_is_read_as_alone(key: str, cells: list[object]) -> None:
    column = TEXTS[key]
    assert ColumnReader(column).read(cells) == [read_one(column, cell) for cell in cells]


@pytest.mark.parametrize(("required", "said"), [("N", True), ("C", True), ("Y", False)])
def test_a_dash_in_a_cell_that_may_be_empty_is_told_to_be_left_out(required: Any, said: bool) -> None:
    column = Column(title="检查日期", key="day", type="date", required=required)
    bad = ColumnReader(column).read(["—", "无", "长期"])
    assert [isinstance(value, Bad) and "没有的请留空" in value.message for value in bad] == [said, said, False]


@pytest.mark.parametrize(
    ("pattern", "written", "said", "meant"),
    [
        ("[a-z0-9-]{4,40}", "EM-330106-LI", "请用小写字母、数字和连字符，共 4 至 40 个字符", "em-330106-li"),
        ("[A-Z0-9-]{8,40}", "azx-2023-01", "请用大写字母、数字和连字符，共 8 至 40 个字符", "AZX-2023-01"),
        ("[A-Z0-9-]{8,40}", "AZX-1", "请用大写字母、数字和连字符，共 8 至 40 个字符", None),
    ],
)
def test_a_pattern_is_told_in_its_own_words(pattern: str, written: str, said: str, meant: str | None) -> None:
    column = Column(title="编号", key="number", type="text", length=40, pattern=pattern)
    bad = ColumnReader(column).read([written])[0]
    assert isinstance(bad, Bad)
    assert (said in bad.message, bad.suggestion) == (True, meant)
