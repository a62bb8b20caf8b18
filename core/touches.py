"""A mark for every statement that writes to a ledger, written by the database, and what may be remembered until the next.

Counting a long list takes longer than showing a page of it. A count stays true while no table that it reads has been
written to; the marks tell, whoever wrote: page, import or raw SQL. A mark becomes visible with its transaction, so the
number of visible marks and the latest of them name exactly one state of the ledger. Marks are rows of their own, since
one counter would make writers wait for each other.
"""

import hashlib
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache as once
from typing import Any, Final, TypeVar

import pgtrigger
import structlog
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from redis.exceptions import RedisError
from typing_extensions import override

from core import walls
from core.plain import Plain

M = TypeVar("M", bound=Model)
T = TypeVar("T")

log = structlog.get_logger(__name__)
TRIGGER: Final = "touch"
MARKS: Final = "core_ledgertouch"
#: Tables are found in the statement itself, so that those of subqueries count, too.
TABLES: Final = re.compile(r'\b(?:FROM|JOIN) "([a-z0-9_]+)"')
#: The same for statements written by hand, which quote nothing; names that are no table are left out afterwards.
READ: Final = re.compile(r'\b(?:FROM|JOIN)\s+"?([a-z0-9_]+)"?', re.IGNORECASE)
SECONDS: Final = 3600
LEARNT_SECONDS: Final = 24 * 3600
_views: dict[str, frozenset[str]] = {}
_conditions: list[Callable[[], Mapping[str, Mapping[walls.Family, str]]]] = []


def register_view(view: str, tables: Iterable[str]) -> None:
    """Say which tables a view of the database, or a function that stands for one, reads: results of it are kept by the
    marks of these."""
    _views[view] = frozenset(tables)


def register_walls(conditions: Callable[[], Mapping[str, Mapping[walls.Family, str]]]) -> None:
    """Say where the conditions of the walls stand, {table: {family: condition}}: what they read counts as read."""
    _conditions[:] = [conditions]


def touch(*columns: str) -> pgtrigger.Trigger:
    """The trigger for the Meta of a table that long lists or the workbench are made of.

    With `columns` an update leaves a mark only where it sets one of them.
    """
    updated = pgtrigger.UpdateOf(*columns) if columns else pgtrigger.Update  # type: ignore[no-untyped-call]
    return pgtrigger.Trigger(
        name=TRIGGER,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | updated | pgtrigger.Delete | pgtrigger.Truncate,
        func="INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;",
    )


class Memory:
    """What one request, or one task, remembers by the marks as it found them at its first question."""

    def __init__(self) -> None:
        self._readers: list[set[str]] = []
        self._asked: tuple[QuerySet[Any], str, tuple[object, ...]] | None = None

    def count(self, rows: "QuerySet[M]") -> int:
        """How many rows; the same as `rows.count()`."""
        return self.kept(rows, "count", rows.count)

    def kept(self, rows: "QuerySet[M]", what: str, work: Callable[[], T], reads: Iterable[type[Model]] = ()) -> T:
        """What `work` makes of exactly these rows, kept until one of their ledgers is written to.

        `what` tells several results of the same rows apart; `reads` are further ledgers that the result depends on. A
        query on any other table is worked out anew each time, and so is everything while the cache cannot be reached.
        The result must be something that the cache can write (`core.web.cached`).
        """
        try:
            sql, params = self._statement(rows)
        except EmptyResultSet:
            return work()
        named = frozenset(TABLES.findall(sql)) | {model._meta.db_table for model in reads}
        ledgers = frozenset[str]().union(*(_views.get(table, frozenset({table})) for table in named))
        self.note(ledgers)
        if not ledgers or not ledgers <= touched():
            return work()
        state = [(ledger, self.marks.get(ledger)) for ledger in sorted(ledgers)]
        return _cached(f"{_place()} {what} {sql} {params!r} {state}", work)

    def _statement(self, rows: "QuerySet[M]") -> tuple[str, tuple[object, ...]]:
        """What the rows are in SQL; worked out once for a page, which asks for their number and then for its own."""
        if self._asked is None or self._asked[0] is not rows:
            self._asked = (rows, *rows.order_by().values("pk").query.sql_with_params())
        return self._asked[1:]

    def learnt(
        self, works: Mapping[str, Callable[[], object]], is_late: Callable[[float], bool] = lambda _seconds: False
    ) -> dict[str, object]:
        """What each of the works makes, by its name, kept until a table is written to that it read; one trip for all.

        Which tables these are is learnt from the statements of the work, those included that the walls read beside them:
        as long as none of them changes, it would ask the same again. So a work may depend on nothing but rows, the
        sight, and what its name says. One that reads a table without marks is done anew each time.

        What has to be done anew is done in the order of how long it took the last time; what it `is_late` for, with so
        many seconds to be expected (0 where nobody knows), is left out of the answer.
        """
        _ = self.marks  # before anything else is read: what is written meanwhile must not pass for known
        keys = {name: f"learnt:{_digest(f'{_place()} {name}')}" for name in works}
        known = _known(keys.values())
        found: dict[str, object] = {}
        for name, key in keys.items():
            if key in known and known[key]["state"] == self._state(known[key]["read"]):
                self.note(known[key]["read"])
                found[name] = known[key]["made"]
        took = {name: known[key]["took"] for name, key in keys.items() if key in known}
        for name in sorted(works.keys() - found.keys(), key=lambda name: took.get(name, math.inf)):
            if not is_late(took.get(name, 0)):
                found[name] = self._learn(keys[name], works[name])
        return found

    def _learn(self, key: str, work: Callable[[], object]) -> object:
        begun = time.perf_counter()
        with self.watch() as read:
            made = work()
        took = time.perf_counter() - begun
        if read <= touched():
            _keep(key, {"read": sorted(read), "state": self._state(read), "made": made, "took": took})
        return made

    def _state(self, ledgers: Iterable[str]) -> str:
        return _digest(repr([(ledger, self.marks.get(ledger)) for ledger in sorted(ledgers)]))

    @contextmanager
    def watch(self) -> Iterator[set[str]]:
        """The tables that the statements of the block read, and those behind what was remembered in it."""
        read: set[str] = set()

        def look(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
            read.update(tables_in(sql))
            return execute(sql, params, many, context)

        self._readers.append(read)
        try:
            with connection.execute_wrapper(look):
                yield read
        finally:
            self._readers.pop()

    def note(self, tables: Iterable[str]) -> None:
        """Tell who watches that these are read, though no statement says so: the result was at hand."""
        for read in self._readers:
            read.update(tables)

    @cached_property
    def marks(self) -> dict[str, tuple[int, datetime]]:
        """{ledger: (number of marks, the latest)} as this transaction sees them; one query for all ledgers."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger, sum(n), max(at) FROM core_ledgertouch GROUP BY ledger")
            return {ledger: (number, latest) for ledger, number, latest in cursor.fetchall()}


class Unkept(Memory):
    """Remembers nothing: for a round over many people, of whom each asks what nobody else does."""

    @override
    def kept(self, rows: "QuerySet[M]", what: str, work: Callable[[], T], reads: Iterable[type[Model]] = ()) -> T:
        return work()


def _place() -> str:
    """The database and the sight: the same question has another answer elsewhere."""
    return f"{connection.settings_dict['NAME']} {walls.current_key()}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _known(keys: Iterable[str]) -> dict[str, Plain]:
    try:
        return dict(cache.get_many(keys))
    except RedisError as error:
        log.warning("cache_unreachable", error=str(error))
        return {}


def _keep(key: str, entry: object) -> None:
    with suppress(RedisError):
        cache.set(key, entry, LEARNT_SECONDS)


def _cached(text: str, work: Callable[[], T]) -> T:
    key = f"rows:{_digest(text)}"
    try:
        kept: T | None = cache.get(key)
        if kept is None:
            kept = work()
            cache.set(key, kept, SECONDS)
    except RedisError as error:
        log.warning("cache_unreachable", error=str(error))
        return work()
    return kept


@once
def touched() -> frozenset[str]:
    """The tables whose writes leave marks."""
    models = apps.get_models()
    return frozenset(m._meta.db_table for m in models if any(t.name == TRIGGER for t in triggers_of(m)))


def tables_in(sql: str) -> frozenset[str]:
    """The tables that a statement reads, behind its views and by its walls as well."""
    return frozenset[str]().union(*(_behind(name) for name in READ.findall(sql.lower())))


@once
def _behind(name: str) -> frozenset[str]:
    """A table with those that its walls read, and so on; the tables of a view; nothing for what is neither."""
    found, wanted = set[str](), set(_views.get(name, {name}))
    while wanted:
        table = wanted.pop()
        if table in _tables() and table not in found:
            found.add(table)
            wanted.update(_walls().get(table, ()))
    return frozenset(found)


@once
def _tables() -> frozenset[str]:
    """All but the marks themselves."""
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True)) - {MARKS}


@once
def _walls() -> dict[str, frozenset[str]]:
    """{table: what its walls read}"""
    walls_of = (conditions() for conditions in _conditions)
    return {
        table: frozenset(READ.findall(" ".join(wall.values()))) for part in walls_of for table, wall in part.items()
    }


def triggers_of(model: type) -> list[pgtrigger.Trigger]:
    return list(getattr(getattr(model, "_meta"), "triggers", ()))  # noqa: B009 - a class knows its `_meta` at run time only


def gather() -> None:
    """Make one mark of many, with their number and their latest instant, so that the table stays small; the sweep does it.

    Nothing was written to the ledgers, so what is remembered of them stays true and keeps its name.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM core_ledgertouch WHERE ledger IN "
            "(SELECT ledger FROM core_ledgertouch GROUP BY ledger HAVING count(*) > 1) RETURNING ledger, n, at) "
            "INSERT INTO core_ledgertouch (ledger, n, at) SELECT ledger, sum(n), max(at) FROM gone GROUP BY ledger"
        )
