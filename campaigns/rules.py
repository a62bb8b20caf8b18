"""What follows from a campaign's days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol, TypeVar

from core import calendar

#: So long after its end a campaign can still be worked in: what is open of it is followed up.
FOLLOWED_UP: Final = timedelta(days=366)


class Windowed(Protocol):
    """What has the days of a campaign, both inclusive."""

    is_yearly: bool
    starts_on: date
    ends_on: date


W = TypeVar("W", bound=Windowed)


def default_campaign(campaigns: Iterable[W], day: date) -> W | None:
    """The usual campaign of a day: the running one of the year, any that runs, the latest ended, the next to come."""
    rows = list(campaigns)
    running = [one for one in rows if is_within(day, one.starts_on, one.ends_on)]
    ended = [one for one in rows if one.ends_on < day]
    for found in ([one for one in running if one.is_yearly], running):
        if found:
            return max(found, key=lambda one: one.starts_on)
    if ended:
        return max(ended, key=lambda one: (one.ends_on, one.is_yearly))
    return min(rows, key=lambda one: one.starts_on, default=None)


@dataclass(frozen=True, slots=True)
class Countdown:
    """What lies between a day and the deadline of the reports (notice, closing paragraph: by 10 December).

    `days` (to the deadline) and `finish_days` (to `finish_on`) are negative once passed. `working_days` counts from
    `first_on` to `finish_on`, both worked days; `finish_on` is the deadline or, when nobody works then, the last
    worked day before it. `provisional`: the year's arrangement of holidays is not published yet.
    """

    deadline_on: date
    days: int
    finish_days: int
    working_days: int
    first_on: date
    finish_on: date
    provisional: bool

    @property
    def is_free_day(self) -> bool:
        """The deadline falls on a day off, so that the work has to be done before."""
        return self.finish_on != self.deadline_on

    @property
    def is_over(self) -> bool:
        return self.days < 0


def countdown(
    deadline: date,
    today: date,
    overrides: calendar.Overrides = calendar.NONE,
    is_provisional: Callable[[date], bool] = calendar.is_provisional,
) -> Countdown:
    """The countdown on a day; today itself is not counted. The province's calendar gives the last two."""
    finish = calendar.last_working_day(deadline, overrides)
    return Countdown(
        deadline_on=deadline,
        days=(deadline - today).days,
        finish_days=(finish - today).days,
        working_days=calendar.working_days(today, deadline, overrides),
        first_on=calendar.next_working_day(today, overrides),
        finish_on=finish,
        provisional=is_provisional(deadline),
    )


def is_within(day: date, starts_on: date, ends_on: date) -> bool:
    """Whether the day lies in the campaign's window, both ends included."""
    return starts_on <= day <= ends_on


def elapsed(today: date, starts_on: date, ends_on: date) -> tuple[int, int]:
    """Days of the window that have begun, and all its days."""
    whole = (ends_on - starts_on).days + 1
    return min(max((today - starts_on + timedelta(days=1)).days, 0), whole), whole
