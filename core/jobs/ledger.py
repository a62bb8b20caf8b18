"""Create, claim, run and sweep jobs (trust.md 3.3).

A job may be started twice (a lost worker, a doubled message) and has its effect once: the handler's last
transaction checks that its lease still stands (`hold`) before anything becomes visible, and notes its result there (`settle`).
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from core import clock, walls
from core.choices import JobPhase, JobState
from core.gate import NotAllowed
from core.jobs.heart import beating
from core.models import Job
from core.people import User, Visitor

log = structlog.get_logger("portal.jobs")
LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
#: How often a run says that its process lives: four times in a lease, so that a beat may be late.
BEAT_SECONDS = LEASE.total_seconds() / 4
#: Whose handler has told nothing for so long hangs, though its process lives: another run begins.
MOST_SILENT = timedelta(minutes=10)
MAX_ATTEMPTS = 5
GENERIC_FAILURE = "处理时出现意外错误，系统已记录。请稍后重试；如再次出现，请联系管理员并报任务编号。"

NO_RIGHT = "办理人的账号已停用、已调离原单位或不再有此权限，任务未写入任何数据。"


class JobRefused(Exception):
    """The job cannot be done, for a reason its owner can act on; the text is shown to them."""


class JobCancelled(Exception):
    """The owner cancelled it, or another worker took it over: stop and roll back."""


@dataclass
class Tick:
    """Given to handlers: tells progress and the time, and stops a run that is no longer wanted."""

    job_id: int
    lease: str
    _last: datetime = field(default_factory=clock.true_now)

    def __call__(self, done: int, total: int | None = None) -> None:
        """Store progress (rows done, rows in all) at most twice a second. Raises JobCancelled."""
        now = clock.true_now()
        if now - self._last < timedelta(milliseconds=500):
            return
        self._last = now
        changes: dict[str, int | datetime] = {"done": done, "lease_until": now + LEASE}
        if total is not None:
            changes["total"] = total
        if not Job.objects.filter(pk=self.job_id, lease=self.lease, state=JobState.RUNNING).update(**changes):
            raise JobCancelled

    def phase(self, phase: JobPhase, total: int = 0) -> None:
        """Say at once what the job begins now, and of how many it is to be. Raises JobCancelled.

        Outside a transaction, or nobody sees it before that ends.
        """
        self._last = clock.true_now()
        running = Job.objects.filter(pk=self.job_id, lease=self.lease, state=JobState.RUNNING)
        if not running.update(phase=phase, done=0, total=total, lease_until=self._last + LEASE):
            raise JobCancelled

    def live(self) -> bool:
        """Keep the lease while the process lives and the handler tells something at times; False when it is lost.

        Never waits: in its last transaction the run holds the row itself, and nobody else can take it.
        """
        now = clock.true_now()
        if now - self._last > MOST_SILENT:
            return False
        running = Job.objects.filter(pk=self.job_id, lease=self.lease, state=JobState.RUNNING)
        with transaction.atomic():
            free = running.select_for_update(of=("self",), skip_locked=True).values("pk")
            if Job.objects.filter(pk__in=free).update(lease_until=now + LEASE):
                return True
        return running.exists()

    def now(self) -> datetime:
        """The business instant of this moment of the run; a job may take minutes."""
        return clock.now()

    def hold(self) -> Job:
        """Lock the job row in the caller's transaction: from here to commit nobody can take the job over."""
        job = (
            Job.objects.select_for_update(of=("self",))
            .filter(pk=self.job_id, lease=self.lease, state=JobState.RUNNING)
            .first()
        )
        if job is None:
            raise JobCancelled
        insist_owner(job)
        return job

    def settle(self, result: Mapping[str, object]) -> None:
        """Note the result in the transaction that has the effect: from then on nobody can cancel, only finish."""
        Job.objects.filter(pk=self.job_id, lease=self.lease, state=JobState.RUNNING).update(result=result)


Handler = Callable[[Job, Tick], Mapping[str, object]]
_handlers: dict[str, Handler] = {}
_bells: list[Callable[[int], None]] = []


def hang_bell(ring: Callable[[int], None]) -> None:
    """Say how workers are told of a job: the queue above hands it in when the apps are ready."""
    _bells[:] = [ring]


def register(kind: str, handler: Handler) -> None:
    """Name the function that does jobs of a kind: `handler(job, tick) -> result` (JSON)."""
    _handlers[kind] = handler


def create_job(*, kind: str, key: str, by: User, at: datetime, payload: Mapping[str, object], ring: bool = True) -> Job:
    """Write the job down, once for its key, and ring the bell after commit; the same key again returns the first."""
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, key=key, owner=by, organisation_id=by.organisation_id, payload=payload, created_at=at
            )
    except IntegrityError:
        with walls.aside("a job that another organisation asked for already, such as a count of the province"):
            return Job.objects.get(key=key)
    if ring:
        transaction.on_commit(lambda: ring_bell(job.pk))
    return job


def ring_bell(job_id: int) -> None:
    """Tell the workers; a broker that is away is no error, the sweeper rings again."""
    for ring in _bells:
        try:
            ring(job_id)
        except (KombuError, RedisError, OSError) as error:
            log.warning("bell_not_heard", job=job_id, error=str(error))


def claim(job_id: int) -> Job | None:
    """Take a waiting job, or a running one whose lease has run out. None when it is taken or ended."""
    now = clock.true_now()
    lease = secrets.token_hex(16)
    taken = Job.objects.filter(Q(state=JobState.QUEUED) | _lost(), pk=job_id).update(
        state=JobState.RUNNING, lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1, started_at=now
    )
    return Job.objects.select_related("owner__organisation").get(pk=job_id) if taken else None


def run_job(job_id: int) -> Job | None:
    """Claim and run a job in this process; returns it ended, or None when somebody else has it."""
    with walls.unattended():
        return _run(job_id)


def _run(job_id: int) -> Job | None:
    job = claim(job_id)
    if job is None:
        return None
    tick = Tick(job.pk, job.lease)
    try:
        insist_owner(job)
        if job.attempts > MAX_ATTEMPTS:
            raise JobRefused(GENERIC_FAILURE)
        with beating(tick.live, seconds=BEAT_SECONDS), walls.seeing_as(job.owner), walls.own_alone():
            result = _handlers[job.kind](job, tick)
    except JobCancelled:
        pass
    except JobRefused as refusal:
        _end(tick, JobState.FAILED, message=str(refusal))
    except NotAllowed:
        _end(tick, JobState.FAILED, message=NO_RIGHT)
    except Exception:  # the one broad except: a job's fault must not end the worker
        log.exception("job_failed", job=job.pk, kind=job.kind)
        _end(tick, JobState.FAILED, message=GENERIC_FAILURE)
    else:
        _end(tick, JobState.DONE, result=result)
    return Job.objects.get(pk=job_id)


def run_here(job_id: int, *, patience: float = 0.3) -> Job:
    """For commands: run the job in this process, or wait for the worker that was quicker; returns it ended."""
    while True:
        job = run_job(job_id) or Job.objects.get(pk=job_id)
        if job.is_ended:
            return job
        time.sleep(patience)


def _end(tick: Tick, state: JobState, **changes: object) -> None:
    Job.objects.filter(pk=tick.job_id, lease=tick.lease, state=JobState.RUNNING).update(
        state=state, ended_at=clock.true_now(), lease_until=None, **changes
    )


def cancel_job(*, job: Job, by: Visitor, at: datetime) -> bool:  # noqa: ARG001 - kept for whoever asks who cancelled
    """Stop a waiting or running job of one's own organisation; False when it had ended or had its effect already."""
    return bool(
        Job.objects.visible_to(by)
        .filter(pk=job.pk, state__in=[JobState.QUEUED, JobState.RUNNING], result={})
        .update(state=JobState.CANCELLED, lease="", lease_until=None, ended_at=clock.true_now())
    )


def insist_owner(job: Job) -> None:
    """Whoever asked for the job still works, for the organisation that it is done for. Raises JobRefused."""
    people = type(job.owner)._default_manager.filter(pk=job.owner_id, is_active=True)
    if not people.filter(organisation_id=job.organisation_id).exists():
        raise JobRefused(NO_RIGHT)


def stop_jobs(*, owner: User, message: str) -> int:
    """End a person's waiting and running jobs that have had no effect yet; returns how many."""
    rows = Job.objects.filter(owner=owner, state__in=[JobState.QUEUED, JobState.RUNNING], result={})
    ended = {"state": JobState.FAILED, "message": message, "lease": "", "lease_until": None}
    with walls.aside("jobs of a person end with the account, whoever closes it: a number"):
        return rows.update(**ended, ended_at=clock.true_now())


@walls.aside("how many jobs wait before this one: a number")
def place_in_queue(job: Job) -> int:
    """How many waiting jobs stand before this one."""
    return Job.objects.filter(state=JobState.QUEUED, created_at__lt=job.created_at).count()


class Pulse(NamedTuple):
    """What a running job lets know of itself: for how many seconds nothing, whether its worker is given up, which run it is."""

    silent: int
    is_lost: bool
    run: int

    @property
    def next_run(self) -> int:
        return self.run + 1

    @property
    def is_silent(self) -> bool:
        """Whether two beats were missed: the worker may be lost."""
        return self.silent >= 2 * BEAT_SECONDS


def pulse_of(job: Job, *, true_at: datetime) -> Pulse | None:
    """Whether a running job still gives signs of life; None for the others.

    A worker that was lost is given up when its lease ends, and a bell is rung for another run (`take_over`).
    """
    if job.state != JobState.RUNNING or job.lease_until is None:
        return None
    silent = (true_at - (job.lease_until - LEASE)).total_seconds()
    return Pulse(max(0, int(silent)), job.lease_until < true_at, job.attempts)


def sweep() -> int:
    """Ring again for jobs that wait or whose worker was lost; returns how many."""
    return _ring_again(Q(state=JobState.QUEUED) | _lost())


def take_over() -> int:
    """Ring for jobs whose worker was lost; returns how many. Those that wait were rung for and are not lost."""
    return _ring_again(_lost())


def _lost() -> Q:
    return Q(state=JobState.RUNNING, lease_until__lt=clock.true_now())


def _ring_again(which: Q) -> int:
    found = list(Job.objects.filter(which).values_list("pk", flat=True)[:500])
    for job_id in found:
        ring_bell(job_id)
    return len(found)
