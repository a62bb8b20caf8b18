"""Held rows that are settled, and how the withdrawal of what settled them opens them again (contract 4, Held rows).

A settled row is kept: a workbook that still names it must not open it again, and a withdrawal must give it back.
"""

from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from core.imports.choices import UploadState
from core.imports.models import ClosedHold, HeldRow, Upload

_COLUMNS: Final = "kind, organisation_id, identity, upload_id, row, raw, faults, fingerprint, held_at"
_HELD: Final = HeldRow._meta.db_table
_CLOSED: Final = ClosedHold._meta.db_table


def close_rows(rows: QuerySet[HeldRow], *, by: Upload | None, at: datetime) -> int:
    """Settle the held rows; returns how many. `by` is the upload with whose withdrawal they open again."""
    gone = f"DELETE FROM {_HELD} WHERE id = ANY(%s) RETURNING {_COLUMNS}"
    return _write(f"WITH gone AS ({gone}) {_insert('gone')}", [_ids(rows), *_marks(by, at)])


def keep_versions(rows: QuerySet[HeldRow], *, by: Upload, at: datetime) -> int:
    """Keep the held rows as they stand, because `by` is about to replace them; returns how many."""
    return _write(_insert(f"{_HELD} WHERE id = ANY(%s)"), [*_marks(by, at), _ids(rows)])


def reopen_rows(upload: Upload) -> int:
    """Open again what a withdrawn upload had settled or replaced; returns how many rows are open again.

    Rows of an upload that is itself withdrawn stay away. Where a later upload has replaced the row once more, that
    one's withdrawal gives the row back.
    """
    ClosedHold.objects.filter(upload=upload).delete()
    mine = ClosedHold.objects.filter(closed_by=upload).exclude(upload__state=UploadState.WITHDRAWN)
    same = {name: OuterRef(name) for name in ("organisation_id", "kind", "identity")}
    later = HeldRow.objects.filter(**same)
    mine.filter(Exists(later)).update(closed_by=Subquery(later.values("upload")[:1]))
    first = list(
        mine.order_by("organisation_id", "kind", "identity", "pk").distinct("organisation_id", "kind", "identity")
    )
    names = ("kind", "organisation_id", "identity", "upload_id", "row", "raw", "faults", "fingerprint", "held_at")
    HeldRow.objects.bulk_create(
        (HeldRow(**{name: getattr(row, name) for name in names}) for row in first), batch_size=1000
    )
    ClosedHold.objects.filter(closed_by=upload).delete()
    return len(first)


def _ids(rows: QuerySet[HeldRow]) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True))


def _insert(source: str) -> str:
    return f"INSERT INTO {_CLOSED} (closed_by_id, closed_at, {_COLUMNS}) SELECT %s, %s, {_COLUMNS} FROM {source}"


def _marks(by: Upload | None, at: datetime) -> list[Any]:
    return [None if by is None else by.pk, at]


def _write(sql: str, parameters: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)
