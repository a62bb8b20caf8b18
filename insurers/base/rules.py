"""Arithmetic that several ledgers share."""

from decimal import ROUND_HALF_UP, Decimal


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """A fraction with four decimals, HALF_UP; None over nothing."""
    return (part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP) if whole else None
