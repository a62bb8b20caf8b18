"""Taking back an accepted upload while nothing was built on it (contract 4, Withdrawal)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pghistory
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from core import audit
from core.imports import registry, staging
from core.imports.choices import UploadState
from core.imports.closing import reopen_rows
from core.imports.importer import Ledger
from core.imports.models import HeldRow, Upload
from core.imports.services import UploadNotReady, require_own
from core.people import User
from core.writing import as_called_now

OTHER_RECORDS = "其他业务记录"
RACE = "不能撤回：此后有新的记录引用了本次上传的数据，或相关企业的所属地区已有变更，请刷新后核对。"


class WithdrawalRefused(Exception):
    """Something stands in the way; the text names it and says what to do."""


def withdraw_upload(*, upload: Upload, by: User, at: datetime) -> Upload:
    """Delete the upload's new rows, restore its changed ones, drop its open held rows, open those it had settled.

    One transaction.

    Raises NotAllowed, UploadNotReady (not accepted), WithdrawalRefused.
    """
    require_own(upload, by)
    importer = registry.importer(upload.kind)
    with pghistory.context(**as_called_now(by), upload=upload.pk, at=at.isoformat()), transaction.atomic():
        locked = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if locked.state != UploadState.ACCEPTED:
            raise UploadNotReady(locked.get_state_display())
        staging.lock_ledger(importer.kind, importer.lock_key(locked))
        for obstacle in (importer.withdrawal_obstacle(locked), *obstacles(importer.ledger, locked)):
            if not obstacle:
                continue
            raise WithdrawalRefused(obstacle)
        deleted, restored = _take_back(importer.ledger, locked, at)
        importer.after_withdraw(locked)
        dropped, _by_model = HeldRow.objects.filter(upload=locked).delete()
        locked.state = UploadState.WITHDRAWN
        locked.save(update_fields=["state"])
        reopened = reopen_rows(locked)
        audit.record(
            "upload.withdrawn", by=by, at=at, subject=locked.file.name, kind=locked.kind, upload=locked.pk,
            deleted=deleted, restored=restored, dropped=dropped, reopened=reopened,
        )  # fmt: skip
    return locked


def obstacles(ledger: Ledger, upload: Upload) -> Iterator[str]:
    """Sentences that name what was built on the upload's rows since."""
    later = _changed_later(ledger, upload)
    if later:
        count, names = later
        yield f"不能撤回：其中 {count} 行此后又有变更{names}。请先撤回后来的上传。"
    used = [f"{title} {count} 条" for title, count in _users_of_new(ledger, upload)]
    if used:
        yield f"不能撤回：本次上传新增的数据已被引用（{'、'.join(used)}）。请先撤回或更正这些记录。"


def _changed_later(ledger: Ledger, upload: Upload) -> tuple[int, str] | None:
    """How many rows were written again after this upload, and the files that did so, as far as they are known."""
    sql = f"""
        SELECT count(DISTINCT e.ledger_id), array_remove(array_agg(DISTINCT f.name), NULL)
        FROM {staging.EFFECTS} e JOIN {ledger.table} l ON l.id = e.ledger_id AND l.updated_at <> e.at
        LEFT JOIN ({staging.EFFECTS} o JOIN imports_upload u ON u.id = o.upload_id AND u.kind = %s
                   JOIN core_storedfile f ON f.id = u.file_id)
               ON o.ledger_id = e.ledger_id AND o.at = l.updated_at AND o.upload_id <> e.upload_id
        WHERE e.upload_id = %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [upload.kind, upload.pk])
        count, names = cursor.fetchone()
    listed = "、".join(f"「{name}」" for name in (names or [])[:3])
    return (count, f"（{listed}）" if listed else "") if count else None


def _users_of_new(ledger: Ledger, upload: Upload) -> Iterator[tuple[str, int]]:
    """Tables whose rows point to a new row of the upload, by their official names, with how many rows they have."""
    titles = {registry.importer(kind).ledger.table: registry.importer(kind).title for kind in registry.kinds()}
    found: dict[str, int] = {}
    for table, column in _references_to(ledger.table):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {table} r WHERE r.{column} IN (SELECT ledger_id FROM {staging.EFFECTS} "
                "WHERE upload_id = %s AND before IS NULL)",
                [upload.pk],
            )
            title = titles.get(table, OTHER_RECORDS)
            found[title] = found.get(title, 0) + int(cursor.fetchone()[0])
    yield from ((title, count) for title, count in found.items() if count)


def _references_to(table: str) -> Iterator[tuple[str, str]]:
    """Table and column of every protected foreign key to `table`, whatever room it stands in."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.PROTECT:
                related: Any = field.related_model
                if related._meta.db_table == table:
                    yield model._meta.db_table, str(field.column)


def _take_back(ledger: Ledger, upload: Upload, at: datetime) -> tuple[int, int]:
    """Delete and restore; returns how many rows of each. A reference made this very moment is a refusal."""
    names = (*ledger.written, "updated_at")
    sets = ", ".join(f"{name} = b.{name}" for name in names)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {ledger.table} l SET {sets} FROM {staging.EFFECTS} e, "
                f"jsonb_populate_record(NULL::{ledger.table}, e.before) b "
                "WHERE e.upload_id = %s AND e.before IS NOT NULL AND l.id = e.ledger_id",
                [upload.pk],
            )
            restored = cursor.rowcount
            cursor.execute(_take_new(ledger), [at, upload.pk] if ledger.voided else [upload.pk])
            deleted = cursor.rowcount
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise WithdrawalRefused(RACE) from error
    return deleted, restored


def _take_new(ledger: Ledger) -> str:
    """SQL that takes the upload's new rows away, or marks them where the ledger keeps every row."""
    of_upload = f"FROM {staging.EFFECTS} e WHERE e.upload_id = %s AND e.before IS NULL AND l.id = e.ledger_id"
    if ledger.voided:
        return f"UPDATE {ledger.table} l SET {ledger.voided}, updated_at = %s {of_upload}"
    return f"DELETE FROM {ledger.table} l USING {of_upload.removeprefix('FROM ')}"
