"""The SQL of ledgers in migrations: stage tables from the declaration, views and keys from files beside the app."""

from collections.abc import Iterable
from pathlib import Path

from django.db.migrations import RunSQL

from core.imports.importer import Ledger

#: What every staged row says of itself: its run, the row of the sheet, its identity in words.
OF_THE_RUN = "NULL::varchar(32) AS run, NULL::integer AS row_no, NULL::text AS identity_text"


def create_stage(ledger: Ledger) -> RunSQL:
    """The unlogged stage of a ledger: the columns that its workbook brings, typed as the ledger's table types them.

    Unlogged, since a lost stage is only checked again (ADR 4).
    """
    columns = ", ".join(ledger.columns)
    create = (
        f"CREATE UNLOGGED TABLE {ledger.stage} AS SELECT {OF_THE_RUN}, {columns} FROM {ledger.table} WITH NO DATA; "
        f"ALTER TABLE {ledger.stage} ALTER run SET NOT NULL, ALTER row_no SET NOT NULL; "
        f"CREATE INDEX {ledger.stage}_run ON {ledger.stage} (run);"
    )
    return RunSQL(create, f"DROP TABLE {ledger.stage};")


def run_file(path: Path, drop: str, **codes: Iterable[str]) -> RunSQL:
    """The statements of an SQL file. `{name}` in it is a list of codes, so that no file repeats one."""
    text = path.read_text(encoding="utf-8")
    for name, values in codes.items():
        text = text.replace("{" + name + "}", ", ".join(f"'{value}'" for value in values))
    return RunSQL(text, drop)
