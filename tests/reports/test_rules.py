"""How figures are rounded and printed (contract 5)."""

from decimal import Decimal

import pytest

from core.workbooks.formats import Form, printed
from reports import rules


@pytest.mark.parametrize(
    ("yuan", "wan"), [("50", "0.01"), ("49.99", "0.00"), ("1250", "0.13"), ("10000", "1.00"), ("0", "0.00")]
)
def test_official_tables_print_wan_half_up(yuan: str, wan: str) -> None:
    assert str(rules.wan(Decimal(yuan))) == wan


def test_what_is_unknown_stays_unknown() -> None:
    assert rules.wan(None) is None
    assert rules.rate(None, 3) is None
    assert rules.rate(1, 0) is None
    assert rules.rate(1, None) is None
    assert rules.from_json(None) is None
    assert rules.to_json(None) is None
    assert str(rules.money(None)) == "0.00"


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [(1, 3, "0.3333"), (1, 16, "0.0625"), (1, 160, "0.0063"), (0, 5, "0.0000"), (5, 5, "1.0000")],
)
def test_a_rate_has_four_decimals_half_up(part: int, whole: int, rate: str) -> None:
    assert str(rules.rate(part, whole)) == rate


@pytest.mark.parametrize(("value", "money"), [("0.125", "0.13"), ("0.124", "0.12"), ("7", "7.00")])
def test_money_has_two_decimals_half_up(value: str, money: str) -> None:
    assert str(rules.money(Decimal(value))) == money


def test_unknown_numbers_add_nothing() -> None:
    assert rules.add_up([]) == 0
    assert rules.add_up([1, None, 2]) == 3
    assert rules.add_up([Decimal("1.10"), None, Decimal("2.20")]) == Decimal("3.30")


def test_a_number_comes_back_from_a_snapshot_as_it_went() -> None:
    for value in (None, 0, 7, Decimal("0.3333"), Decimal("1234567.89")):
        assert rules.from_json(rules.to_json(value)) == value
    assert isinstance(rules.from_json(7), int)


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        (Form.RATE, Decimal("0.00125"), "0.13%"),
        (Form.RATE, Decimal(1), "100.00%"),
        (Form.MONEY, Decimal("1234.5"), "1,234.50"),
        (Form.COUNT, 1234, "1,234"),
        (Form.COUNT, 0, "0"),
        (Form.COUNT, None, "—"),
    ],
)
def test_a_figure_is_printed_by_its_form(form: Form, value: Decimal | int | None, text: str) -> None:
    assert printed(form, value) == text
