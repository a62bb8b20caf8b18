"""Forms read what people type as a cell of a workbook is read: one way of reading a value."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.forms import AmountField, CountField, DayField, PercentField
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
