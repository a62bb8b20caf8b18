"""The check of an upload: read, judge, stage. Nothing of the ledger is touched."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from core import clock
from core.choices import UploadState
from core.files import store_path
from core.imports import staging
from core.imports.importer import Importer, ReadingSession
from core.imports.registry import importer as importer_of
from core.jobs import Tick
from core.models import Job, StagedHold, Upload, Verdict
from core.workbooks import Duplicates, Fault, HeldLine, Refused, Row, build_returned, read_workbook


@dataclass
class Tally:
    """What one run of the check has counted."""

    rows: int = 0
    held: int = 0
    ignored: int = 0
    sheet: str = ""
    lines: list[HeldLine] = field(default_factory=list)


def check_upload(upload: Upload, job: Job, tick: Tick) -> None:
    """Read and stage the workbook, keep its verdicts, and set the upload CHECKED or REFUSED."""
    importer = importer_of(upload.kind)
    Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVED).update(state=UploadState.CHECKING)
    clear_run(upload)
    try:
        tally = _read(upload, importer, job.lease, tick)
    except Refused as refusal:
        _refuse(upload, refusal, tick)
        return
    _conclude(upload, importer, tally, job.lease, tick)


def clear_run(upload: Upload) -> None:
    """Drop what an earlier, broken-off run left behind."""
    upload.verdicts.all().delete()
    upload.staged_holds.all().delete()


def _read(upload: Upload, importer: Importer, run: str, tick: Tick) -> Tally:
    reading = read_workbook(Path(upload.file.file.path), importer.layout)
    session = importer.open(upload, clock.today())
    seen = Duplicates(importer.layout)
    tally = Tally(sheet=reading.sheet_name)
    for rows in reading.batches():
        _judge(rows, importer, session, seen)
        _keep(rows, upload, importer, session, run, tally)
        tick(tally.rows, max(reading.expected_rows, tally.rows))
    tally.ignored = reading.ignored
    Verdict.objects.bulk_create([_verdict(upload, run, notice, None, tally.sheet) for notice in reading.notices])
    return tally


def _judge(rows: list[Row], importer: Importer, session: ReadingSession, seen: Duplicates) -> None:
    facts = session.facts(rows)
    for row in rows:
        seen.see(row)
        importer.layout.check(row, facts)


def _keep(rows: list[Row], upload: Upload, importer: Importer, session: ReadingSession, run: str, tally: Tally) -> None:
    """Stage the good rows of a batch, store the faulty ones and all verdicts."""
    good: list[tuple[Any, ...]] = []
    holds: list[StagedHold] = []
    for row in rows:
        if row.held:
            holds.append(_hold(row, upload, importer, run))
            tally.lines.append(HeldLine(row.number, holds[-1].identity, holds[-1].raw, tuple(row.faults)))
        else:
            good.append((run, row.number, identity_text(importer, row), *session.record(row)))
    staging.stage_rows(importer.ledger, good)
    StagedHold.objects.bulk_create(holds, batch_size=1000)
    Verdict.objects.bulk_create(list(_verdicts(rows, upload, run, tally.sheet)), batch_size=2000)
    tally.rows += len(rows)
    tally.held += len(holds)


def _verdicts(rows: list[Row], upload: Upload, run: str, sheet: str) -> Iterator[Verdict]:
    for row in rows:
        for fault in row.faults:
            yield _verdict(upload, run, fault, row.number, sheet)


def _verdict(upload: Upload, run: str, fault: Fault, row: int | None, sheet: str) -> Verdict:
    return Verdict(
        upload=upload,
        run=run,
        sheet=fault.sheet or sheet,
        row=row if row is not None else fault.row,
        column=fault.column,
        title=fault.title,
        code=fault.code,
        severity=fault.severity,
        value=fault.value,
        message=fault.message,
        suggestion=fault.suggestion,
    )


def identity_text(importer: Importer, row: Row) -> str | None:
    """The record's identity as one text, or None while it cannot be read."""
    parts = importer.layout.identify(row)
    return None if parts is None else "|".join(parts)


def _hold(row: Row, upload: Upload, importer: Importer, run: str) -> StagedHold:
    """A doubled row, or one without a readable identity, is kept under file and row (contract 4, held rows)."""
    identity = identity_text(importer, row)
    keys_ok = all(row.ok(key) for key in importer.layout.identity)
    if identity is None or not keys_ok or any(fault.code == "duplicate-in-file" for fault in row.faults):
        identity = (
            row.key if row.key and row.key.startswith("file:") else f"file:{upload.file.sha256[:32]}:{row.number}"
        )
    raw, faults = row.raw, [asdict(fault) for fault in row.faults]
    body = json.dumps([raw, [(f["key"], f["code"], f["value"]) for f in faults]], ensure_ascii=False, sort_keys=True)
    return StagedHold(
        upload=upload,
        run=run,
        identity=identity[:200],
        row=row.number,
        raw=raw,
        faults=faults,
        fingerprint=hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest(),
    )


@transaction.atomic
def _refuse(upload: Upload, refusal: Refused, tick: Tick) -> None:
    """Nothing is stored but the fact, also where the damage showed only half-way through the rows."""
    tick.hold()
    clear_run(upload)
    staging.clear_stage(importer_of(upload.kind).ledger, tick.lease)
    Upload.objects.filter(pk=upload.pk).update(
        state=UploadState.REFUSED, refused_code=refusal.code, refused_message=refusal.message
    )


def _conclude(upload: Upload, importer: Importer, tally: Tally, run: str, tick: Tick) -> None:
    new, changed, unchanged = staging.preview(importer.ledger, run)
    with TemporaryDirectory() as folder, transaction.atomic():
        tick.hold()
        returned = None
        if tally.lines:
            path = build_returned(importer.layout, tally.lines, Path(folder) / "returned.xlsx")
            stem = Path(upload.file.name).stem
            returned = store_path(
                path, name=f"{stem}-待修正{path.suffix}", organisation_id=upload.organisation_id, at=clock.now()
            )
        Upload.objects.filter(pk=upload.pk).update(
            state=UploadState.CHECKED, sheet=tally.sheet, run=run, returned=returned, rows=tally.rows, held=tally.held,
            ignored=tally.ignored, new=new, changed=changed, unchanged=unchanged,
        )  # fmt: skip
