"""Which share of the premium may go into prevention fees, by day (domain.md 0.1).

The national letter of 2024 and the measures of 2025 set a ceiling, 21 % of the premium actually collected, and no
floor; nothing national was said in 2023, and the same ceiling is used as a yardstick for it.
"""

from datetime import date
from decimal import Decimal
from typing import Final

#: (first day, lowest share, highest share); None: no such bound.
RULES: Final[tuple[tuple[date, Decimal | None, Decimal | None], ...]] = ((date.min, None, Decimal("0.21")),)


def share_rule(day: date) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and highest share in force on a day, as fractions."""
    return next((low, high) for first, low, high in reversed(RULES) if first <= day)
