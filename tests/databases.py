"""The databases of a run: one is migrated and seeded once, and every worker of the run uses clones of it.

Their names are `test_<portal's database>_<run>_<part>`. The process that leads a run holds an advisory lock on the run's
number for as long as it lives, however it dies, and drops the databases of the run when it ends. What a killed run has
left is dropped by the next one, which finds its lock free.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg2
import psycopg2.errors
import pytest

from core import walls
from safety_portal import bootstrap

#: The first halves of the advisory locks: who leads a run, and who makes a database of it.
LEADS, MAKES = 133_001, 133_002
#: Seconds in which the last users of a database must have left it.
PATIENCE: Final = 120.0
#: Tables are joined in the order in which a query names them: the tables of tests are short, and to find the best order
#: of a dozen of them took a quarter of the time of a test.
PLANNING: Final = ("join_collapse_limit", "from_collapse_limit")


@contextmanager
def server() -> Iterator[Any]:
    """A cursor of the portal's own database; each statement is a transaction of its own."""
    line = psycopg2.connect(bootstrap.addresses().database_owner_url)
    line.autocommit = True
    try:
        with line.cursor() as cursor:
            yield cursor
    finally:
        line.close()


@contextmanager
def as_owner() -> Iterator[None]:
    """Django's connection is the owner's, who migrates; outside of this it is the application's, as everywhere."""
    from django.db import connection

    owner, settings = urlsplit(bootstrap.addresses().database_owner_url), connection.settings_dict
    former = {name: settings[name] for name in ("USER", "PASSWORD")}
    connection.close()
    settings.update(USER=owner.username, PASSWORD=owner.password)
    try:
        with walls.seeing(walls.NOTHING):
            yield
    finally:
        connection.close()
        settings.update(former)


def prefix() -> str:
    """How the names of all runs' databases begin."""
    return f"test_{urlsplit(bootstrap.addresses().database_owner_url).path.strip('/')}_"


def names(cursor: Any, beginning: str) -> list[str]:
    """The databases whose names begin so."""
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1", [beginning])
    return [name for (name,) in cursor.fetchall()]


def drop(cursor: Any, name: str) -> None:
    """Drop the database even if somebody is in it."""
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def copy(cursor: Any, name: str, template: str) -> None:
    """Copy the database; what looks after it by itself, such as the autovacuum, may have to leave it first.

    The settings of a database are not copied with it.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        except psycopg2.errors.ObjectInUse:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            break
    for setting in PLANNING:
        cursor.execute(f'ALTER DATABASE "{name}" SET {setting} = 1')


class Lead:
    """The lock of one run, held until `end`, and the number that the run's databases have in their names."""

    def __init__(self) -> None:
        self._line = psycopg2.connect(bootstrap.addresses().database_owner_url)
        self._line.autocommit = True
        self.run = secrets.randbelow(2**31)
        with self._line.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LEADS, self.run])
            self._drop_those_of_dead_runs(cursor)

    def _drop_those_of_dead_runs(self, cursor: Any) -> None:
        for name in names(cursor, prefix()):
            found = re.fullmatch(rf"{re.escape(prefix())}(\d+)_\w+", name)
            if not found or int(found[1]) == self.run:
                continue
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LEADS, int(found[1])])
            if cursor.fetchone()[0]:
                drop(cursor, name)
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LEADS, int(found[1])])

    def end(self) -> None:
        """Drop whatever the run has left, as after Ctrl-C, and give the lock back."""
        with self._line.cursor() as cursor:
            for name in names(cursor, f"{prefix()}{self.run}_"):
                drop(cursor, name)
        self._line.close()


def make_template(run: int, fill: Callable[[], None]) -> str:
    """The name of the run's template. Who comes first makes it, the others wait; `fill` seeds a migrated database."""
    name = f"{prefix()}{run}_template"
    with server() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [MAKES, run])
        if name not in names(cursor, name):
            _migrate_and_fill(f"{name}_half", fill)
            # A template is whole wherever there is one.
            cursor.execute(f'ALTER DATABASE "{name}_half" RENAME TO "{name}"')
    return name


def _migrate_and_fill(name: str, fill: Callable[[], None]) -> None:
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = name
    with as_owner():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    with walls.unattended():
        fill()
    connection.close()


class Clone:
    """The database of one worker, a copy of the run's template."""

    def __init__(self, run: int, worker: str, template: str) -> None:
        self.template = template
        self.name = f"{prefix()}{run}_{worker}"
        self._run = run
        self._aside: list[str] = []
        self.renew()

    def set_aside(self, part: str) -> str:
        """Copy the clone as it stands, for `renew`; the name of the copy, which stays as long as the clone."""
        from django.db import connection

        connection.close()
        name = f"{self.name}_{part}"
        with server() as cursor:
            drop(cursor, name)
            copy(cursor, name, self.name)
        self._aside.append(name)
        return name

    def renew(self, template: str = "") -> None:
        """Begin again with a fresh copy, and let Django use it. AssertionError as in `end`."""
        from django.conf import settings
        from django.db import connection

        connection.close()
        with server() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [MAKES, self._run])
            left = self._drop(cursor)
            copy(cursor, self.name, template or self.template)
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = self.name
        # Or somebody finds a dead connection tests later, and nothing says whose it was.
        assert not left, f"somebody has not left the database: {left}"

    def end(self) -> None:
        """Drop the clone. AssertionError if a test has left a connection open that does not end by itself."""
        from django.db import connections

        connections.close_all()
        with server() as cursor:
            left = self._drop(cursor)
            for name in self._aside:
                drop(cursor, name)
        assert not left, f"somebody has not left the database: {left}"

    def _drop(self, cursor: Any) -> list[tuple[Any, ...]]:
        """Drop the clone once all have left it; returns who has not."""
        end = time.monotonic() + PATIENCE
        while (left := self._users(cursor)) and time.monotonic() < end:
            time.sleep(0.05)
        drop(cursor, self.name)
        return left

    def _users(self, cursor: Any) -> list[tuple[Any, ...]]:
        """Who is in the clone: process, state and last statement."""
        cursor.execute(
            "SELECT pid, state, left(query, 200) FROM pg_stat_activity "
            "WHERE datname = %s AND backend_type = 'client backend'",
            [self.name],
        )
        return list(cursor.fetchall())


#: What the fixture `keep` gives: it makes rows once for all tests of a module.
Keep = Callable[[Callable[[], object]], None]
#: The clone of this process.
CLONE: Final = pytest.StashKey[Clone]()


@contextmanager
def kept(blocker: Any, fill: Callable[[], object]) -> Iterator[None]:
    """What `fill` writes stays for all tests of a module and goes with it; each test still takes its own rows back.

    For a fixture of scope "module" in a module without real transactions, mostly by `keep`. `blocker` is pytest-django's.
    """
    from django.db import connection, transaction

    with blocker.unblock(), walls.unattended():
        block = transaction.atomic()
        # As the transaction of a test: what must be outermost may stand inside it.
        block._from_testcase = True  # type: ignore[attr-defined]
        block.__enter__()
        try:
            fill()
        except BaseException:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
            raise
        connection.check_constraints()  # now, or those of the tests would have to wait for them
    yield
    with blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)
