"""What follows from a campaign's days, and from the days that a code is in use."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Protocol, TypeVar

from core import calendar
from core.identifiers import is_office_phone

#: So long after its end a campaign can still be worked in: what is open of it is followed up.
FOLLOWED_UP: Final = timedelta(days=366)


class Windowed(Protocol):
    """What has the days of a campaign, both inclusive."""

    is_yearly: bool
    starts_on: date
    ends_on: date


W = TypeVar("W", bound=Windowed)
#: First and last day, both inclusive.
Stretch = tuple[date, date]


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

    @property
    def days_over(self) -> int:
        """How long the deadline has passed; 0 up to it."""
        return max(0, -self.days)


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


def _stretches(campaigns: Iterable[W]) -> Iterator[tuple[Stretch, list[W]]]:
    """The days on which the same campaigns run, as stretches with those that do."""
    rows = list(campaigns)
    begins = sorted({one.starts_on for one in rows} | {one.ends_on + timedelta(days=1) for one in rows})
    for first, after in pairwise(begins):
        last = after - timedelta(days=1)
        yield (first, last), [one for one in rows if one.starts_on <= first and last <= one.ends_on]


def sole_days(campaigns: Iterable[W], own: W) -> list[Stretch]:
    """When the campaign alone runs: what names none counts in it then (N4)."""
    return [days for days, running in _stretches(campaigns) if running == [own]]


def undecided_days(campaigns: Iterable[W]) -> list[Stretch]:
    """When several run and none of them is that of a year: what names none counts nowhere until it does."""
    found = _stretches(campaigns)
    return [days for days, running in found if len(running) > 1 and not any(one.is_yearly for one in running)]


#: First and last day of use, both inclusive; None for an end that is not known.
Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Usage:
    """The spans of use of the codes that some record might not carry; a code that does not stand here is free.

    A record of an earlier day may carry a code that came into use since: what is entered late is sorted as today. What
    went out of use stands on no record of a later day, except on those that carry it already.
    """

    today: date
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def is_open(self, code: str, day: date) -> bool:
        """Whether the code may be written on a record of the day."""
        spans, latest = self.spans.get(code), max(day, self.today)
        return spans is None or any(begins <= latest and (ends is None or day <= ends) for begins, ends in spans)

    def closed(self, day: date) -> frozenset[str]:
        """The codes that may not be written on a record of the day."""
        return frozenset(code for code in self.spans if not self.is_open(code, day))

    def complaint(self, codes: Iterable[str], day: date, kept: Collection[str] = ()) -> str | None:
        """What is wrong with the codes of a record of the day, as the end of a sentence; `kept` it carries already."""
        wrong = [code for code in codes if code not in kept and not self.is_open(code, day)]
        return f"中的{'、'.join(self._told(code, day) for code in wrong)}，请改选在用的项目。" if wrong else None

    def _told(self, code: str, day: date) -> str:
        name, spans = self.labels.get(code, code), self.spans[code]
        if ended := [ends for _begins, ends in spans if ends is not None and ends < day]:
            return f"“{name}”已于 {max(ended)} 停用"
        return f"“{name}”自 {min(begins for begins, _ends in spans)} 起才启用"


#: Where every code is free.
UNBOUND: Final = Usage(date.min)


def may_close(spans: Iterable[Span], today: date) -> bool:
    """Whether there is a day whose records may not carry a code of these spans."""
    return not any(begins <= today and ends is None for begins, ends in spans)


def narrowed(choices: Iterable[tuple[object, object]], closed: Collection[str]) -> list[tuple[object, object]]:
    """The choices, groups among them, without those that are closed; an empty group goes too."""
    found: list[tuple[object, object]] = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            if rest := narrowed(label, closed):
                found.append((value, rest))
        elif str(value) not in closed:
            found.append((value, label))
    return found


def complain_landline(number: str) -> str | None:
    """Only the telephones of offices are kept, no one's own."""
    if is_office_phone(number):
        return None
    return f"「{number[:30]}」不是办公电话，请填写带区号的固定电话，例如 0571-81050000"
