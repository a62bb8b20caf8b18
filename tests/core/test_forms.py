"""Forms read what people type as a cell of a workbook is read: one way of reading a value."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from core.forms import AmountField, CountField, DayField, DayInput, MonthInput, NumberField, PercentField
from core.views.days import day_in, month_in
from core.workbooks import Column
from core.workbooks.cells import Bad
from core.workbooks.columns import ColumnReader

ROOT = Path(__file__).resolve().parents[2]

TEXTS = (
    "3,000",
    "３０００",
    "3，000.50",
    " 12 ",
    "12.0",
    "12.000",
    "+5",
    "1,23",
    "1.2e2",
    "12人",
    "三千",
    "(300)",
    "-300",
    "1.005",
    "2023-8-1",
    "2023/8/1",
    "2023.8.1",
    "2023年8月1日",
    "２０２３年８月１日",
    "23.8.1",
    "45139",
    "2023-02-30",
    "2023-8/1",
    "",
)


def as_cell(text: str, **column: Any) -> object:
    """What a workbook reads; None for an empty cell, "no" for a fault."""
    value = ColumnReader(Column(title="甲", key="a", **column)).read([text])[0]
    return "no" if isinstance(value, Bad) else value


def as_field(text: str, field: forms.Field) -> object:
    try:
        return field.clean(text)
    except ValidationError:
        return "no"


@pytest.mark.parametrize("text", TEXTS)
def test_amounts_counts_and_days_are_read_the_same_way(text: str) -> None:
    money = AmountField(max_digits=14, decimal_places=2, min_value=Decimal(-1000), required=False)
    assert as_field(text, money) == as_cell(text, type="money", minimum=-1000)
    assert as_field(text, CountField(min_value=0, required=False)) == as_cell(text, type="int", minimum=0)
    assert as_field(text, DayField(required=False)) == as_cell(text, type="date")


@pytest.mark.parametrize("text", ["2023-11-23", "2023/11/23", "20231123", "2023年11月23日", "２０２３１１２３"])
def test_a_day_is_typed_in_any_of_the_usual_ways(text: str) -> None:
    assert DayField().clean(text) == day_in(text) == dt.date(2023, 11, 23)


@pytest.mark.parametrize("text", ["1023-02-03", "0202-01-01", "9999-12-31", "21000101"])
def test_a_slip_of_the_year_is_told(text: str) -> None:
    with pytest.raises(ValidationError, match="请核对年份"):
        DayField().clean(text)


def test_what_looks_like_a_day_and_is_none_stays_a_fault() -> None:
    assert [as_field(text, DayField()) for text in ("20231323", "2023112", "202311230", "23112023")] == ["no"] * 4
    assert [month_in(text) for text in ("2023-09", "202309", "2023年9月", "202313", "2023")] == [
        *[dt.date(2023, 9, 1)] * 3,
        None,
        None,
    ]


def test_days_and_months_are_fields_of_text_in_every_browser() -> None:
    """The browser's own fields show a day in the browser's language."""
    day = DayInput().render("on", dt.date(2023, 11, 23), {"id": "on"})
    assert 'type="text"' in day
    assert 'value="2023-11-23"' in day
    assert 'value="2023-11"' in MonthInput().render("month", dt.date(2023, 11, 1))
    own = re.compile(r"""type=["']?(?:date|month|time|week|datetime-local)\b""")
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/js").glob("*.js")]
    assert [path.name for path in pages if own.search(path.read_text(encoding="utf-8"))] == []


def test_numbers_that_fit_no_column_are_faults_and_no_errors_of_the_server() -> None:
    for text in ("9" * 29, "9" * 40, "-" + "9" * 20):
        assert as_field(text, CountField()) == "no"
        assert as_field(text, AmountField(max_digits=14, decimal_places=2)) == "no"


def test_a_share_may_carry_its_sign() -> None:
    field = PercentField(max_digits=5, decimal_places=2)
    assert [as_field(text, field) for text in ("15", "15%", "15 ％", "百分之十五")] == [15, 15, 15, "no"]


def test_a_value_of_the_code_is_taken_as_it_is() -> None:
    assert DayField().clean(dt.date(2023, 8, 1)) == dt.date(2023, 8, 1)
    assert AmountField().clean(Decimal("1.5")) == Decimal("1.5")


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        (AmountField(label="罚款金额（元）", decimal_places=2), "60000.005", "小数位数过多，请保留至多 2 位小数"),
        (AmountField(label="罚款金额（元）", decimal_places=2), "6万", "不是数字，请只填写阿拉伯数字"),
        (AmountField(label="罚款金额（元）", max_digits=14, decimal_places=2), "9" * 15, "位数过多"),
        (AmountField(label="保费（元）", min_value=0), "-3", "小于允许的最小值 0"),
        (PercentField(label="费率（%）", max_value=100), "101%", "大于允许的最大值 100"),
        (CountField(label="人数"), "12.5", "不是整数"),
        (CountField(label="人数"), "十二", "不是整数"),
        (CountField(label="人数"), "1" * 15, "位数过多"),
        (CountField(label="人数", max_value=9), "10", "大于允许的最大值 9"),
    ],
)
def test_a_bad_number_is_told_in_the_words_of_the_portal(field: forms.Field, text: str, said: str) -> None:
    """Which field, the value seen, what to do; not the words of the framework."""
    with translation.override("zh-hans"), pytest.raises(ValidationError) as refused:
        field.clean(text)
    assert refused.value.messages[0].startswith(f"“{field.label}”的值“{text}”{said}")


def test_a_missing_number_is_told_as_every_missing_entry_is() -> None:
    with pytest.raises(ValidationError) as refused:
        AmountField(label="罚款金额（元）").clean("")
    assert refused.value.error_list[0].code == "required"


def every_form() -> Iterator[type[forms.BaseForm]]:
    """The forms of the portal, those of its pages and those that they are made from."""
    import_module(settings.ROOT_URLCONF)
    waiting = [forms.BaseForm]
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        if (ROOT / found.__module__.partition(".")[0]).is_dir():
            yield found


def test_every_number_of_every_form_is_told_so() -> None:
    numbers = [
        (f"{form.__qualname__}.{name}", field)
        for form in every_form()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.IntegerField) and not field.widget.is_hidden
    ]
    assert len(numbers) > 20
    assert [name for name, field in numbers if not isinstance(field, NumberField)] == []
    # The browser's own field of numbers keeps what is none from the server and says so in the browser's language.
    assert [name for name, field in numbers if isinstance(field.widget, forms.NumberInput)] == []


def test_no_form_reads_numbers_or_days_in_a_way_of_its_own() -> None:
    own = re.compile(r"forms\.(?:DateField|DecimalField|FloatField|IntegerField)\((?!widget=forms\.HiddenInput)")
    found = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("forms.py")
        if ".venv" not in path.parts and path != ROOT / "core/forms.py" and own.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
