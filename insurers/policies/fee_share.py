"""Which share of the premium may go into prevention fees, by day (domain.md 0.1): a dated rule of the province."""

from datetime import date
from decimal import Decimal

from rulebook.book import values_on
from rulebook.choices import RuleCode


def share_rule(day: date) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and highest share in force on a day, as fractions; None: no such bound."""
    values = values_on(day)
    return values.get(RuleCode.FEE_SHARE_MIN), values.get(RuleCode.FEE_SHARE_MAX)
