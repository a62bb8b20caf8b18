"""Working days of the State Council's yearly arrangement, with a table of exceptions for what a province decides.

Days are dates in Asia/Shanghai; nothing here reads the clock. The arrangement comes from the `holidays` package; a
year whose arrangement is not published yet is provisional: legal holidays are known, moved weekends are not.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

#: Exceptions: day → whether it is worked. They go before the arrangement.
Overrides = Mapping[date, bool]
NONE: Overrides = {}
ONE_DAY = timedelta(days=1)
LONGEST_BREAK = 30  # days; no arrangement has had more than 10 free days on end


@lru_cache(maxsize=32)
def _year(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year)


def is_working_day(day: date, overrides: Overrides = NONE) -> bool:
    """Whether the day is worked: 7 and 8 October 2023 are (moved weekend), 29 September 2023 is not."""
    if day in overrides:
        return overrides[day]
    return bool(_year(day.year).is_working_day(day))


def is_provisional(day: date) -> bool:
    """Whether the year's arrangement is unknown: each arrangement since 2007 works at least one weekend day."""
    return not any(moved.year == day.year for moved in _year(day.year).weekend_workdays)


def working_days(after: date, until: date, overrides: Overrides = NONE) -> int:
    """How many working days lie after `after` up to and with `until`; 0 when `until` is not later."""
    days = (until - after).days
    return sum(is_working_day(after + n * ONE_DAY, overrides) for n in range(1, days + 1))


def last_working_day(until: date, overrides: Overrides = NONE) -> date:
    """The day itself if worked, else the nearest worked day before it."""
    return _step(until, -ONE_DAY, overrides)


def next_working_day(after: date, overrides: Overrides = NONE) -> date:
    """The first worked day after the day."""
    return _step(after + ONE_DAY, ONE_DAY, overrides)


def add_working_days(day: date, count: int, overrides: Overrides = NONE) -> date:
    """The worked day that is `count` working days later; the day itself does not count. `count` is at least 0."""
    for _ in range(count):
        day = next_working_day(day, overrides)
    return day


def _step(day: date, step: timedelta, overrides: Overrides) -> date:
    for _ in range(LONGEST_BREAK):
        if is_working_day(day, overrides):
            return day
        day += step
    raise ValueError(f"no working day within {LONGEST_BREAK} days of {day}")
