"""Raising the walls: after each migration the owner writes all policies, grants and functions anew from the code."""

from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from core.trail import months
from core.trail.watching import raise_witnesses, watched
from core.walls import STAGE, Family
from core.walls.policies import looks, read_besides, walled

#: Has the rights on tables that all families and the application's role share.
ROWS: Final = "portal_rows"
APP, AUDIT = "portal_app", "portal_audit"
#: Tables that are only ever added to, beside the history.
APPENDED: Final = ("core_auditevent", "core_seal")
#: Written by functions of their own alone.
CONTEXT: Final = "pghistory_context"
WITNESSES: Final = "core_witness"
#: Kinds of relations with rights of their own: tables, those in parts, views. A part is reached through its table alone.
GRANTED: Final = frozenset({"r", "p", "v"})
#: COPY goes into these and into the stages.
COPIED: Final = ("imports_verdict",)


def raise_walls(using: str = "default", **_kwargs: object) -> None:
    """Everything in one transaction. Raises ImproperlyConfigured where the server has not the roles."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [[ROWS, STAGE, *map(str, Family)]])
        if cursor.fetchone()[0] < len(Family) + 2:
            raise ImproperlyConfigured("The server lacks the portal's roles: run deploy/roles.sql as its superuser.")
        cursor.execute(
            "SELECT relname, CASE WHEN relispartition THEN 'part' ELSE relkind::text END FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace"
        )
        kinds = dict(cursor.fetchall())
        if any(table not in kinds for table in (*walled(), *watched())):
            return  # half of the apps are migrated
        raise_witnesses(cursor)
        cursor.execute(DROP_POLICIES)
        cursor.execute(";\n".join([*functions(cursor), *policies(), *grants(kinds)]))
        months.make_parts(cursor)


#: A setting of the session cannot silence the triggers of history and audit.
NEVER_IGNORED: Final = """CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN false; END $$"""
DROP_POLICIES: Final = """
DO $$ DECLARE p record; BEGIN
    FOR p IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON %I', p.policyname, p.tablename);
    END LOOP;
END $$"""


def policies() -> Iterator[str]:
    """Also for the owner, who migrates: FORCE spares nobody, hence a policy of its own lets it pass."""
    for table, conditions in sorted(walled().items()):
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY portal_owner ON {table} TO CURRENT_USER USING (true)"
        for family, condition in conditions.items():
            yield f"CREATE POLICY {family} ON {table} TO {family} USING ({condition})"
    for (table, family), condition in read_besides().items():
        yield f"CREATE POLICY {family}_reads ON {table} FOR SELECT TO {family} USING ({condition})"


def functions(cursor: CursorWrapper) -> Iterator[str]:
    """What looks across the walls, and the triggers that write history: with the owner's rights, for who may call them."""
    yield NEVER_IGNORED
    for name, definition in looks().items():
        yield f"CREATE OR REPLACE FUNCTION {name} {definition.strip().rstrip(';')}"
        bare = name.split("(")[0]
        yield (
            f"DO $$ DECLARE f regprocedure; BEGIN SELECT oid INTO f FROM pg_proc WHERE proname = '{bare}' "
            "AND pronamespace = 'public'::regnamespace; "
            "EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', f); "
            "EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f); "
            f"EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {ROWS}', f); END $$"
        )
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
        "AND (starts_with(proname, 'pgtrigger_') OR proname = '_pgh_attach_context')"
    )
    for (name,) in cursor.fetchall():
        yield f"ALTER FUNCTION {name} SECURITY DEFINER SET search_path = public, pg_temp"


def grants(kinds: dict[str, str]) -> Iterator[str]:
    history = {model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_obj_id")}
    for table, kind in kinds.items():
        if kind not in GRANTED:
            continue
        yield f"REVOKE ALL ON {table} FROM {ROWS}, {STAGE}, {APP}"
        if table in history or table in (CONTEXT, WITNESSES, "django_migrations"):
            yield f"GRANT SELECT ON {table} TO {ROWS}"
        elif table in APPENDED:
            yield f"GRANT SELECT, INSERT ON {table} TO {ROWS}"
        else:
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ROWS}"
        if table.endswith("_stage") or table in COPIED:
            yield f"GRANT INSERT ON {table} TO {STAGE}"
        if kind == "v":
            yield f"ALTER VIEW {table} SET (security_invoker = true)"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROWS}, {STAGE}"
    yield f"GRANT SELECT ON {APPENDED[0]}, {CONTEXT} TO {AUDIT}"
