"""Forms read what people type as a cell of a workbook is read: one way of reading a value."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.forms import AmountField, CountField, DayField, DayInput, MonthInput, PercentField
from core.views.days import day_in, month_in
from core.workbooks import Column
from core.workbooks.cells import Bad
from core.workbooks.columns import ColumnReader

ROOT = Path(__file__).resolve().parents[2]

TEXTS = (
    "3,000", "３０００", "3，000.50", " 12 ", "12.0", "12.000", "+5", "1,23", "1.2e2", "12人", "三千", "(300)", "-300", "1.005",
    "2023-8-1", "2023/8/1", "2023.8.1", "2023年8月1日", "２０２３年８月１日", "23.8.1", "45139", "2023-02-30", "2023-8/1", "",
)  # fmt: skip


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


def test_what_looks_like_a_day_and_is_none_stays_a_fault() -> None:
    assert [as_field(text, DayField()) for text in ("20231323", "2023112", "202311230", "23112023")] == ["no"] * 4
    assert [month_in(text) for text in ("2023-09", "202309", "2023年9月", "202313", "2023")] == [
        *[dt.date(2023, 9, 1)] * 3, None, None,
    ]  # fmt: skip


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


def test_no_form_reads_numbers_or_days_in_a_way_of_its_own() -> None:
    own = re.compile(r"forms\.(?:DateField|DecimalField|FloatField|IntegerField)\((?!widget=forms\.HiddenInput)")
    found = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("forms.py")
        if ".venv" not in path.parts and path != ROOT / "core/forms.py" and own.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
