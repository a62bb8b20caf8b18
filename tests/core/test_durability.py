"""Jobs survive: a killed worker, a lost or doubled message, a second decision change nothing in the result."""

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from accounts.models import User
from core import clock, jobs, walls
from core.choices import JobState
from core.imports.choices import UploadState
from core.imports.models import Upload
from core.imports.services import accept_upload
from core.jobs import ledger
from core.models import Job
from tests.conftest import KEPT
from tests.core import worker as w
from tests.databases import CLONE

pytestmark = [pytest.mark.xdist_group("worker"), pytest.mark.django_db(transaction=True)]
SOAK = int(os.environ.get("PORTAL_SOAK", "0"))
#: How often one import's worker is killed at most: a job is given up after MAX_ATTEMPTS.
KILLS_AN_IMPORT = ledger.MAX_ATTEMPTS - 2


class Script:
    """What every test begins with: a world, two workbooks, and what an import leaves that nobody disturbs."""

    def __init__(self, folder: Path) -> None:
        self.clerk: User = w.build_world()
        self.workbook, self.older = w.write_workbooks(self.clerk, folder)
        self.begin()
        w.run_here(self.workbook, self.clerk)
        self.undisturbed = w.result()
        self.begin()

    def begin(self) -> None:
        """As before every run: the older workbook is in the ledger."""
        w.empty()
        w.run_here(self.older, self.clerk)


class Stage:
    """The script, a bell, and workers one after the other."""

    def __init__(self, folder: Path, script: Script) -> None:
        self.folder = folder
        self.clerk, self.workbook, self.undisturbed = script.clerk, script.workbook, script.undisturbed
        self.begin = script.begin
        self.bell = w.Bell(folder / "bell")
        w.connect_sender(self.bell.url)
        self.workers: list[w.Worker] = []

    def start_worker(self) -> w.Worker:
        self.workers.append(w.Worker(self.bell, self.folder / "worker.log"))
        return self.workers[-1]

    def upload(self, *, accept: bool = True) -> tuple[Upload, int]:
        upload = w.send(self.workbook, self.clerk, accept=accept)
        return upload, upload.job_id or 0

    def end(self) -> None:
        for worker in self.workers:
            if worker.lives:
                worker.kill()
        w.disconnect_sender()
        self.bell.server.stop()


@pytest.fixture(scope="module")
def script(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Script, str]:
    """Written and played once, and the name of the database as it stood then."""
    clone, folder = request.config.stash[CLONE], tmp_path_factory.mktemp("durable")
    request.node.stash[KEPT] = folder
    with django_db_blocker.unblock(), walls.unattended():
        with override_settings(MEDIA_ROOT=folder / "media", ANCHOR_DIR=folder / "anchors"):
            written = Script(folder)
        name = clone.set_aside("durable")
        clone.renew()
    return written, name


@pytest.fixture
def stage(
    request: pytest.FixtureRequest, script: tuple[Script, str], _own_files: None, transactional_db: None
) -> Iterator[Stage]:
    written, name = script
    request.config.stash[CLONE].renew(name)
    # Not under pytest's own folder: as root Valkey runs as the service user, who may not pass that one.
    folder = Path(tempfile.mkdtemp(prefix="portal-durable-"))
    folder.chmod(0o755)
    try:
        made = Stage(folder, written)
        yield made
        made.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_running(job_id: int) -> Callable[[], bool]:
    return lambda: Job.objects.filter(pk=job_id, state=JobState.RUNNING, lease_until__gt=clock.true_now()).exists()


def kill_in_the_middle(worker: w.Worker, job_id: int, moment: str, rng: random.Random) -> None:
    """Kill the worker after a `random` row or right after its claim, with a batch `staged`, or at a write into a table."""
    if moment in {"staged", "random"}:
        rows = 0 if moment == "staged" else rng.choice([-1, rng.randrange(w.ROWS // 2)])
        w.wait_for(lambda: is_running(job_id)() or Job.objects.get(pk=job_id).is_ended, "the job runs")
        w.wait_for(lambda: w.staged_by(job_id) > rows or Job.objects.get(pk=job_id).is_ended, f"row {rows} is staged")
        worker.kill()
        return
    with w.blocked(moment) as is_wanted:
        w.wait_for(lambda: is_wanted() or Job.objects.get(pk=job_id).is_ended, f"a write into {moment}")
        worker.kill()


def import_with_kills(stage: Stage, moments: list[str], rng: random.Random) -> Job:
    """Upload, kill the worker at each moment, and let the last worker finish."""
    stage.begin()
    worker = stage.start_worker()
    _, job_id = stage.upload()
    for moment in moments:
        kill_in_the_middle(worker, job_id, moment, rng)
        w.end_lease(job_id)
        worker = stage.start_worker()
        jobs.sweep()
    job = w.sweep_until_ended(job_id)
    worker.kill()
    return job


#: Where the normal set kills: storing faults, staging, anywhere, and the merge's first and last write.
CHECK = ["imports_verdict", "staged", "random"]
MERGE = ["imports_uploadeffect", "core_auditevent"]


def disturb(stage: Stage, moments: list[str], rng: random.Random) -> int:
    """One disturbed import, compared with the undisturbed one; returns how many kills met a run."""
    job = import_with_kills(stage, moments, rng)
    assert (job.state, job.message) == (JobState.DONE, ""), moments
    assert w.result() == stage.undisturbed, moments
    return min(job.attempts - 1, len(moments))


def until_each_meets(stage: Stage, moments: list[str], rng: random.Random, tries: int = 10) -> int:
    """Disturb imports until each kill met a run of one of them; a busy machine may let a run end before its kill."""
    met = 0
    for _ in range(tries):
        met = disturb(stage, moments, rng)
        if met == len(moments):
            break
    return met


def test_an_import_whose_worker_is_killed_again_and_again_ends_as_if_undisturbed(stage: Stage) -> None:
    rng = random.Random(133)
    assert until_each_meets(stage, CHECK, rng) == len(CHECK)
    assert until_each_meets(stage, MERGE, rng) == len(MERGE)
    kills = len(CHECK) + len(MERGE)
    while kills < SOAK:
        number = min(SOAK - kills, rng.randint(1, KILLS_AN_IMPORT))
        kills += disturb(stage, [rng.choice([*CHECK, *MERGE, "random"]) for _ in range(number)], rng)
        sys.stderr.write(f"{kills} of {SOAK} kills, nothing lost, nothing doubled\n")


def test_a_flushed_and_a_restarted_valkey_lose_nothing(stage: Stage) -> None:
    _, job_id = stage.upload()
    assert stage.bell.waiting() == 1
    stage.bell.flush()
    worker = stage.start_worker()
    assert w.sweep_until_ended(job_id).state == JobState.DONE
    assert w.result() == stage.undisturbed

    for lose in (stage.bell.flush, stage.bell.restart):
        stage.begin()
        lose()
        _, job_id = stage.upload()
        assert w.sweep_until_ended(job_id).state == JobState.DONE
        assert worker.lives
        assert w.result() == stage.undisturbed


def test_ten_messages_and_two_acceptances_have_one_effect(stage: Stage, settings: Any) -> None:
    prepares = settings.CELERY_BEAT_SCHEDULE["prepare-desks"]
    w.app.send_task(prepares["task"], **prepares["options"])
    upload, job_id = stage.upload(accept=False)
    taken = [stage.bell.take() for _ in range(2)]
    assert taken == ["core.tasks.run_job", prepares["task"]]  # whoever sent a workbook waits for nobody's figures
    for _ in range(10):
        ledger.ring_bell(job_id)
    assert stage.bell.waiting() == 10
    stage.start_worker()
    w.wait_for(lambda: stage.bell.waiting() == 0, "all ten messages are heard")
    upload.refresh_from_db()
    assert (upload.state, Job.objects.get(pk=job_id).attempts) == (UploadState.CHECKED, 1)

    again = [accept_upload(upload=upload, by=stage.clerk, at=clock.now()).pk for _ in range(2)]
    for _ in range(8):
        ledger.ring_bell(again[0])
    assert again[0] == again[1]
    assert w.sweep_until_ended(again[0]).state == JobState.DONE
    w.wait_for(lambda: stage.bell.waiting() == 0, "all messages are heard")
    upload.refresh_from_db()
    assert accept_upload(upload=upload, by=stage.clerk, at=clock.now()).pk == again[0]
    assert Job.objects.get(pk=again[0]).attempts == 1
    assert w.result() == stage.undisturbed


def test_a_running_import_is_cancelled_without_a_trace_in_the_ledger(stage: Stage, as_user: Any) -> None:
    before = w.result()
    worker = stage.start_worker()
    with w.blocked("imports_verdict") as is_wanted:
        _, job_id = stage.upload()
        w.wait_for(is_wanted, "the check stores verdicts")
        browser = as_user(stage.clerk)
        assert f'action="/jobs/{job_id}/cancel/"' in browser.get(f"/jobs/{job_id}/").content.decode()
    assert browser.post(f"/jobs/{job_id}/cancel/").status_code == 302
    assert Job.objects.get(pk=job_id).state == JobState.CANCELLED
    w.wait_for(lambda: stage.bell.waiting() == 0, "the worker is free again")
    after = w.result()
    for part in ("ledger", "history", "held", "verdicts", "effects", "left over"):
        assert after[part] == before[part], part

    assert worker.lives
    stage.begin()
    _, job_id = stage.upload()
    assert w.sweep_until_ended(job_id).state == JobState.DONE
    assert w.result() == stage.undisturbed
