"""Clocks that differ by five minutes between web, worker and database (trust.md 4.2 row 16)."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core import clock, jobs
from core.choices import JobState
from core.jobs import Tick, ledger
from core.models import Job
from reports.rules import came_late
from tests.cast import Cast

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
#: The last days of the campaign and of the year, a leap day, and the last day of a later year.
LAST_DAYS: Final = (date(2023, 12, 10), date(2023, 12, 31), date(2024, 2, 29), date(2027, 12, 31))
SKEWS: Final = (-300, 0, 300)
FIVE_MINUTES: Final = 5 * 60 * 10**6
KIND: Final = "skewed-job"


@pytest.mark.parametrize("due", LAST_DAYS)
def test_a_day_ends_at_midnight_in_zhejiang_to_the_microsecond(due: date) -> None:
    midnight, dice = datetime(due.year, due.month, due.day, tzinfo=SHANGHAI) + timedelta(days=1), random.Random(16)
    for microseconds in (-1, 0, 1, *(dice.randrange(-FIVE_MINUTES, FIVE_MINUTES) for _ in range(250))):
        instant = (midnight + timedelta(microseconds=microseconds)).astimezone(UTC)
        assert came_late(clock.day_of(instant), due) == (microseconds >= 0), instant


def shift(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """The clock of this process goes before or after that of the database."""
    true = timezone.now
    monkeypatch.setattr("core.clock.timezone.now", lambda: true() + timedelta(seconds=seconds))


@pytest.mark.django_db
@pytest.mark.parametrize("seconds", SKEWS)
def test_what_came_in_time_is_the_database_s_to_say(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    before = clock.database_now()
    shift(monkeypatch, seconds)
    assert abs(clock.database_now() - before) < timedelta(seconds=60)


@pytest.mark.parametrize(("first", "second"), list(product(SKEWS, SKEWS)))
def test_workers_whose_clocks_differ_do_a_job_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, first: int, second: int
) -> None:
    """The second worker is told of the job while the first is at it, and may take its lease for one that has run out."""
    job = jobs.create_job(kind=KIND, key="skew:1", by=cast.hangzhou_officer, at=clock.now(), payload={}, ring=False)
    offsets, effects = [first], []
    true = timezone.now
    monkeypatch.setattr("core.clock.timezone.now", lambda: true() + timedelta(seconds=offsets[-1]))

    def work(job: Job, tick: Tick) -> dict[str, Any]:
        if len(offsets) == 1:
            offsets.append(second)
            jobs.run_job(job.pk)
            offsets.append(first)
        tick.hold()
        effects.append(tick.lease)
        tick.settle({"rows": 1})
        return {"rows": 1}

    monkeypatch.setitem(ledger._handlers, KIND, work)
    jobs.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, len(effects)) == (JobState.DONE, {"rows": 1}, 1)
