"""What the rooms share in making invented ledgers: size, luck, batches, later changes. The same seed, the same rows."""

import random
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import accumulate, islice
from typing import TypeVar

import pghistory
from django.db import models
from django.utils import timezone

BATCH = 2000
MONTHS = 12
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make: `sizes` is {ledger: rows}; `today` is the last day that anything may lie on."""

    seed: int
    today: date
    sizes: Mapping[str, int]

    @property
    def at(self) -> datetime:
        """The instant of the seeding: the day's beginning, since the time of day would differ from run to run."""
        return instant(self.today, 0)

    def luck(self, name: str) -> random.Random:
        """A source of its own for each purpose, so that a new ledger leaves the others as they were."""
        return random.Random(f"{self.seed}:{name}")  # noqa: S311 - invented data, to be repeated


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger of the demo world. `sizes`: {scale: rows}; `fill` writes them, after those of the ledgers before it."""

    name: str
    model: type[models.Model]
    sizes: Mapping[str, int]
    fill: Callable[[Plan], None]


def instant(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def entered(rng: random.Random, day: date, most: int, at: datetime) -> datetime:
    """An instant of office hours up to `most` days after the day, never later than `at`."""
    return min(at, instant(day + timedelta(days=rng.randint(1, most)), rng.randint(9, 17)))


def save_all(model: type[M], rows: Iterable[M]) -> None:
    """bulk_create in batches, with memory bounded by one of them."""
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        model._default_manager.bulk_create(batch)


def by_weight(rng: random.Random, of: int, number: int) -> "array[int]":
    """How many of `number` rows each of the `of` parents gets: few get many, some get none; the sum is exact."""
    counts = array("L", [0]) * of
    shares = list(accumulate(rng.random() ** 2 for _ in range(of)))
    for first in range(0, number if of else 0, BATCH):
        for index in rng.choices(range(of), cum_weights=shares, k=min(BATCH, number - first)):
            counts[index] += 1
    return counts


def mostly_even(rng: random.Random, of: int, number: int, moved: float = 0.12) -> "array[int]":
    """As `by_weight`, all alike but for the share `moved` that gives one of its rows to another parent."""
    counts = array("L", [number // of if of else 0]) * of
    for index in rng.sample(range(of), number % of if of else 0):
        counts[index] += 1
    for index in rng.sample(range(of), round(of * moved)):
        if counts[index]:
            counts[index] -= 1
            counts[rng.randrange(of)] += 1
    return counts


@dataclass(slots=True)
class Changes:
    """What happens to rows later, month by month: written with its own instant, so that the history tells it.

    Rows are named by the column `key`. Memory holds the changes, which are few, and not the rows.
    """

    model: type[models.Model]
    key: str
    today: date
    planned: dict[tuple[datetime, int], dict[str, dict[str, object]]] = field(default_factory=lambda: defaultdict(dict))

    def month(self, rng: random.Random, since: date) -> datetime:
        """The first of a month, later than `since` where one of the last twelve is, and not after today."""
        firsts = [instant(day, 10) for day in _firsts(self.today) if day > since]
        return rng.choice(firsts) if firsts else instant(self.today, 0)

    def plan(self, name: str, when: datetime, by: int, /, **values: object) -> None:
        """The row `name` gets `values` at `when` by the person with the id `by`."""
        self.planned[when, by][name] = values

    def write(self) -> None:
        for (when, by), rows in sorted(self.planned.items()):
            names = sorted(rows)
            for first in range(0, len(names), BATCH):
                self._write(when, by, {name: rows[name] for name in names[first : first + BATCH]})

    def _write(self, when: datetime, by: int, rows: dict[str, dict[str, object]]) -> None:
        found = list(self.model._default_manager.filter(**{f"{self.key}__in": list(rows)}).order_by("pk"))
        columns = {"updated_at"}
        for row in found:
            changes = rows[getattr(row, self.key)]
            columns |= set(changes)
            for column, value in {**changes, "updated_at": when}.items():
                setattr(row, column, value)
        with pghistory.context(at=when.isoformat(), user=by):
            self.model._default_manager.bulk_update(found, sorted(columns), batch_size=500)


def _firsts(today: date) -> list[date]:
    """The firsts of the last twelve months before today."""
    found: list[date] = []
    day = (today - timedelta(days=1)).replace(day=1)
    while len(found) < MONTHS:
        found.append(day)
        day = (day - timedelta(days=1)).replace(day=1)
    return found


def blank_page() -> bytes:
    """An empty page of A4 as a PDF, where an invented file stands for a scan."""
    import pypdf

    paper, body = pypdf.PdfWriter(), BytesIO()
    paper.add_blank_page(width=595, height=842)
    paper.write(body)
    return body.getvalue()
