"""How figures are rounded and printed (contract 5; domain.md 4.12)."""

from decimal import ROUND_HALF_UP, Decimal

Number = int | Decimal | None
RATE, MONEY = Decimal("0.0001"), Decimal("0.01")
DASH = "—"
RATES = frozenset({"coverage.rate", "campaign.assist_rate", "expenses.share"})
AMOUNTS = frozenset({"coverage.premium_paid", "expenses.booked"})


def rate(part: Number, whole: Number) -> Decimal | None:
    """A fraction with four decimals, HALF_UP; None over a zero or unknown denominator."""
    if part is None or not whole:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(RATE, ROUND_HALF_UP)


def money(value: Decimal | None) -> Decimal:
    """Yuan with two decimals, HALF_UP; nothing counted is 0.00."""
    return Decimal(value or 0).quantize(MONEY, ROUND_HALF_UP)


def wan(value: Number) -> Decimal | None:
    """Yuan as 万元 with two decimals, as official tables print it."""
    return None if value is None else (Decimal(value) / 10_000).quantize(MONEY, ROUND_HALF_UP)


def to_json(value: Number) -> int | float | None:
    """A JSON number; four or two decimals survive the way through a double."""
    return float(value) if isinstance(value, Decimal) else value


def from_json(value: object) -> Number:
    """The number behind a stored figure."""
    if value is None or isinstance(value, int):
        return value
    return Decimal(str(value))


def printed(figure_id: str, value: Number) -> str:
    """How a figure stands on a page: percent with two decimals, money with two, counts with commas, 「—」 for unknown."""
    if value is None:
        return DASH
    if figure_id in RATES:
        return f"{(Decimal(value) * 100).quantize(MONEY, ROUND_HALF_UP)}%"
    if figure_id in AMOUNTS:
        return f"{Decimal(value).quantize(MONEY, ROUND_HALF_UP):,}"
    return f"{value:,}"
