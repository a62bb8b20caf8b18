"""Freezing what stands behind figures: keys, versions and shown values, each ledger with one statement.

Only inside the transaction that reads the figures, so that both are of one moment.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.apps import apps
from django.db import connection
from django.db.models import F, Func, Model, Value
from django.db.models.fields import CharField

from core.models import Job
from core.plain import Values
from reports.figures import Basis, Figure, LedgerFigure, Rows
from reports.models import Capture, CaptureFigure
from reports.tables import ROW_TABLES, ledger_of

#: Of the keys in ascending order; `reports.rules.digest_of` says the same in Python.
DIGEST: Final = "encode(sha256(convert_to(coalesce(string_agg(r.id::text, ',' ORDER BY r.id), ''), 'UTF8')), 'hex')"
#: The column that says in which city a row lies; rows of tasks lie between two.
PLACE: Final = "city_id"


def capture(*, figures: Iterable[Figure], basis: Basis, cities: Sequence[str], job: Job, at: datetime) -> Capture:
    """Freeze the rows behind the figures over some cities."""
    parts = {part.id: part for figure in figures for part in figure.parts}
    ledgers: dict[type[Model], str] = {}
    rows = {name: part.rows_of(basis, cities) for name, part in parts.items()}
    for one in rows.values():
        ledgers[one.model] = ledger_of(one.model)
    found = Capture.objects.create(
        organisation_id=job.organisation_id, job=job, taken_at=at, marks={name: mark(m) for m, name in ledgers.items()}
    )
    for name, part in parts.items():
        _freeze_figure(found, part, rows[name])
    for model in ledgers:
        _freeze_rows(found, model)
    return found


def compiled(rows: Rows) -> tuple[str, Values]:
    """A query as SQL and its values."""
    sql, values = rows.query.sql_with_params()
    return sql, tuple(values)


def keys_of(rows: Rows, total: str = "") -> tuple[str, Values]:
    """The query of the keys, and of the column that is added up."""
    columns = {"number": F(total)} if total else {"number": Value(None, CharField())}
    return compiled(rows.order_by().values(key=F("pk")).annotate(**columns))


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


def versions(model: type[Model], among: str) -> str:
    """The query of (id, version): the latest event of each row whose key the query `among` gives."""
    table = event_table(model)
    if not table:
        return "SELECT NULL::bigint AS id, 0::bigint AS version WHERE false"
    return (
        f"SELECT e.pgh_obj_id AS id, max(e.pgh_id) AS version FROM {table} e "
        f"WHERE e.pgh_obj_id IN ({among}) GROUP BY e.pgh_obj_id"
    )


def shown_rows(model: type[Model], rows: Rows) -> Rows:
    """Key, place and shown values of rows."""
    has_place = any(column.attname == PLACE for column in model._meta.concrete_fields)
    place = F(PLACE) if has_place else Value("", CharField())
    columns = {"placed": place, "frozen": ROW_TABLES[model].frozen_value()}
    found: Rows = rows.order_by().values(key=F("pk")).annotate(**columns)
    return found


def _freeze_figure(into: Capture, part: LedgerFigure, rows: Rows) -> None:
    sql, values = keys_of(rows, part.total)
    total = "coalesce(sum(r.number), 0)" if part.total else "NULL::numeric"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_capturefigure (capture_id, figure, ledger, count, total, digest, row_ids) "
            f"SELECT %s, %s, %s, count(*), {total}, {DIGEST}, coalesce(array_agg(r.id ORDER BY r.id), ARRAY[]::bigint[]) "
            f"FROM ({sql}) r (id, number)",
            [into.pk, part.id, ledger_of(rows.model), *values],
        )


def _freeze_rows(into: Capture, model: type[Model]) -> None:
    """The rows of a ledger that stand behind any figure, each once."""
    keys = CaptureFigure.objects.filter(capture=into, ledger=ledger_of(model))
    wanted = keys.order_by().values(one=Func(F("row_ids"), function="unnest"))
    rows, values = compiled(shown_rows(model, model._default_manager.filter(pk__in=wanted)))
    among, among_values = compiled(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_capturerow (capture_id, ledger, row_id, version, place, shown) "
            f"SELECT %s, %s, r.id, coalesce(v.version, 0), r.place, r.shown FROM ({rows}) r (id, place, shown) "
            f"LEFT JOIN ({versions(model, among)}) v ON v.id = r.id",
            [into.pk, ledger_of(model), *values, *(among_values if event_table(model) else ())],
        )
