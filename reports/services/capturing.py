"""Freezing what stands behind figures: keys and shown values of rows, each source with one statement, and their history.

A source is a pool of rows (`reports.figures.pools`): many figures are made of the same rows, so each row is read once,
with a bit for each set of marks that it carries, and stored with some thousands of others. The figures are counted from
what was stored, so that the two cannot differ. What a row shows of its own stands in its history, where nobody can
change it: of these values only the version is frozen. Those that come from elsewhere are stored column by column. Only
inside one transaction, so that all sources are of one moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, IntegerField, Model, Value
from django.db.models.fields import CharField
from django.db.models.functions import Coalesce

from accounts.models import Division, Organisation
from core.models import Job
from core.plain import Plain, Values
from core.rows import Rows
from core.workbooks.formats import Form
from enterprises.models import Enterprise
from insurers.policies.models import Policy
from reports.columns import ROW_TABLES, Frozen, RowTable, ledger_of
from reports.figures import Basis, Figure, LedgerFigure
from reports.figures.pools import Cut, Fold, Pool, as_boolean, as_expression
from reports.models import Capture, CaptureFigure
from reports.rules import Number, digest_of

#: Of the keys in ascending order; `reports.rules.digest_of` says the same in Python.
DIGEST: Final = "encode(sha256(convert_to(coalesce(string_agg(g.word, ',') FILTER (WHERE {mine}), ''), 'UTF8')), 'hex')"
#: Rows whose keys share all but the last bits make a block; so do events.
BLOCK: Final = 4096
EMPTY: Final = digest_of(())
#: Memory for the blocks of one source while they are made, so that nothing is sorted on disk.
MEMORY: Final = "256MB"


class Named(NamedTuple):
    """What many rows point at, which is frozen once by its name: the field of the row, what it points at by which key."""

    field: str
    model: type[Model]
    name: str
    key: str = "pk"


NAMES: Final[Mapping[str, Named]] = {
    "enterprise.name": Named("enterprise_id", Enterprise, "name"),
    "insurer.name": Named("insurer_id", Organisation, "name"),
    "policy.policy_no": Named("policy_id", Policy, "policy_no"),
    "county.name": Named("county_id", Division, "name", "code"),
}
#: Those that lie in a city, of which only those of the report's cities are frozen.
PLACED: Final = frozenset({Enterprise, Policy})
DAY, NUMBER, WORD, NAME = "day", "number", "word", "name"
#: The path of the key of a row, which its block has already.
KEY: Final = "pk"
#: How a column of each kind is stored.
STORED: Final = {
    DAY: "({0} - DATE '1970-01-01')::bigint",
    NUMBER: "{0}::bigint",
    WORD: "{0}::text",
    NAME: "{0}::bigint",
}


class Shown(NamedTuple):
    """A value that is shown of a row: its path, its kind, the field of the row's history that holds it, if one does."""

    path: str
    kind: str
    field: str = ""


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
    def marks(self) -> list[str]:
        return list(dict.fromkeys(mark for marks in self.sets for mark in marks))

    @property
    def totals(self) -> list[str]:
        """The columns that its figures add up."""
        return list(dict.fromkeys(part.total for part in self.parts if part.total))

    @property
    def folds(self) -> list[tuple[str, Fold]]:
        """What they come to, each once: the column, and whether it is added up."""
        return list(dict.fromkeys((part.total, part.fold) for part in self.parts if part.total))

    @property
    def columns(self) -> list[Shown]:
        """What is frozen of a row, in this order."""
        table = ROW_TABLES[self.model]
        forms = {path: column.form for column in table.columns for path in column.paths}
        kept = fields_kept(self.model)
        paths = dict.fromkeys(path for path in [*table.frozen_paths, *self.totals] if path != KEY)
        return [
            Shown(path, self._kind(path, forms.get(path, Form.TEXT), table.key), kept.get(origin_of(table, path), ""))
            for path in paths
        ]

    @property
    def stored(self) -> dict[int, Shown]:
        """{place: column} of those that no history holds."""
        return {place: column for place, column in enumerate(self.columns) if not column.field}

    @property
    def amounts(self) -> dict[str, str]:
        """{name of a total: the array that holds it}: that of its column, or its own where none is stored as numbers."""
        columns = {column.path: f"c{place}" for place, column in self.stored.items() if column.kind == NUMBER}
        return {f"t{n}": columns.get(total, f"t{n}") for n, total in enumerate(self.totals)}

    def _kind(self, path: str, form: Form, key: str) -> str:
        if path in NAMES:
            return NAME
        whole = {field.name for field in self.model._meta.concrete_fields if isinstance(field, IntegerField)}
        if path == key or path in whole or form == Form.COUNT:
            return NUMBER
        return DAY if form == Form.DAY else WORD


#: {id of a counted figure: {city: number}}
Counted = dict[str, dict[Any, Number]]


def sources_of(figures: Iterable[Figure], basis: Basis, cities: Sequence[str]) -> list[Source]:
    """What some figures are made of, in the order of the figures."""
    parts = {part.id: part for figure in figures for part in figure.parts}
    pools: dict[Pool, list[LedgerFigure]] = {}
    for part in parts.values():
        pools.setdefault(part.pool, []).append(part)
    return [
        Source(number, pool, mine, pool.rows_of(basis, (), cities)) for number, (pool, mine) in enumerate(pools.items())
    ]


def capture(
    *, figures: Iterable[Figure], basis: Basis, cities: Sequence[str], job: Job, at: datetime
) -> tuple[Capture, Counted]:
    """Freeze the rows behind the figures over some cities; what is counted of them, city by city."""
    sources = sources_of(figures, basis, cities)
    found = Capture.objects.create(
        organisation_id=job.organisation_id,
        job=job,
        taken_at=at,
        columns={str(source.number): source.columns for source in sources},
    )
    counted: Counted = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [MEMORY])
    made = []
    for source in sources:
        digests, groups = _freeze(found, source, basis)
        mine = _counted(source, groups)
        made += _figures(found, source, digests, groups, mine)
        counted |= mine
    CaptureFigure.objects.bulk_create(made)
    for model in {source.model for source in sources}:
        _freeze_history(found, model)
    for path in {column.path for source in sources for column in source.columns if column.kind == NAME}:
        _freeze_names(found, path, cities)
    return found, counted


def compiled(rows: Rows) -> tuple[str, Values]:
    """A query as SQL and its values."""
    sql, values = rows.query.sql_with_params()
    return sql, tuple(values)


def keys_of(rows: Rows) -> tuple[str, Values]:
    """The query of the keys."""
    return compiled(rows.order_by().values(key=F("pk")))


def event_model(model: type[Model]) -> type[Model] | None:
    """The history of a ledger; None where it keeps none."""
    try:
        return apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    except LookupError:
        return None


def event_table(model: type[Model]) -> str:
    """The table of a ledger's history; empty where it keeps none."""
    events = event_model(model)
    return str(events._meta.db_table) if events else ""


def fields_kept(model: type[Model]) -> dict[str, str]:
    """{attribute of a row: its column in the ledger's history}"""
    events = event_model(model)
    return {field.attname: str(field.column) for field in events._meta.concrete_fields} if events else {}


def origin_of(table: RowTable, path: str) -> str:
    """The attribute of the row that a path reads, or that points at what it names; empty for what is made of several."""
    return NAMES[path].field if path in NAMES else table.origin(path)


def shown_now(rows: Rows) -> dict[int, Frozen]:
    """{key: what would be frozen of it today}"""
    table = ROW_TABLES[rows.model]
    return dict(rows.order_by().values_list("pk").annotate(frozen=table.frozen_values()).values_list("pk", "frozen"))


def _asked(source: Source, basis: Basis) -> Plain:
    """What is asked of each row: in which city, which marks, which amounts, what a list shows of it."""
    pool, table = source.pool, ROW_TABLES[source.model]
    return {
        "placed": Coalesce(as_expression(pool.keys[Cut.CITY]), Value(""), output_field=CharField()),
        **{f"m{n}": as_boolean(pool.condition(mark, basis)) for n, mark in enumerate(source.marks)},
        **{f"t{n}": F(total) for n, total in enumerate(source.totals)},
        **{
            f"c{n}": F(NAMES[column.path].field) if column.kind == NAME else table.frozen_value(column.path)
            for n, column in source.stored.items()
        },
    }


def _bits(source: Source) -> str:
    """The bits of a row as SQL: one for each set of marks that it carries all of."""
    kept = (" AND ".join(f"x.m{source.marks.index(mark)}" for mark in one) or "true" for one in source.sets)
    return " + ".join(f"CASE WHEN {condition} THEN {1 << bit}::bigint ELSE 0 END" for bit, condition in enumerate(kept))


def _freeze(into: Capture, source: Source, basis: Basis) -> tuple[list[str], list[Plain]]:
    """Store the rows of a source in blocks: the digests of its sets, and how many of which bits lie in which city."""
    asked = _asked(source, basis)
    try:
        sql, values = compiled(source.rows.order_by().values_list("pk").annotate(**asked))
    except EmptyResultSet:
        return [EMPTY] * len(source.sets), []
    amounts = source.amounts
    arrays = [
        "array_agg(g.id) AS ids",
        "array_agg(g.placed) AS places",
        "array_agg(g.bits) AS bits",
        *(f"array_agg(g.{name}) AS {name}" for name, array in amounts.items() if array == name),
        *(f"array_agg({STORED[column.kind].format(f'g.c{n}')}) AS c{n}" for n, column in source.stored.items()),
    ]
    kept = "" if () in source.sets else "WHERE g.bits <> 0"
    shown = ", ".join(
        f"({n}, NULL::bigint[], b.c{n})" if column.kind == WORD else f"({n}, b.c{n}, NULL::text[])"
        for n, column in source.stored.items()
    )
    digests = ", ".join(DIGEST.format(mine=f"g.bits & {1 << bit} <> 0") for bit in range(len(source.sets)))
    added = ", ".join(
        [
            *("'city', u.place", "'bits', u.bits", "'n', count(*)"),
            *(f"'f{n}', {fold}(u.t{source.totals.index(total)})::text" for n, (total, fold) in enumerate(source.folds)),
        ]
    )
    columns = (
        ", columns AS (INSERT INTO reports_capturecolumn (capture_id, source, number, place, numbers, words) "
        f"SELECT {into.pk}, {source.number}, b.n, v.place, v.numbers, v.words FROM b CROSS JOIN LATERAL (VALUES {shown}) "
        "AS v(place, numbers, words))"
        if shown
        else ""
    )
    statement = (
        f"WITH b AS MATERIALIZED (SELECT g.id / {BLOCK} AS n, {', '.join(arrays)} FROM (SELECT x.*, {_bits(source)} AS bits "
        f"FROM ({sql} OFFSET 0) x (id, {', '.join(asked)}) OFFSET 0) g {kept} GROUP BY 1), "
        "blocks AS (INSERT INTO reports_captureblock (capture_id, ledger, source, number, keys, places, marks) "
        f"SELECT %s, %s, %s, b.n, b.ids, b.places, b.bits FROM b){columns} "
        f"SELECT (SELECT ARRAY[{digests}] FROM (SELECT s.id::text AS word, s.bits FROM (SELECT u.id, u.bits "
        "FROM b CROSS JOIN LATERAL unnest(b.ids, b.bits) AS u(id, bits) ORDER BY u.id) s) g), "
        f"(SELECT json_agg(p.counted) FROM (SELECT json_build_object({added}) AS counted FROM b CROSS JOIN LATERAL "
        f"unnest({', '.join(f'b.{array}' for array in ('places', 'bits', *amounts.values()))}) "
        f"AS u({', '.join(('place', 'bits', *amounts))}) GROUP BY u.place, u.bits) p)"
    )
    with connection.cursor() as cursor:
        ledger = ledger_of(source.model)
        cursor.execute(statement, [*values, into.pk, ledger, source.number])
        told, groups = cursor.fetchone()
    return told, groups or []


def _counted(source: Source, groups: Sequence[Plain]) -> Counted:
    """{figure: {city: number}} of a source, from how many rows of which bits lie where."""
    found: Counted = {}
    for part in source.parts:
        bit = source.sets.index(part.marks)
        name = f"f{source.folds.index((part.total, part.fold))}" if part.total else ""
        numbers: dict[str, list[Number]] = {}
        for group in groups:
            if group["bits"] >> bit & 1:
                told = Decimal(group[name]) if name and group[name] else None
                numbers.setdefault(group["city"], []).append(told if name else group["n"])
        found[part.id] = {city: part.number(part.gathered(some)) for city, some in numbers.items()}
    return found


def _figures(
    into: Capture, source: Source, digests: Sequence[str], groups: Sequence[Plain], counted: Counted
) -> list[CaptureFigure]:
    sets = source.sets
    return [
        CaptureFigure(
            capture=into,
            figure=part.id,
            ledger=ledger_of(source.model),
            source=source.number,
            bit=sets.index(part.marks),
            count=sum(group["n"] for group in groups if group["bits"] >> sets.index(part.marks) & 1),
            digest=digests[sets.index(part.marks)],
            total=Decimal(part.gathered(counted[part.id].values()) or 0) if part.total else None,
        )
        for part in source.parts
    ]


def _freeze_history(into: Capture, model: type[Model]) -> None:
    """Which events of a ledger this moment sees: blocks that are whole, and the events of the others."""
    table = event_table(model)
    if not table:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH b AS MATERIALIZED (SELECT e.pgh_id / {BLOCK} AS n, count(*) AS events FROM {table} e GROUP BY 1) "
            "INSERT INTO reports_capturehistory (capture_id, ledger, whole, others) SELECT %s, %s, "
            f"(SELECT coalesce(array_agg(b.n), '{{}}') FROM b WHERE b.events = {BLOCK}), "
            f"(SELECT coalesce(array_agg(e.pgh_id), '{{}}') FROM b JOIN {table} e "
            f"ON e.pgh_id BETWEEN b.n * {BLOCK} AND b.n * {BLOCK} + {BLOCK - 1} WHERE b.events < {BLOCK})",
            [into.pk, ledger_of(model)],
        )


def _freeze_names(into: Capture, path: str, cities: Sequence[str]) -> None:
    """What was called how at this moment, of all that lies in some cities or nowhere."""
    named = NAMES[path]
    rows = named.model._default_manager.order_by()
    if named.model in PLACED:
        rows = rows.filter(city__in=cities)
    sql, values = compiled(rows.values_list(named.key, named.name))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_capturenames (capture_id, path, keys, words) SELECT %s, %s, "
            f"coalesce(array_agg(n.id::bigint), '{{}}'), coalesce(array_agg(n.word::text), '{{}}') FROM ({sql}) n (id, word)",
            [into.pk, path, *values],
        )
