"""How figures are rounded (contract 5; domain.md 4.12)."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

#: A count, an amount in yuan or a fraction; None for a zero denominator or a ledger that is not built yet.
Number = int | Decimal | None
RATE_STEP: Final = Decimal("0.0001")
MONEY_STEP: Final = Decimal("0.01")
WAN: Final = 10_000


def rate(part: Number, whole: Number) -> Decimal | None:
    """A fraction with four decimals, HALF_UP; None over a zero or unknown denominator."""
    if part is None or not whole:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(RATE_STEP, ROUND_HALF_UP)


def money(value: int | Decimal | None) -> Decimal:
    """Yuan with two decimals, HALF_UP; nothing counted is 0.00."""
    return Decimal(value or 0).quantize(MONEY_STEP, ROUND_HALF_UP)


def wan(value: Number) -> Decimal | None:
    """Yuan as 万元 with two decimals, HALF_UP, as official tables print it."""
    return None if value is None else (Decimal(value) / WAN).quantize(MONEY_STEP, ROUND_HALF_UP)


def add_up(values: Iterable[Number]) -> int | Decimal:
    """The sum of counts (int) or of money (Decimal); what is unknown adds nothing."""
    total: int | Decimal = 0
    for value in values:
        total += value or 0
    return total


def to_json(value: Number) -> int | float | None:
    """A JSON number; four or two decimals survive the way through a double."""
    return float(value) if isinstance(value, Decimal) else value


def from_json(value: object) -> Number:
    """The number behind a stored figure."""
    if value is None or isinstance(value, int):
        return value
    return Decimal(str(value))
