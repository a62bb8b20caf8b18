"""A mark for every statement that writes to a ledger, written by the database, and what may be remembered until the next.

Counting a long list takes longer than showing a page of it. A count stays true while no table that it reads has been
written to; the marks tell, whoever wrote: page, import or raw SQL. A mark becomes visible with its transaction, so the
number of visible marks and the latest of them name exactly one state of the ledger. Marks are rows of their own, since
one counter would make writers wait for each other.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache as once
from typing import Final, TypeVar

import pgtrigger
import structlog
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from redis.exceptions import RedisError

from core import walls

M = TypeVar("M", bound=Model)
T = TypeVar("T")

log = structlog.get_logger(__name__)
TRIGGER: Final = "touch"
#: Tables are found in the statement itself, so that those of subqueries count, too.
TABLES: Final = re.compile(r'\b(?:FROM|JOIN) "([a-z0-9_]+)"')
SECONDS: Final = 3600
_views: dict[str, frozenset[str]] = {}


def register_view(view: str, tables: Iterable[str]) -> None:
    """Say which tables a view of the database reads: results of it are kept by the marks of these."""
    _views[view] = frozenset(tables)


def touch() -> pgtrigger.Trigger:
    """The trigger for the Meta of a ledger that long lists are made of."""
    return pgtrigger.Trigger(
        name=TRIGGER,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        func="INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;",
    )


class Memory:
    """What one request, or one task, remembers by the marks as it found them at its first question."""

    def count(self, rows: "QuerySet[M]") -> int:
        """How many rows; the same as `rows.count()`."""
        return self.kept(rows, "count", rows.count)

    def kept(self, rows: "QuerySet[M]", what: str, work: Callable[[], T], reads: Iterable[type[Model]] = ()) -> T:
        """What `work` makes of exactly these rows, kept until one of their ledgers is written to.

        `what` tells several results of the same rows apart; `reads` are further ledgers that the result depends on. A
        query on any other table is worked out anew each time, and so is everything while the cache cannot be reached.
        The result must be something that the cache can write (`core.web.cached`).
        """
        text = self._text(rows, what, reads)
        return work() if text is None else _cached(text, work)

    def known(self, rows: "QuerySet[M]", what: str, reads: Iterable[type[Model]] = ()) -> object | None:
        """What `kept` holds under these words, None where it would have to be worked out."""
        text = self._text(rows, what, reads)
        try:
            return None if text is None else cache.get(_key(text))
        except RedisError as error:
            log.warning("cache_unreachable", error=str(error))
            return None

    def _text(self, rows: "QuerySet[M]", what: str, reads: Iterable[type[Model]]) -> str | None:
        """The name of a result; None where it cannot be kept."""
        try:
            sql, params = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return None
        named = frozenset(TABLES.findall(sql)) | {model._meta.db_table for model in reads}
        ledgers = frozenset[str]().union(*(_views.get(table, frozenset({table})) for table in named))
        if not ledgers or not ledgers <= touched():
            return None
        state = [(ledger, self.marks.get(ledger)) for ledger in sorted(ledgers)]
        return f"{connection.settings_dict['NAME']} {walls.current_key()} {what} {sql} {params!r} {state}"

    @cached_property
    def marks(self) -> dict[str, tuple[int, datetime]]:
        """{ledger: (number of marks, the latest)} as this transaction sees them; one query for all ledgers."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger, sum(n), max(at) FROM core_ledgertouch GROUP BY ledger")
            return {ledger: (number, latest) for ledger, number, latest in cursor.fetchall()}


def _key(text: str) -> str:
    return f"rows:{hashlib.sha256(text.encode()).hexdigest()}"


def _cached(text: str, work: Callable[[], T]) -> T:
    key = _key(text)
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
