"""The same file again while nothing has changed since: known without reading it a second time (contract 4, Identity).

An acceptance leaves a stamp of all that its verdicts and its outcome stood on. As long as the stamp would be the same
now, another check of the same bytes can only say the same, and find every good row unchanged.
"""

import hashlib
from datetime import date

from django.db import connection, transaction

from core.imports.choices import UploadState
from core.imports.importer import Importer
from core.imports.models import Upload, Verdict
from core.jobs import Tick

HELD_ROWS = (
    "SELECT md5(string_agg(identity || fingerprint, ',' ORDER BY identity)) FROM imports_heldrow "
    "WHERE organisation_id = %s AND kind = %s"
)
VERDICTS = Verdict._meta.db_table


def stamp_of(upload: Upload, importer: Importer, today: date) -> str:
    """A digest of day, layout, ledger, facts and held rows, as they concern the organisation's uploads of the kind."""
    parts = (
        upload.organisation_id,
        today,
        importer.layout.version,
        importer.standing(upload),
        _held_rows(upload),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _held_rows(upload: Upload) -> str:
    """A digest of the open rows of the ledger, as PostgreSQL makes it."""
    with connection.cursor() as cursor:
        cursor.execute(HELD_ROWS, [upload.organisation_id, upload.kind])
        return str(cursor.fetchone()[0])


def earlier_of(upload: Upload, importer: Importer, today: date) -> Upload | None:
    """The accepted upload of the same bytes after which nothing has changed, if there is one."""
    same = Upload.objects.filter(
        organisation_id=upload.organisation_id, kind=upload.kind, state=UploadState.ACCEPTED,
        file__sha256=upload.file.sha256, wanted_sheet=upload.wanted_sheet,
    )  # fmt: skip
    earlier = same.exclude(stamp="").order_by("-pk").first()
    return earlier if earlier is not None and earlier.stamp == stamp_of(upload, importer, today) else None


@transaction.atomic
def repeat_check(upload: Upload, earlier: Upload, tick: Tick) -> None:
    """Conclude the check with what it said before: the same verdicts, the same held rows, nothing new."""
    tick.hold()
    columns = 'run, sheet, row, "column", title, code, severity, value, message, suggestion'
    told = columns.replace("run", "%s", 1)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {VERDICTS} (upload_id, {columns}) SELECT %s, {told} FROM {VERDICTS} "
            "WHERE upload_id = %s ORDER BY id",
            [upload.pk, tick.lease, earlier.pk],
        )
    same: dict[str, object] = {
        name: getattr(earlier, name) for name in ("sheet", "further", "rows", "held", "ignored", "returned_id")
    }
    Upload.objects.filter(pk=upload.pk).update(
        state=UploadState.CHECKED, run=tick.lease, repeats=earlier, new=0, changed=0, unchanged=earlier.accepted, **same
    )
