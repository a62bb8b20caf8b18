"""Jobs: one effect whatever happens to workers, messages and leases."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.template.loader import render_to_string

from core import clock, jobs
from core.choices import JobPhase, JobState
from core.jobs import JobCancelled, JobRefused, Tick, ledger
from core.models import AuditEvent, Job
from tests.cast import Cast

KIND = "test-job"


@pytest.fixture
def job(cast: Cast) -> Job:
    return jobs.create_job(
        kind=KIND, key="test:1", by=cast.hangzhou_officer, at=clock.now(), payload={"x": 1}, ring=False
    )


def handler(monkeypatch: pytest.MonkeyPatch, function: Any) -> None:
    monkeypatch.setitem(ledger._handlers, KIND, function)


def test_a_key_makes_one_job(cast: Cast, job: Job) -> None:
    again = jobs.create_job(kind=KIND, key="test:1", by=cast.hangzhou_officer, at=clock.now(), payload={}, ring=False)
    assert again.pk == job.pk


def test_a_finished_job_keeps_its_result_and_does_not_run_again(monkeypatch: pytest.MonkeyPatch, job: Job) -> None:
    runs: list[int] = []

    def work(job: Job, tick: Tick) -> dict[str, Any]:
        runs.append(job.pk)
        return {"rows": 3}

    handler(monkeypatch, work)
    for _ in range(10):  # a message delivered ten times
        jobs.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.percent, len(runs)) == (JobState.DONE, {"rows": 3}, 100, 1)


def test_a_refusal_reaches_the_owner_and_a_fault_does_not_leak(monkeypatch: pytest.MonkeyPatch, job: Job) -> None:
    def refuse(job: Job, tick: Tick) -> dict[str, Any]:
        raise JobRefused("请先接收上一批")

    handler(monkeypatch, refuse)
    ended = jobs.run_job(job.pk)
    assert ended is not None
    assert (ended.state, ended.message) == (JobState.FAILED, "请先接收上一批")

    def crash(job: Job, tick: Tick) -> dict[str, Any]:
        raise RuntimeError("secret detail")

    handler(monkeypatch, crash)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    ended = jobs.run_job(job.pk)
    assert ended is not None
    assert ended.state == JobState.FAILED
    assert "secret" not in ended.message


def test_a_lost_worker_s_job_is_taken_over_and_the_first_run_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, job: Job
) -> None:
    first = ledger.claim(job.pk)
    assert first is not None
    assert ledger.claim(job.pk) is None  # its lease stands
    Job.objects.filter(pk=job.pk).update(lease_until=clock.true_now() - timedelta(seconds=1))
    second = ledger.claim(job.pk)
    assert second is not None
    assert second.lease != first.lease
    with pytest.raises(JobCancelled), transaction.atomic():
        Tick(first.pk, first.lease).hold()
    with transaction.atomic():
        assert Tick(second.pk, second.lease).hold().pk == job.pk


def test_a_cancelled_job_stops_at_its_next_tick(monkeypatch: pytest.MonkeyPatch, cast: Cast, job: Job) -> None:
    def work(job: Job, tick: Tick) -> dict[str, Any]:
        assert ledger.cancel_job(job=job, by=cast.hangzhou_lead, at=clock.now())
        tick._last -= timedelta(seconds=1)
        tick(5, 10)
        raise AssertionError("went on after being cancelled")

    handler(monkeypatch, work)
    jobs.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_only_the_own_organisation_sees_and_cancels_a_job(cast: Cast, job: Job) -> None:
    assert Job.objects.visible_to(cast.hangzhou_lead).filter(pk=job.pk).exists()
    for stranger in (cast.quzhou_officer, cast.insurer_a_clerk, cast.adm_system):
        assert not Job.objects.visible_to(stranger).filter(pk=job.pk).exists()
        assert not ledger.cancel_job(job=job, by=stranger, at=clock.now())


def test_the_sweeper_rings_for_waiting_and_lost_jobs(monkeypatch: pytest.MonkeyPatch, job: Job) -> None:
    rung: list[int] = []
    monkeypatch.setattr(ledger, "ring_bell", rung.append)
    jobs.sweep()
    assert rung == [job.pk]
    ledger.claim(job.pk)
    rung.clear()
    jobs.sweep()
    assert rung == []
    Job.objects.filter(pk=job.pk).update(lease_until=clock.true_now() - timedelta(seconds=1))
    jobs.sweep()
    assert rung == [job.pk]


def test_what_was_lost_is_rung_for_sooner_than_what_waits(monkeypatch: pytest.MonkeyPatch, job: Job) -> None:
    rung: list[int] = []
    monkeypatch.setattr(ledger, "ring_bell", rung.append)
    assert jobs.take_over() == 0
    ledger.claim(job.pk)
    assert jobs.take_over() == 0
    Job.objects.filter(pk=job.pk).update(lease_until=clock.true_now() - timedelta(seconds=1))
    assert jobs.take_over() == 1
    assert rung == [job.pk]


def test_a_broker_that_is_away_is_no_error(monkeypatch: pytest.MonkeyPatch, job: Job) -> None:
    from core import tasks

    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("broker away")

    monkeypatch.setattr(tasks.run_job, "apply_async", away)
    ledger.ring_bell(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_audit_is_untouched_by_jobs_that_only_run(monkeypatch: pytest.MonkeyPatch, job: Job) -> None:
    before = AuditEvent.objects.count()
    handler(monkeypatch, lambda job, tick: {})
    jobs.run_job(job.pk)
    assert AuditEvent.objects.count() == before


def test_where_the_place_in_the_queue_is_not_known_none_is_told() -> None:
    """As on the pages of the reports, where many jobs stand in one list."""
    shown = render_to_string("core/_job_counts.html", {"job": Job(state=JobState.QUEUED)})
    assert "排队中" in shown
    assert "前面还有" not in shown
    assert "前面还有0项" in render_to_string("core/_job_counts.html", {"job": Job(state=JobState.QUEUED), "before": 0})


def test_the_page_shows_place_in_queue_rows_done_and_a_way_to_stop(cast: Cast, job: Job, as_user: Any) -> None:
    second = jobs.create_job(
        kind=KIND,
        key="test:2",
        by=cast.hangzhou_officer,
        at=job.created_at + timedelta(seconds=1),
        payload={},
        ring=False,
    )
    browser = as_user(cast.hangzhou_officer)

    def page() -> str:
        return str(browser.get(f"/jobs/{second.pk}/").content.decode())

    before = Job.objects.filter(state=JobState.QUEUED, created_at__lt=second.created_at).count()
    assert before >= 1
    assert f"前面还有{before}项" in page().replace(" ", "")
    assert f'action="/jobs/{second.pk}/cancel/"' in page()
    Job.objects.filter(pk=second.pk).update(state=JobState.RUNNING, done=1200, total=3000)
    assert "1,200 / 3,000 行（40%）" in page()
    Job.objects.filter(pk=second.pk).update(phase=JobPhase.READ)
    assert "读取并校验：1,200 / 3,000 行（40%）" in page()
    Job.objects.filter(pk=second.pk).update(phase=JobPhase.TABLES, done=0, total=12)
    assert "写入表格：12 张表" in page()
    # A worker that was killed says nothing more; another run begins when its lease has ended.
    for gone, told in (
        (0, ""),
        (20, "秒没有进展；如处理中断，将自动进行第2次处理"),
        (31, "第2次处理将在一分钟内自动开始"),
    ):
        Job.objects.filter(pk=second.pk).update(
            attempts=1, lease_until=clock.true_now() + ledger.LEASE - timedelta(seconds=gone)
        )
        shown = page().replace(" ", "")
        assert told in shown
        assert bool(told) == ("第2次" in shown)
    Job.objects.filter(pk=second.pk).update(attempts=2, lease_until=clock.true_now() + ledger.LEASE)
    assert "第2次处理：上一次中断" in page().replace(" ", "")
    assert f'action="/jobs/{second.pk}/cancel/"' in page()
    assert browser.post(f"/jobs/{second.pk}/cancel/").status_code == 302
    assert "已取消" in page()
    assert f'action="/jobs/{second.pk}/cancel/"' not in page()
    assert as_user(cast.quzhou_officer).get(f"/jobs/{second.pk}/").status_code == 404


def test_a_phase_is_told_at_once_with_its_number(monkeypatch: pytest.MonkeyPatch, cast: Cast, job: Job) -> None:
    told: list[tuple[str, int, int]] = []

    def work(job: Job, tick: Tick) -> dict[str, Any]:
        for phase, total in ((JobPhase.OPEN, 0), (JobPhase.READ, 3000)):
            tick.phase(phase, total)
            told.append(Job.objects.values_list("phase", "done", "total").get(pk=job.pk))
        return {}

    handler(monkeypatch, work)
    jobs.run_job(job.pk)
    assert told == [("OPEN", 0, 0), ("READ", 0, 3000)]


def test_a_job_that_has_had_its_effect_cannot_be_cancelled_any_more(
    monkeypatch: pytest.MonkeyPatch, cast: Cast, job: Job
) -> None:
    def work(job: Job, tick: Tick) -> dict[str, Any]:
        with transaction.atomic():
            tick.hold()
            tick.settle({"rows": 3})
        assert not ledger.cancel_job(job=job, by=cast.hangzhou_officer, at=clock.now())
        return {"rows": 3}

    handler(monkeypatch, work)
    jobs.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"rows": 3})
