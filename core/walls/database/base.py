"""The database as Django's, with cursors that say first on whose behalf they ask.

The sight and the statement travel as one string: in autocommit both are one implicit transaction, hence the sight ends
with the statement, costs no round trip, and holds behind a pooler in transaction mode, too.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import psycopg2.extensions
from django.conf import settings
from django.db.backends.postgresql import base

from core import walls
from core.trail import keys

#: Statements that end or mark transactions, which a failed one takes, or that no transaction takes.
PLAIN: Final = re.compile(
    r"\s*(ROLLBACK|SAVEPOINT|RELEASE|BEGIN|START|COMMIT|END|ABORT|SET|RESET|SHOW|VACUUM|CREATE|DROP|ALTER|REINDEX"
    r"|CLOSE|CHECKPOINT|CLUSTER|DISCARD)\b",
    re.IGNORECASE,
)
WRITING: Final = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
#: The setting by which witnesses learn who writes.
STAMP: Final = "portal.stamp"

#: What the driver gives of a row.
Row = tuple[object, ...]


class SightedCursor(psycopg2.extensions.cursor):  # type: ignore[misc]
    """Every statement begins with the sight of the thread that gives it."""

    def execute(self, query: object, vars: object = None) -> None:  # noqa: A002 - the driver's own name
        super().execute(sighted(self, query), vars)

    def executemany(self, query: object, vars_list: Iterable[object]) -> None:
        for values in vars_list:
            self.execute(query, values)

    def copy_expert(self, sql: object, file: object, size: int = 8192) -> None:
        """A COPY takes no other statement beside it; it needs a transaction, in which the sight stands."""
        sight = walls.current()
        if sight is not None:
            if self.connection.autocommit:
                raise psycopg2.ProgrammingError("COPY needs a transaction, in which its sight stands")
            super().execute(stamped(self, sight))
        super().copy_expert(sql, file, size)


class HeldCursor(SightedCursor):
    """A cursor of the server by ordinary statements, so that its query is asked under the sight as well."""

    title: str = ""
    is_held: bool = False

    @property
    def name(self) -> str:
        """As the driver's own cursors of the server say it: nobody may put a statement before the query."""
        return self.title

    def execute(self, query: object, vars: object = None) -> None:  # noqa: A002 - the name that cursors have
        hold = "WITH" if self.is_held else "WITHOUT"
        text = query.as_string(self) if hasattr(query, "as_string") else query
        text = text.decode() if isinstance(text, bytes) else text
        super().execute(f'DECLARE "{self.title}" NO SCROLL CURSOR {hold} HOLD FOR {text}', vars)

    def fetchmany(self, size: int | None = None) -> list[Row]:
        super().execute(f'FETCH FORWARD {int(size or self.itersize)} FROM "{self.title}"')
        rows: list[Row] = super().fetchall()
        return rows

    def fetchall(self) -> list[Row]:
        super().execute(f'FETCH ALL FROM "{self.title}"')
        rows: list[Row] = super().fetchall()
        return rows

    def fetchone(self) -> Row | None:
        super().execute(f'FETCH NEXT FROM "{self.title}"')
        row: Row | None = super().fetchone()
        return row

    def __iter__(self) -> Iterator[Row]:
        while rows := self.fetchmany():
            yield from rows

    def close(self) -> None:
        if not self.closed and not self.connection.closed:
            state = self.connection.info.transaction_status
            within = state == psycopg2.extensions.TRANSACTION_STATUS_INTRANS
            if within or (self.is_held and state == psycopg2.extensions.TRANSACTION_STATUS_IDLE):
                super().execute(f'CLOSE "{self.title}"')
        super().close()


def sighted(cursor: psycopg2.extensions.cursor, query: Any) -> Any:
    """The statement with its sight before it."""
    text = query.as_string(cursor) if hasattr(query, "as_string") else query
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if PLAIN.match(plain):
        return text
    sight = walls.current()
    if sight is None:
        # Within a transaction the sight of a former statement would still hold.
        if cursor.connection.autocommit and not WRITING.match(plain):
            return text
        sight = walls.NOTHING
    head = stamped(cursor, sight)
    return head.encode() + text if isinstance(text, bytes) else head + text


def stamped(cursor: psycopg2.extensions.cursor, sight: walls.Sight) -> str:
    """The statement that sets the sight, and that says it is the portal which writes (`core.trail.keys`).

    Whoever came in by another role than the portal's, as somebody does who repairs by hand, is given no stamp.
    """
    if cursor.connection.info.user != settings.PORTAL_DATABASE_ROLE:
        return sight.statement
    return f"{sight.statement[:-1]}, set_config('{STAMP}', '{keys.stamp()}', true);"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with the cursors above."""

    def create_cursor(self, name: str | None = None) -> Any:
        factory: Any = HeldCursor if name else SightedCursor
        cursor = self.connection.cursor(cursor_factory=factory)
        if name:
            cursor.title, cursor.is_held = name, self.connection.autocommit
        cursor.tzinfo_factory = self.tzinfo_factory if settings.USE_TZ else None
        return cursor
