"""Freezing what stands behind figures: keys, versions and shown values, the rows of each source with one statement.

A source is a pool of rows (`reports.figures.pools`): many figures are made of the same rows, so each row is read and
stored once, with a bit for each set of marks that it carries. Only inside the transaction that reads the figures, so
that both are of one moment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Model, Value
from django.db.models.fields import CharField
from django.db.models.functions import Coalesce

from core.models import Job
from core.plain import Plain, Values
from core.rows import Rows
from reports.figures import Basis, Figure, LedgerFigure
from reports.figures.pools import Cut, Pool, as_boolean, as_expression
from reports.models import Capture, CaptureFigure
from reports.rules import digest_of
from reports.tables import ROW_TABLES, ledger_of

#: Of the keys in ascending order; `reports.rules.digest_of` says the same in Python.
DIGEST: Final = "encode(sha256(convert_to(coalesce(string_agg(g.word, ',') FILTER (WHERE {mine}), ''), 'UTF8')), 'hex')"
#: Rows whose keys share all but the last bits make a block.
BLOCK: Final = 4096
EMPTY: Final = digest_of(())


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a pool over some cities, and the figures that are made of them."""

    number: int
    pool: Pool
    parts: Sequence[LedgerFigure]
    rows: Rows

    @property
    def model(self) -> type[Model]:
        return self.rows.model

    @property
    def sets(self) -> list[tuple[str, ...]]:
        """The marks of its figures, each set once: its place is its bit."""
        return list(dict.fromkeys(part.marks for part in self.parts))

    @property
    def totals(self) -> list[str]:
        """The columns that its figures add up."""
        return list(dict.fromkeys(part.total for part in self.parts if part.total))

    @property
    def paths(self) -> list[str]:
        """What is frozen of a row, in this order."""
        return list(dict.fromkeys([*ROW_TABLES[self.model].frozen_paths, *self.totals]))


def sources_of(figures: Iterable[Figure], basis: Basis, cities: Sequence[str]) -> list[Source]:
    """What some figures are made of, in the order of the figures."""
    parts = {part.id: part for figure in figures for part in figure.parts}
    pools: dict[Pool, list[LedgerFigure]] = {}
    for part in parts.values():
        pools.setdefault(part.pool, []).append(part)
    return [
        Source(number, pool, mine, pool.rows_of(basis, (), cities)) for number, (pool, mine) in enumerate(pools.items())
    ]


def capture(*, figures: Iterable[Figure], basis: Basis, cities: Sequence[str], job: Job, at: datetime) -> Capture:
    """Freeze the rows behind the figures over some cities."""
    sources = sources_of(figures, basis, cities)
    found = Capture.objects.create(
        organisation_id=job.organisation_id,
        job=job,
        taken_at=at,
        marks={ledger_of(model): mark(model) for model in {source.model for source in sources}},
        paths={str(source.number): source.paths for source in sources},
    )
    made = [one for source in sources for one in _figures(found, source, _freeze(found, source, basis))]
    CaptureFigure.objects.bulk_create(made)
    return found


def compiled(rows: Rows) -> tuple[str, Values]:
    """A query as SQL and its values."""
    sql, values = rows.query.sql_with_params()
    return sql, tuple(values)


def keys_of(rows: Rows) -> tuple[str, Values]:
    """The query of the keys."""
    return compiled(rows.order_by().values(key=F("pk")))


def event_table(model: type[Model]) -> str:
    """The table of a ledger's history; empty where it keeps none."""
    try:
        events = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    except LookupError:
        return ""
    return str(events._meta.db_table)


def mark(model: type[Model]) -> int:
    """The latest event of a ledger."""
    table = event_table(model)
    if not table:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(pgh_id), 0) FROM {table}")
        return int(cursor.fetchone()[0])


def versions(model: type[Model], among: str = "") -> str:
    """The query of (id, version): the latest event of each row, or of those whose key the query `among` gives."""
    table = event_table(model)
    if not table:
        return "SELECT NULL::bigint AS id, 0::bigint AS version WHERE false"
    kept = f"WHERE e.pgh_obj_id IN ({among}) " if among else ""
    return f"SELECT e.pgh_obj_id AS id, max(e.pgh_id) AS version FROM {table} e {kept}GROUP BY e.pgh_obj_id"


def shown_rows(model: type[Model], rows: Rows, totals: Sequence[str] = ()) -> Rows:
    """Key, place and shown values of rows, with what figures add up of them."""
    found: Rows = rows.order_by().values(key=F("pk")).annotate(frozen=ROW_TABLES[model].frozen_value(totals))
    return found


def _columns(source: Source, basis: Basis) -> Plain:
    """What is asked of each row: in which city, which marks, which amounts, what a list shows of it."""
    pool = source.pool
    return {
        "placed": Coalesce(as_expression(pool.keys[Cut.CITY]), Value(""), output_field=CharField()),
        **{f"m{n}": as_boolean(pool.marks[mark](basis)) for n, mark in enumerate(_marks(source))},
        **{f"t{n}": F(total) for n, total in enumerate(source.totals)},
        "frozen": ROW_TABLES[source.model].frozen_value(source.totals),
    }


def _marks(source: Source) -> list[str]:
    return list(dict.fromkeys(mark for marks in source.sets for mark in marks))


def _bits(source: Source) -> str:
    """The bits of a row as SQL: one for each set of marks that it carries all of."""
    marks = _marks(source)
    kept = (" AND ".join(f"g.m{marks.index(mark)}" for mark in one) or "true" for one in source.sets)
    return " + ".join(f"CASE WHEN {condition} THEN {1 << bit}::bigint ELSE 0 END" for bit, condition in enumerate(kept))


def _measures(source: Source) -> list[str]:
    """Count and digest of each set of marks, then the sums of the figures that add up a column."""
    mine = [f"g.bits & {1 << bit} <> 0" for bit in range(len(source.sets))]
    counts = [text for one in mine for text in (f"count(*) FILTER (WHERE {one})", DIGEST.format(mine=one))]
    sums = [
        f"coalesce(sum(g.t{source.totals.index(part.total)}) FILTER (WHERE {mine[source.sets.index(part.marks)]}), 0)"
        for part in source.parts
        if part.total
    ]
    return [*counts, *sums]


def _freeze(into: Capture, source: Source, basis: Basis) -> Values:
    """Store the rows of a source in blocks; what its figures count, digest and add up of them."""
    columns = _columns(source, basis)
    try:
        sql, values = compiled(source.rows.order_by().values_list("pk").annotate(**columns))
    except EmptyResultSet:
        return ()
    amounts = "".join(f", g.t{n}" for n in range(len(source.totals)))
    statement = (
        f"WITH r AS MATERIALIZED (SELECT g.* FROM (SELECT g.id, g.placed, {_bits(source)} AS bits{amounts}, g.frozen "
        f"FROM ({sql} OFFSET 0) g (id, {', '.join(columns)})) g WHERE g.bits <> 0), "
        "stored AS (INSERT INTO reports_captureblock "
        "(capture_id, ledger, source, number, keys, versions, places, marks, shown) "
        f"SELECT %s, %s, %s, r.id / {BLOCK}, array_agg(r.id), array_agg(coalesce(v.version, 0)), array_agg(r.placed), "
        f"array_agg(r.bits), array_agg(r.frozen) FROM r LEFT JOIN ({versions(source.model)}) v ON v.id = r.id GROUP BY 4) "
        f"SELECT {', '.join(_measures(source))} "
        f"FROM (SELECT r.id, r.id::text AS word, r.bits{amounts.replace('g.', 'r.')} FROM r ORDER BY r.id) g"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, into.pk, ledger_of(source.model), source.number])
        return tuple(cursor.fetchone())


def _figures(into: Capture, source: Source, measured: Values) -> list[CaptureFigure]:
    sets, sums = source.sets, iter(measured[2 * len(source.sets) :])
    counted = measured or (0, EMPTY) * len(sets)
    return [
        CaptureFigure(
            capture=into,
            figure=part.id,
            ledger=ledger_of(source.model),
            source=source.number,
            bit=sets.index(part.marks),
            count=counted[2 * sets.index(part.marks)],
            digest=counted[2 * sets.index(part.marks) + 1],
            total=next(sums, Decimal(0)) if part.total else None,
        )
        for part in source.parts
    ]
