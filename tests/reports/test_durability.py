"""A build survives a worker that is killed, a message that is lost or doubled, and a restart: the report exists once."""

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from accounts.models import User
from core import clock, jobs
from core.choices import JobState
from core.models import Job
from reports.models import Snapshot, Submission
from reports.services import request_report
from tests import world
from tests.core import worker as w
from tests.reports.figuring import CUTOFF

pytestmark = [pytest.mark.xdist_group("worker"), pytest.mark.django_db(transaction=True)]
#: Where a run is killed: while its rows are frozen, and in its last transaction, as its version is about to be seen.
MOMENTS = ("reports_captureblock", "reports_snapshot")
#: How often builds are killed besides, and for how many seconds of a run its worker lives at most.
SOAK, LIVES = int(os.environ.get("PORTAL_SOAK", "0")), 1.5


@pytest.fixture
def bell() -> Iterator[w.Bell]:
    folder = Path(tempfile.mkdtemp(prefix="portal-builds-"))
    folder.chmod(0o755)
    found = w.Bell(folder / "bell")
    w.connect_sender(found.url)
    try:
        yield found
    finally:
        w.disconnect_sender()
        found.server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def ordered(by: User, cutoff: date = CUTOFF) -> Job:
    return request_report(report="coverage", by=by, city=None, campaign="2023", cutoff=cutoff, at=clock.now())


def test_a_report_whose_worker_is_killed_again_and_again_is_there_once(bell: w.Bell, tmp_path: Path) -> None:
    world.policy(world.enterprise())
    by = User.objects.select_related("organisation").get(username="em-330100")
    job = ordered(by)
    bell.flush()
    for moment in MOMENTS:
        worker = w.Worker(bell, tmp_path / "worker.log")
        with w.blocked(moment) as is_wanted:
            w.wait_for(lambda: jobs.sweep() >= 0 and is_wanted(), f"a write into {moment}", pause=0.2)
            worker.kill()
        w.end_lease(job.pk)
        assert not Snapshot.objects.exists()
    worker = w.Worker(bell, tmp_path / "worker.log")
    ended = w.sweep_until_ended(job.pk)
    worker.kill()
    assert jobs.run_job(job.pk) is None  # a message that comes again
    assert (ended.state, ended.attempts) == (JobState.DONE, len(MOMENTS) + 1)
    (snapshot,) = Snapshot.objects.all()
    assert (snapshot.version, snapshot.job_id, snapshot.figures["coverage.insured"]) == (1, job.pk, 1)
    assert Path(snapshot.workbook.file.path).stat().st_size > 0
    assert Submission.objects.filter(snapshot=snapshot).count() == 1
    soak(bell, by, tmp_path)


def soak(bell: w.Bell, by: User, folder: Path) -> None:
    """`make soak`: further builds, each killed up to three times at any moment; each report is there once and alike."""
    rng, kills, number = random.Random(133), 0, 0
    while kills < SOAK:
        number += 1
        job = ordered(by, CUTOFF + timedelta(days=number % 20))
        moments = [rng.choice([*MOMENTS, "", ""]) for _ in range(rng.randint(1, 3))]
        for moment in moments:
            worker = w.Worker(bell, folder / "worker.log")
            if moment:
                with w.blocked(moment) as is_wanted:
                    w.wait_for(lambda: jobs.sweep() >= 0 and is_wanted(), f"a write into {moment}", pause=0.2)
                    worker.kill()
            else:
                w.wait_for(partial(has_begun, job), "the build has begun", pause=0.05)
                worker.kill_within(rng.random() * LIVES)
            if Job.objects.get(pk=job.pk).is_ended:
                break
            kills += 1
            w.end_lease(job.pk)
        worker = w.Worker(bell, folder / "worker.log")
        ended = w.sweep_until_ended(job.pk)
        worker.kill()
        assert (ended.state, ended.message) == (JobState.DONE, ""), moments
        (snapshot,) = Snapshot.objects.filter(job=job)
        assert snapshot.figures["coverage.insured"] == 1, moments
        assert Snapshot.objects.count() == number + 1
        sys.stderr.write(f"{kills} of {SOAK} kills, {number} reports, each there once\n")


def has_begun(job: Job) -> bool:
    jobs.sweep()
    return Job.objects.filter(pk=job.pk).exclude(state=JobState.QUEUED).exists()
