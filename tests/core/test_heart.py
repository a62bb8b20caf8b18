"""A worker keeps its job as long as its process lives and the job gets on, and no longer."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, transaction

from core import clock, jobs
from core.choices import JobState
from core.jobs import Tick, ledger
from core.models import Job
from tests.cast import Cast
from tests.core.worker import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "test-job"


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], Job]:
    """Run a job whose handler is the function given; a heart beats twenty times a second."""

    def run_with(function: Any) -> Job:
        monkeypatch.setattr(ledger, "BEAT_SECONDS", 0.05)
        monkeypatch.setitem(ledger._handlers, KIND, function)
        asked = jobs.create_job(
            kind=KIND, key="test:1", by=cast.hangzhou_officer, at=clock.now(), payload={"x": 1}, ring=False
        )
        ended = jobs.run_job(asked.pk)
        assert ended is not None
        return ended

    return run_with


def lease(job: Job) -> Any:
    return Job.objects.values_list("lease_until", flat=True).get(pk=job.pk)


def nearly_over(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=clock.true_now() - timedelta(seconds=1))


def test_a_silent_handler_keeps_its_job_as_long_as_its_process_lives(run: Callable[[Any], Job]) -> None:
    def work(job: Job, tick: Tick) -> dict[str, Any]:
        for _ in range(2):
            nearly_over(job)
            wait_for(lambda: lease(job) > clock.true_now(), "the lease is renewed")
        assert ledger.claim(job.pk) is None
        return {}

    assert run(work).state == JobState.DONE


def test_who_told_nothing_for_ten_minutes_is_given_up(run: Callable[[Any], Job]) -> None:
    def work(job: Job, tick: Tick) -> dict[str, Any]:
        tick._last -= ledger.MOST_SILENT + timedelta(seconds=1)
        nearly_over(job)
        assert not tick.live()
        assert ledger.claim(job.pk) is not None
        return {}

    assert run(work).state == JobState.RUNNING  # the other run has it


def test_a_beat_waits_for_no_lock_and_goes_on_after_a_fault(
    run: Callable[[Any], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    beats, has_beaten, live = [0], Event(), Tick.live

    def faulty(tick: Tick) -> bool:
        beats[0] += 1
        if beats[0] == 1:
            raise OperationalError("server closed the connection")
        kept = live(tick)
        has_beaten.set()
        return kept

    monkeypatch.setattr(Tick, "live", faulty)

    def work(job: Job, tick: Tick) -> dict[str, Any]:
        with transaction.atomic():
            tick.hold()
            assert has_beaten.wait(60)
        nearly_over(job)
        wait_for(lambda: lease(job) > clock.true_now(), "the lease is renewed")
        return {}

    assert run(work).state == JobState.DONE
    assert beats[0] > 1


def test_what_lost_its_job_beats_no_more(run: Callable[[Any], Job]) -> None:
    def work(job: Job, tick: Tick) -> dict[str, Any]:
        Job.objects.filter(pk=job.pk).update(state=JobState.CANCELLED, lease="")
        assert not tick.live()
        return {}

    assert run(work).state == JobState.CANCELLED
