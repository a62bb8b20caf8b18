"""The database notes every write: of rows without a history by their digest, of history by the ids of its rows.

Every table of the project is watched unless an app says in its `walls.py` why not: `PASSING = {table: reason}` for whole
tables, `UNWATCHED = {table: {column: reason}}` for columns. Of a table with history only those columns are watched that
the history leaves out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import pgtrigger
from django.apps import apps
from django.db import models
from django.db.backends.utils import CursorWrapper

from core.choices import WitnessOp
from core.contributions import contributions
from core.plain import Plain
from core.trail import keys
from core.walls.policies import is_of_project

#: Tables of other packages whose rows open doors, with what of them changes without a meaning.
FOREIGN: Final = {"mfa_authenticator": {"last_used_at"}}
#: Columns that follow from each write.
ALWAYS: Final = frozenset({"updated_at"})
ROWS, EVENTS = "pgtrigger_witness_rows", "pgtrigger_witness_events"
NAME: Final = "portal_witness"
#: Half of a SHA-256 of the text of some columns; no setting of a session changes the text.
DIGEST: Final = "substr(encode(sha256(convert_to(ROW({})::text, 'UTF8')), 'hex'), 1, 32)"
FIXED: Final = (
    "SET search_path = public, pg_temp SET \"TimeZone\" = 'UTC' SET \"DateStyle\" = 'ISO' SET bytea_output = 'hex'"
)


@dataclass(frozen=True, slots=True)
class Watched:
    """A table with the columns whose digest its witnesses bear, and its key."""

    table: str
    key: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tracked:
    """A table with history: the columns that both have."""

    table: str
    key: str
    events: str
    columns: tuple[str, ...]
    event_columns: tuple[str, ...]


def merged(name: str) -> Plain:
    """What all apps declare in their `walls.py` under the name."""
    found: Plain = {}
    for part in contributions("walls", name, dict):
        found.update(part)
    return found


@cache
def tracked() -> dict[str, Tracked]:
    """{table: its history} of all tables with one."""
    found = {}
    for events in apps.get_models():
        ledger = getattr(events, "pgh_tracked_model", None)
        if ledger is None:
            continue
        kept = _columns(events)
        columns = tuple(name for name in _columns(ledger) if name in kept)
        meta = ledger._meta
        found[meta.db_table] = Tracked(meta.db_table, str(meta.pk.column), events._meta.db_table, columns, kept)
    return found


@cache
def watched() -> dict[str, Watched]:
    """{table: what is watched of it} of all tables that have anything to watch."""
    found = {}
    passing, unwatched = merged("PASSING"), merged("UNWATCHED")
    for model in apps.get_models(include_auto_created=True):
        table, meta = model._meta.db_table, model._meta
        if table in passing or not (is_of_project(model) or table in FOREIGN) or _is_history(model):
            continue
        out = ALWAYS | set(unwatched.get(table, ())) | FOREIGN.get(table, set())
        if table in tracked():
            out |= set(tracked()[table].columns)
        columns = tuple(name for name in _columns(model) if name not in out)
        if columns:
            found[table] = Watched(table, str(meta.pk.column), columns)
    return found


def _is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(str(one.column) for one in model._meta.concrete_fields)


def raise_witnesses(cursor: CursorWrapper) -> None:
    """Functions and triggers anew; rows that no witness knows yet, or none by these columns, are noted as found."""
    cursor.execute(";\n".join(functions()))
    cursor.execute(
        "SELECT c.relname, obj_description(t.oid, 'pg_trigger') FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid WHERE starts_with(t.tgname, %s)",
        [NAME],
    )
    before = dict(cursor.fetchall())
    for one in watched().values():
        if before.get(one.table) != ",".join(one.columns):
            cursor.execute(_note_found(one), [keys.stamp()])
        cursor.execute(";\n".join(_triggers(one)))
    for history in tracked().values():
        cursor.execute(
            f"DROP TRIGGER IF EXISTS {NAME} ON {history.events}; "
            f"CREATE TRIGGER {NAME} AFTER INSERT ON {history.events} REFERENCING NEW TABLE AS new_values "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {EVENTS}()"
        )


def _note_found(one: Watched) -> str:
    return (
        f"INSERT INTO core_witness (ledger, xact, stamp, op, row_id, digest, events) SELECT '{one.table}', "
        f"pg_current_xact_id()::text::bigint, %s, '{WitnessOp.FOUND}', {one.key}, {digest_of(one.columns)}, '' "
        f"FROM {one.table} ORDER BY {one.key}"
    )


def digest_of(columns: tuple[str, ...], prefix: str = "") -> str:
    """The SQL of the digest of these columns."""
    return DIGEST.format(", ".join(f'{prefix}"{name}"' for name in columns))


def _triggers(one: Watched) -> Iterator[str]:
    listed = "{" + ",".join(one.columns) + "}"
    new, old = "NEW TABLE AS new_values", "OLD TABLE AS old_values"
    for op, tables in (("INSERT", new), ("UPDATE", f"{old} {new}"), ("DELETE", old)):
        name = f"{NAME}_{op.lower()}"
        yield f"DROP TRIGGER IF EXISTS {name} ON {one.table}"
        yield (
            f"CREATE TRIGGER {name} AFTER {op} ON {one.table} REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {ROWS}('{one.key}', '{listed}')"
        )
    yield f"COMMENT ON TRIGGER {NAME}_insert ON {one.table} IS '{','.join(one.columns)}'"


def functions() -> Iterator[str]:
    """The two functions behind the triggers, with the owner's rights, since nobody else may enter witnesses."""
    head = "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
    yield f"CREATE OR REPLACE FUNCTION {ROWS}() {head} {FIXED} AS $$\n{OF_ROWS}\n$$"
    yield f"CREATE OR REPLACE FUNCTION {EVENTS}() {head} SET search_path = public, pg_temp AS $$\n{OF_EVENTS}\n$$"


_HEAD: Final = """INSERT INTO core_witness (ledger, xact, stamp, op, row_id, digest, events)
        SELECT %L, pg_current_xact_id()::text::bigint, coalesce(current_setting('portal.stamp', true), ''), %L,"""
OF_ROWS: Final = f"""DECLARE
    mine text; other text;
    head text := format($q${_HEAD} $q$, TG_TABLE_NAME, substr(TG_OP, 1, 1));
BEGIN
    SELECT string_agg(format('n.%I', c), ', '), string_agg(format('o.%I', c), ', ')
        INTO mine, other FROM unnest(TG_ARGV[1]::text[]) c;
    mine := format($q${DIGEST.format("%s")}$q$, mine);
    other := format($q${DIGEST.format("%s")}$q$, other);
    IF TG_OP = 'INSERT' THEN
        EXECUTE head || format('n.%I, %s, %L FROM new_values n ORDER BY 5', TG_ARGV[0], mine, '');
    ELSIF TG_OP = 'UPDATE' THEN
        EXECUTE head || format('n.%1$I, %2$s, %3$L FROM new_values n LEFT JOIN old_values o ON o.%1$I = n.%1$I
            WHERE o.%1$I IS NULL OR %2$s <> %4$s ORDER BY 5', TG_ARGV[0], mine, '', other);
    ELSE
        EXECUTE head || format('o.%1$I, %2$L, %2$L FROM old_values o ORDER BY 5', TG_ARGV[0], '');
    END IF;
    RETURN NULL;
END"""
OF_EVENTS: Final = f"""BEGIN
    INSERT INTO core_witness (ledger, xact, stamp, op, row_id, digest, events)
    SELECT TG_TABLE_NAME, pg_current_xact_id()::text::bigint, coalesce(current_setting('portal.stamp', true), ''),
        '{WitnessOp.HISTORY}', NULL, '', range_agg(int8range(pgh_id, pgh_id, '[]'))::text
    FROM new_values HAVING count(*) > 0;
    RETURN NULL;
END"""


def bodies() -> dict[str, str]:
    """{function: its text} of those that the trail rests on."""
    return {ROWS: OF_ROWS, EVENTS: OF_EVENTS}


def declared_triggers() -> set[tuple[str, str]]:
    """(table, trigger) of all that the models carry: history, append-only, marks."""
    return {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
