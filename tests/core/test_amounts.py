"""Money and shares as pages print them: half a step upwards, 「—」 for what is unknown."""

from decimal import Decimal

import pytest

from core.templatetags import portal


@pytest.mark.parametrize(
    ("yuan", "wan"),
    [
        ("50", "0.01"),  # half of the last place
        ("49.99", "0.00"),
        ("1250", "0.13"),  # a banker would round to 0.12
        ("1249.99", "0.12"),
        ("10000", "1.00"),
        ("12345678.90", "1,234.57"),
        ("0", "0.00"),
        (None, "—"),
    ],
)
def test_wan_has_two_decimals_half_up(yuan: str | None, wan: str) -> None:
    assert portal.wan(None if yuan is None else Decimal(yuan)) == wan


@pytest.mark.parametrize(
    ("value", "shown"), [("0.125", "0.13"), ("0.124", "0.12"), ("1234.5", "1,234.50"), (None, "—")]
)
def test_yuan_has_two_decimals_half_up(value: str | None, shown: str) -> None:
    assert portal.yuan(None if value is None else Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("0.00125", "0.13%"), ("0.00124", "0.12%"), ("1", "100.00%"), ("0", "0.00%"), (None, "—")]
)
def test_percent_has_two_decimals_half_up(value: str | None, shown: str) -> None:
    assert portal.percent(None if value is None else Decimal(value)) == shown
