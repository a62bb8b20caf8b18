"""How figures are rounded and printed (contract 5)."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from core.workbooks.formats import Form, printed
from reports import rules


@pytest.mark.parametrize(
    ("yuan", "wan"),
    [("50", "0.01"), ("49.99", "0.00"), ("1250", "0.13"), ("10000", "1.00"), ("0", "0.00"), ("1e8", "10000.00")],
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


def test_the_digest_of_rows_is_that_of_their_keys_in_order() -> None:
    assert rules.digest_of([10, 9, 2]) == hashlib.sha256(b"2,9,10").hexdigest()


def test_the_check_code_is_that_of_series_figures_and_digests_as_they_are_written_down() -> None:
    body = '[{"cutoff":"2023-12-01","report":"coverage"},{"甲":1},[["a","1"],["b","2"]]]'.encode()
    series = {"report": "coverage", "cutoff": "2023-12-01"}
    assert rules.code_of(series, {"甲": 1}, [("b", "2"), ("a", "1")]) == hashlib.sha256(body).hexdigest()


def test_a_paper_carries_the_number_behind_the_code() -> None:
    assert rules.printed_code("c0de", 3) == "c0de-v3"
    assert rules.printed_code("c0de", None) == "c0de"


@pytest.mark.parametrize(
    ("lines", "total"),
    [([], "0"), (["1.10", None, "2.20"], "3.30"), (["0.00", None], "0.00"), ([None, None], None)],
)
def test_the_sum_of_what_no_line_knows_is_unknown(lines: list[str | None], total: str | None) -> None:
    found = rules.sum_of_known(None if one is None else Decimal(one) for one in lines)
    assert found == (None if total is None else Decimal(total))


@pytest.mark.parametrize(
    ("day", "earlier"),
    [
        (date(2023, 12, 10), date(2023, 11, 10)),
        (date(2023, 12, 31), date(2023, 11, 30)),
        (date(2023, 3, 31), date(2023, 2, 28)),
        (date(2024, 1, 1), date(2023, 12, 1)),
    ],
)
def test_a_month_earlier_is_the_same_day_or_the_last_one(day: date, earlier: date) -> None:
    assert rules.earlier_month(day) == earlier


@pytest.mark.parametrize(("day", "late"), [(9, False), (10, False), (11, True)])
def test_a_report_is_late_from_the_day_after(day: int, late: bool) -> None:
    assert rules.came_late(date(2023, 12, day), date(2023, 12, 10)) is late


@pytest.mark.parametrize(
    ("now", "earlier", "goal", "left", "expected", "enough"),
    [
        (40, 30, 60, 14, 60, True),
        (40, 30, 61, 14, 60, False),
        (40, 30, 50, 14, 50, True),
        (40, 30, 90, 0, 40, False),
        (40, 30, 90, -7, 40, False),
        (40, 30, 90, 1, 41, False),
        (70, 60, 60, 7, 70, True),
        (60, 50, 60, 7, 60, True),
        (40, 43, 90, 1, 39, False),
        (60, 67, 60, 7, 53, False),
    ],
)
def test_a_count_goes_on_as_in_the_last_days_up_to_its_goal(
    now: int, earlier: int, goal: int, left: int, expected: int, enough: bool
) -> None:
    found = rules.pace(now=now, earlier=earlier, window=7, goal=goal, days_left=left)
    assert found == rules.Pace(now, goal, now - earlier, expected)
    assert found.is_enough is enough
