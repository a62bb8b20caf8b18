"""Days, months and addresses that a request names: read one way everywhere, and nonsense is None.

A day is read as a cell of a workbook and as a field of a form is. Pages count from what is named here, so that what
lies outside the years of the portal is no day for them: a calendar ends soon after.
"""

import re
from datetime import date
from typing import Final

import django_filters
from django.utils.http import url_has_allowed_host_and_scheme

from core.forms import DayField, plain_cell, typed_day

FIRST: Final = date(2000, 1, 1)
LAST: Final = date(2099, 12, 31)
_MONTH: Final = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?|([0-9]{2}))")


class DayFilter(django_filters.DateFilter):  # type: ignore[misc]
    """A day in the address of a list, read as everywhere else."""

    field_class = DayField


def day_in(text: str | None) -> date | None:
    """The day that the text names, if it is one of the portal's years."""
    day = typed_day(text) if text and len(text) < MOST else None
    return day if day is not None and FIRST <= day <= LAST else None


def month_in(text: str | None) -> date | None:
    """The first day of the month that the text names, 2023-09, 202309 or 2023年9月, if it is in the portal's years."""
    match = _MONTH.fullmatch(plain_cell(text)) if text and len(text) < MOST else None
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or match[3])
    return date(year, month, 1) if 1 <= month <= 12 and FIRST.year <= year <= LAST.year else None


def way_back(text: str | None) -> str | None:
    """An address of this portal, from its root; None for a foreign one, a name, or nonsense."""
    is_ours = text and text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if is_ours else None


#: No day and no month is written longer.
MOST: Final = 40
