"""What the proof of durability needs: a bell of its own, a real worker that can be killed, and a digest."""

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import psycopg2
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from kombu import pools

from accounts.models import User
from benchmarks.world import activity_rows, write_workbook
from core import clock, jobs
from core.choices import JobState
from core.imports.models import HeldRow, Upload, Verdict
from core.imports.services import receive_upload
from core.models import AuditEvent, Job
from core.seeding import save_all
from enterprises.models import Enterprise
from enterprises.seeding import make_enterprises
from insurers.activities.models import Activity
from insurers.policies.models import Policy
from insurers.policies.seeding.policies import make_policies
from safety_portal import bootstrap, queue
from safety_portal.embedded.folder import Folder
from safety_portal.embedded.valkey import Valkey
from tests.databases import as_owner

app: Any = queue.app
#: More rows than the sandbox sends at once (FRAME_ROWS), so that a run can be killed between two lots of them.
ROWS, KNOWN, FIRMS = 2400, 600, 200
#: Longer than any test: a slow worker is no dead one. A killed worker's lease is ended by `end_lease`.
LEASE_SECONDS = 3600
COMMAND: Final = ("worker", "--pool=prefork", "--concurrency=2", "--without-mingle", "--without-gossip")
#: Seconds for which anything is waited.
PATIENCE = 600.0
#: Everything that an import writes; emptied between two runs so that both begin alike.
WRITTEN = (
    "imports_upload",
    "core_job",
    "imports_verdict",
    "imports_heldrow",
    "imports_stagedhold",
    "imports_stagedkey",
    "imports_uploadeffect",
    "core_auditevent",
    "activities_activity",
    "activities_activityevent",
    "activities_activity_stage",
)


class Bell:
    """A Valkey of the test's own: it may be flushed and stopped without harm to anybody."""

    def __init__(self, folder: Path) -> None:
        self.folder = Folder(folder)
        self.folder.prepare()
        self.server = Valkey(self.folder, {})
        self.server.start()

    @property
    def url(self) -> str:
        return self.server.url

    def flush(self) -> None:
        """Lose everything: messages, bindings, what is unacknowledged."""
        assert b"+OK" in self.server._say("FLUSHALL")

    def restart(self) -> None:
        """Lose everything and every connection; it comes back on its former port."""
        former = self.server.state["port"]
        self.server.stop()
        self.server.start()
        assert self.server.state["port"] == former

    def waiting(self) -> int:
        """Messages that wait or that a worker has not acknowledged."""
        with app.connection_for_read() as line:
            client = line.default_channel.client
            return int(client.llen("celery")) + int(client.hlen("unacked"))

    def take(self) -> str:
        """Take away what a worker would take next: the name of its task."""
        with app.connection_for_read() as line:
            return str(line.default_channel._get("celery")["headers"]["task"])


def connect_sender(url: str) -> None:
    """This process rings at `url` from now on, over pooled connections as a web process does."""
    os.environ["CELERY_BROKER_URL"] = url
    app._pool = None
    app.amqp._producer_pool = None


def disconnect_sender() -> None:
    """Back to the broker of the settings."""
    app._pool.force_close_all() if app._pool else None
    del os.environ["CELERY_BROKER_URL"]
    app._pool = None
    app.amqp._producer_pool = None


class Worker:
    """`celery worker` with two prefork children in a process group of its own.

    A copy of this process, which has read the whole portal already: a process from scratch takes seconds to do so, and
    many a worker is killed here. `make demo`, the main path and production's start begin theirs from scratch.
    """

    def __init__(self, bell: Bell, log: Path) -> None:
        self._has_ended = False
        self.pid = os.fork()
        if not self.pid:
            try:
                os.setpgid(0, 0)
                write_into(log)
                leave_behind(bell)
                # Nothing of the test's own sight.
                Context().run(app.worker_main, [*COMMAND])
            finally:
                os._exit(1)
        with suppress(PermissionError, ProcessLookupError):
            os.setpgid(self.pid, self.pid)

    def kill(self) -> None:
        """The power goes: parent and children at once, nothing is said to anybody."""
        os.killpg(self.pid, signal.SIGKILL)
        if not self._has_ended:
            os.waitpid(self.pid, 0)
            self._has_ended = True

    def kill_within(self, seconds: float) -> None:
        """Let it live for so many seconds, and kill it."""
        time.sleep(seconds)
        self.kill()

    @property
    def lives(self) -> bool:
        self._has_ended = self._has_ended or os.waitpid(self.pid, os.WNOHANG)[0] == self.pid
        return not self._has_ended


def write_into(log: Path) -> None:
    """The copy says nothing where the test run reads."""
    with log.open("ab") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    sys.stdout = sys.stderr = os.fdopen(1, "w", buffering=1, closefd=False)


def leave_behind(bell: Bell) -> None:
    """The copy asks its own servers, over lines of its own; those of the test are left alone, neither used nor closed."""
    import_module("safety_portal.celery")  # as `celery -A safety_portal` does: what a worker refuses to start on

    _former.append(connections[DEFAULT_DB_ALIAS])
    connections[DEFAULT_DB_ALIAS] = connection.copy()
    os.environ["CELERY_BROKER_URL"] = settings.CACHES["default"]["LOCATION"] = bell.url
    settings.JOB_LEASE_SECONDS = LEASE_SECONDS
    app._pool = app.amqp._producer_pool = None
    pools.connections.clear()
    pools.producers.clear()


#: What a copy keeps of the test's lines, that nobody may close.
_former: list[object] = []


def build_world() -> User:
    """Firms and their policies; returns the clerk who uploads."""
    rng, at = random.Random(133), clock.now()
    save_all(Enterprise, make_enterprises(rng, FIRMS, at))
    save_all(Policy, make_policies(rng, Enterprise.objects.order_by("pk"), FIRMS, clock.today(), at))
    return User.objects.select_related("organisation").get(username="ins-a-zj")


def write_workbooks(clerk: User, folder: Path) -> tuple[Path, Path]:
    """The workbook under test, and an older one: some of its rows are faulty, changed, equal, or put right later."""
    rows = activity_rows(clerk, ROWS, faulty=0.03)
    older = []
    for number, row in enumerate(rows[:KNOWN]):
        change: dict[str, Any] = {}
        if number % 3 == 0:
            change["cost"] = 900
        if number % 7 == 0:
            change["end_on"] = "2023-01-01"
        older.append({**row, **change})
    return write_workbook(rows, folder / "services.xlsx"), write_workbook(older, folder / "older.xlsx")


def empty() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(WRITTEN)} RESTART IDENTITY CASCADE")


def send(path: Path, clerk: User, *, accept: bool = True, ring: bool = True) -> Upload:
    with path.open("rb") as stream:
        return receive_upload(
            kind="activities", stream=stream, name=path.name, by=clerk, at=clock.now(), accept=accept, ring=ring
        )


def run_here(path: Path, clerk: User) -> None:
    """Import in this process, undisturbed."""
    assert jobs.run_here(send(path, clerk, ring=False).job_id or 0).state == JobState.DONE


def wait_for(happened: Callable[[], Any], what: str, pause: float = 0.01) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"waited in vain for: {what}"
        time.sleep(pause)


def end_lease(job_id: int) -> None:
    """As if the lease of the killed worker had run out, without the wait."""
    Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(lease_until=clock.true_now() - timedelta(seconds=1))


def sweep_until_ended(job_id: int) -> Job:
    """The sweeper at work, quicker than once a minute, until the job has ended."""

    def ended() -> bool:
        jobs.sweep()
        return Job.objects.get(pk=job_id).is_ended

    wait_for(ended, f"job {job_id} ends", pause=0.2)
    return Job.objects.get(pk=job_id)


@contextmanager
def blocked(table: str) -> Iterator[Callable[[], bool]]:
    """Nobody can write into `table`; yields a question: does somebody wait for it?"""
    owner = bootstrap.addresses().database_owner_url
    line = psycopg2.connect(owner, dbname=connection.settings_dict["NAME"])
    try:
        with line.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")

        def is_wanted() -> bool:
            with connection.cursor() as asking:
                asking.execute("SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted", [table])
                return bool(asking.fetchone()[0])

        yield is_wanted
    finally:
        line.rollback()
        line.close()


def result() -> dict[str, Any]:
    """All that the imports have left, without ids and times: a size and a digest for each part."""
    numbers = Activity.objects.order_by("activity_no")
    plain = [f.attname for f in Activity._meta.concrete_fields if f.attname not in {"id", "created_at", "updated_at"}]
    event = Activity.pgh_event_model  # type: ignore[attr-defined]
    parts: dict[str, Any] = {
        "ledger": numbers.values_list(*plain),
        "history": event.objects.order_by("activity_no", "pgh_id").values_list(
            "pgh_label", *plain, "pgh_context__metadata__user", "pgh_context__metadata__upload"
        ),
        "held": HeldRow.objects.order_by("identity").values_list(
            "organisation_id", "identity", "row", "raw", "faults", "fingerprint", "upload__file__sha256"
        ),
        "verdicts": Verdict.objects.order_by("upload_id", "row", "column", "code", "pk").values_list(
            "upload_id", "row", "column", "code", "severity", "value", "message", "suggestion"
        ),
        "effects": _effects(),
        "uploads": Upload.objects.order_by("pk").values_list(
            "state", "rows", "new", "changed", "unchanged", "held", "ignored", "sheet", "file__sha256"
        ),
        "audit": AuditEvent.objects.order_by("pk").values_list("action", "actor", "organisation", "subject", "detail"),
        "left over": staged(),
    }
    return {name: _digest(rows) for name, rows in parts.items()}


def _effects() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.upload_id, a.activity_no, e.before - 'updated_at' FROM imports_uploadeffect e "
            "JOIN activities_activity a ON a.id = e.ledger_id ORDER BY 1, 2"
        )
        return list(cursor.fetchall())


def staged() -> list[tuple[Any, ...]]:
    """What waits in the stages: nothing may stay there once an upload is accepted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_no FROM activities_activity_stage UNION ALL SELECT id FROM imports_stagedhold "
            "UNION ALL SELECT id FROM imports_stagedkey"
        )
        return list(cursor.fetchall())


def staged_by(job_id: int) -> int:
    """So many rows has the present run of the job staged; earlier runs may have left some of theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM activities_activity_stage WHERE run = (SELECT lease FROM core_job WHERE id = %s)",
            [job_id],
        )
        return int(cursor.fetchone()[0])


def _digest(rows: Any) -> tuple[int, str]:
    found = [list(row) for row in rows]
    body = json.dumps(found, ensure_ascii=False, default=str, sort_keys=True)
    return len(found), hashlib.sha256(body.encode()).hexdigest()[:16]
