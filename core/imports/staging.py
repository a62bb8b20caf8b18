"""Staging by COPY and the set-based SQL that compares stage and ledger.

COPY goes into plain staging tables only, never into a table with history triggers (the event would lack its
context). Every name in the SQL is a constant of the code (`Ledger`); values travel as parameters.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from core import walls
from core.imports.importer import Ledger
from core.imports.models import UploadEffect
from core.plain import Values

FEW_ROWS = 500
NONE: Final[Mapping[str, object]] = {}
EFFECTS = UploadEffect._meta.db_table
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
SPECIAL = re.compile(r"[\\\t\n\r]")
ARRAY_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"'})


def copy_text(value: Any) -> str:
    """One value in the text format of COPY."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(ESCAPES) if SPECIAL.search(value) else value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int | Decimal | date):
        return str(value)
    if isinstance(value, tuple | list):
        items = ",".join('"' + str(item).translate(ARRAY_ESCAPES) + '"' for item in value)
        return ("{" + items + "}").translate(ESCAPES)
    raise TypeError(type(value))


def stage_rows(ledger: Ledger, rows: Sequence[Values]) -> None:
    """Append rows `(run, row number, identity text, *columns)` to the stage; an empty value is what its column holds."""
    copy_rows(ledger.stage, ("run", "row_no", "identity_text", *ledger.columns), rows, dict(ledger.empty))


def copy_rows(table: str, columns: Sequence[str], rows: Sequence[Values], empty: Mapping[str, object] = NONE) -> None:
    """Append rows to a table without history by COPY.

    Column by column: most of them repeat few values, and each value is put into text once.
    """
    if not rows:
        return
    texts = [
        _column_texts(_filled(column, empty[name]) if name in empty and None in column else column)
        for name, column in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    buffer = StringIO("".join(["\t".join(row) + "\n" for row in zip(*texts, strict=True)]))
    with walls.staging(), transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", buffer)


def _filled(values: Sequence[Any], empty: object) -> Sequence[Any]:
    return [empty if value is None else value for value in values]


def _column_texts(values: Sequence[Any]) -> Sequence[str]:
    if values.count(values[0]) == len(values):  # run, insurer, and whatever a workbook repeats
        return [copy_text(values[0])] * len(values)
    if set(map(type, values)) == {str} and not SPECIAL.search("".join(values)):
        return values
    texts = {value: copy_text(value) for value in set(values)}
    return [texts[value] for value in values]


def join_set_based(cursor: CursorWrapper) -> None:
    """Until the transaction ends stage and ledger are joined whole, never row by row.

    Right after a bulk write the planner knows nothing of it: it takes the ledger for empty and loops over all of an
    insurer's rows for every staged one. Calls with few rows have no need of it. Wide rows are sorted in memory.
    """
    cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'")


def clear_stage(ledger: Ledger, run: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {ledger.stage} WHERE run = %s", [run])


def has_stage(ledger: Ledger, run: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {ledger.stage} WHERE run = %s)", [run])
        return bool(cursor.fetchone()[0])


def join_on(ledger: Ledger) -> str:
    """SQL: the ledger row `l` is the record of the staged row `s`."""
    living = f" AND {ledger.living}" if ledger.living else ""
    return " AND ".join(f"l.{c} = s.{c}" for c in ledger.identity) + living


def staged_value(ledger: Ledger, column: str) -> str:
    """SQL: what the column will hold after the acceptance."""
    followed = dict(ledger.followed)
    if column in followed:
        return followed[column]
    return f"coalesce(s.{column}, l.{column})" if column in ledger.keep_when_null else f"s.{column}"


def differs(ledger: Ledger) -> str:
    """SQL: the staged row changes its record."""
    old = ", ".join(f"l.{c}" for c in ledger.compared)
    new = ", ".join(staged_value(ledger, c) for c in ledger.compared)
    told = f"l.{ledger.told} <> s.{ledger.told} AND " if ledger.told else ""
    return f"({told}({old}) IS DISTINCT FROM ({new}))"


@transaction.atomic
def preview(ledger: Ledger, run: str, rows: int) -> tuple[int, int, int]:
    """How many staged rows are new, changed, unchanged against the ledger as it stands."""
    sql = f"""
        SELECT count(*) FILTER (WHERE l.id IS NULL),
               count(*) FILTER (WHERE l.id IS NOT NULL AND {differs(ledger)}),
               count(*) FILTER (WHERE l.id IS NOT NULL AND NOT ({differs(ledger)}))
        FROM {ledger.stage} s LEFT JOIN {ledger.table} l ON {join_on(ledger)} WHERE s.run = %s"""
    with connection.cursor() as cursor:
        if rows > FEW_ROWS:
            join_set_based(cursor)
        cursor.execute(sql, [run])
        new, changed, unchanged = cursor.fetchone()
    return new, changed, unchanged


def merge(ledger: Ledger, run: str, at: datetime, upload_id: int, rows: int) -> tuple[int, int]:
    """Write the staged rows: update what differs, insert what is new, in the ledger's order. Returns (new, changed).

    What the upload wrote is kept for a withdrawal: ids of new rows, ids and old values of changed ones.
    """
    sets = ", ".join(f"{c} = {staged_value(ledger, c)}" for c in ledger.written)
    with connection.cursor() as cursor:
        if rows > FEW_ROWS:
            join_set_based(cursor)
        changed = _keep_old_values(cursor, ledger, run, at, upload_id)
        if changed:
            cursor.execute(
                f"UPDATE {ledger.table} l SET {sets}, updated_at = %s FROM {ledger.stage} s "
                f"WHERE s.run = %s AND {join_on(ledger)} AND {differs(ledger)}",
                [at, run],
            )
            changed = cursor.rowcount
        return _insert_new(cursor, ledger, run, at, upload_id), changed


def _keep_old_values(cursor: CursorWrapper, ledger: Ledger, run: str, at: datetime, upload_id: int) -> int:
    """Note what is about to change, and how many rows; where the upload changes one twice, the oldest values count."""
    old = ", ".join(f"'{c}', l.{c}" for c in (*ledger.written, "updated_at"))
    new = ", ".join(f"'{c}', {staged_value(ledger, c)}" for c in ledger.written)
    cursor.execute(
        f"INSERT INTO {EFFECTS} (upload_id, ledger_id, before, after, at) "
        f"SELECT %s, l.id, jsonb_build_object({old}), jsonb_build_object({new}), %s FROM {ledger.table} l "
        f"JOIN {ledger.stage} s ON {join_on(ledger)} WHERE s.run = %s AND {differs(ledger)} "
        "ON CONFLICT (upload_id, ledger_id) DO UPDATE SET at = excluded.at, after = excluded.after",
        [upload_id, at, run],
    )
    return int(cursor.rowcount)


def _insert_new(cursor: CursorWrapper, ledger: Ledger, run: str, at: datetime, upload_id: int) -> int:
    columns = ", ".join(ledger.columns)
    extra = "".join(f", {name}" for name, _ in ledger.constants)
    values = "".join(f", {sql}" for _, sql in ledger.constants)
    order = ", ".join(f"s.{name}" for name in (*ledger.placed, "row_no"))
    cursor.execute(
        f"WITH fresh AS (INSERT INTO {ledger.table} ({columns}, created_at, updated_at{extra}) "
        f"SELECT {columns}, %s, %s{values} FROM {ledger.stage} s WHERE s.run = %s AND NOT EXISTS "
        f"(SELECT 1 FROM {ledger.table} l WHERE {join_on(ledger)}) ORDER BY {order} RETURNING id) "
        f"INSERT INTO {EFFECTS} (upload_id, ledger_id, at) SELECT %s, id, %s FROM fresh",
        [at, at, run, upload_id, at],
    )
    return int(cursor.rowcount)


def lock_ledger(kind: str, key: int) -> None:
    """Queue behind other writers of the kind with the same key, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [kind, key % 2**31])
