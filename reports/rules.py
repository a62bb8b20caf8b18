"""How figures are rounded (contract 5; domain.md 4.12)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

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


def sum_of_known(values: Iterable[Decimal | None]) -> Decimal | None:
    """What a column of money comes to whose lines may be unknown; unknown itself where no line is known."""
    lines = list(values)
    known = [value for value in lines if value is not None]
    return sum(known, Decimal(0)) if known or not lines else None


def to_json(value: Number) -> int | float | None:
    """A JSON number; four or two decimals survive the way through a double."""
    return float(value) if isinstance(value, Decimal) else value


def from_json(value: object) -> Number:
    """The number behind a stored figure."""
    if value is None or isinstance(value, int):
        return value
    return Decimal(str(value))


def digest_of(keys: Iterable[int]) -> str:
    """SHA-256 of the keys of a figure's rows in ascending order, joined by commas: what the sheet 溯源 shows."""
    return hashlib.sha256(",".join(map(str, sorted(keys))).encode()).hexdigest()


def code_of(series: Mapping[str, str], values: object, digests: Iterable[tuple[str, str]]) -> str:
    """The check code 核验码 of a version: SHA-256 over its `series` with the cut-off, its figures, and the digests of the
    rows behind them.

    Versions of one cut-off share it while nothing changed: which of them a paper is says the number behind the code.
    """
    body = json.dumps([series, values, sorted(digests)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def printed_code(code: str, version: int | None) -> str:
    """The check code as papers and pages carry it: with the number of the version, which a check copy has not."""
    return f"{code}-v{version}" if version else code


def earlier_month(day: date) -> date:
    """The same day of the month before, or its last one where it is shorter."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def came_late(arrived_on: date, due_on: date) -> bool:
    """Whether a report came after its last day; 23:59:59 of that day is in time (N49; domain.md 5.4)."""
    return arrived_on > due_on


class Pace(NamedTuple):
    """How a count moves towards its goal: so many in the last days, so many expected by the end."""

    now: int
    goal: int
    gained: int
    expected: int

    @property
    def is_enough(self) -> bool:
        return self.expected >= self.goal


def pace(*, now: int, earlier: int, window: int, goal: int, days_left: int) -> Pace:
    """The count at the end if it goes on as in the last `window` days; never more than its goal."""
    gained = now - earlier
    expected = now + gained * max(days_left, 0) // window
    return Pace(now, goal, gained, min(expected, goal) if now <= goal else now)
