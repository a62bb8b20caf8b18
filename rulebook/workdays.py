"""The calendar of working days as the province keeps it: exceptions, and how far it is known to be right.

The arrangement itself comes with the portal (`core.calendar`); the State Council publishes each year's in the autumn
before, and a province may deviate.
"""

from dataclasses import dataclass
from datetime import date

from core import calendar
from rulebook.models import CalendarCheck, DayOverride


@dataclass(frozen=True, slots=True)
class Workdays:
    """The exceptions, and the last day up to which the calendar is known; beyond it reckonings are provisional."""

    overrides: calendar.Overrides
    valid_through: date | None

    def is_provisional(self, day: date) -> bool:
        """Where nobody has stated a day, a year counts as known once its arrangement is."""
        return calendar.is_provisional(day) if self.valid_through is None else day > self.valid_through


def workdays() -> Workdays:
    """The calendar as it stands, in two queries."""
    stated = CalendarCheck.objects.values_list("valid_through", flat=True).first()
    return Workdays(dict(DayOverride.objects.values_list("day", "is_worked")), stated)
