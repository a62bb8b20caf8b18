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
from core.imports.keys import DOUBLED, FILE_KEY, MAX_KEY, HeldKeys, fault_doubled, filled, is_still_doubled
from core.imports.registry import importer as importer_of
from core.jobs import JobCancelled, Tick
from core.models import HeldRow, Job, StagedHold, StagedKey, Upload, Verdict
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
    _begin(upload, importer, job.lease, tick)
    try:
        tally = _read(upload, importer, job.lease, tick)
        _conclude(upload, importer, tally, job.lease, tick)
    except Refused as refusal:
        _refuse(upload, refusal, tick)
    except JobCancelled:
        drop_run(upload, job.lease)
        raise


@transaction.atomic
def _begin(upload: Upload, importer: Importer, run: str, tick: Tick) -> None:
    """Clear away an earlier, broken-off run and note this one, so that the next could clear it away in its turn.

    Always back to CHECKING: a half-filled stage must never pass for a checked one.
    """
    tick.hold()
    former = Upload.objects.values_list("run", flat=True).get(pk=upload.pk)
    clear_run(upload)
    if former:
        staging.clear_stage(importer.ledger, former)
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.CHECKING, run=run)


@transaction.atomic
def drop_run(upload: Upload, run: str) -> None:
    """A run that was stopped takes along what it has written; what another run wrote since stays."""
    for rows in (upload.verdicts, upload.staged_holds, upload.staged_keys):
        rows.filter(run=run).delete()
    staging.clear_stage(importer_of(upload.kind).ledger, run)


def clear_run(upload: Upload) -> None:
    """Drop verdicts and staged faulty rows of all runs."""
    upload.verdicts.all().delete()
    upload.staged_holds.all().delete()
    upload.staged_keys.all().delete()


def _read(upload: Upload, importer: Importer, run: str, tick: Tick) -> Tally:
    reading = read_workbook(Path(upload.file.file.path), importer.layout)
    session = importer.open(upload, clock.today())
    seen, keys = Duplicates(importer.layout), HeldKeys(upload)
    tally = Tally(sheet=reading.sheet_name)
    for rows in reading.batches():
        claimed = keys.claim(rows)
        _judge(rows, importer, session, seen, claimed)
        with transaction.atomic():
            tick.hold()  # a run that has lost its lease must not write beside its successor
            _keep(rows, upload, importer, session, run, tally, claimed)
        tick(tally.rows, max(reading.expected_rows, tally.rows))
    tally.ignored = reading.ignored
    Verdict.objects.bulk_create([_verdict(upload, run, notice, None, tally.sheet) for notice in reading.notices])
    return tally


def _judge(
    rows: list[Row], importer: Importer, session: ReadingSession, seen: Duplicates, claimed: dict[int, HeldRow]
) -> None:
    facts = session.facts(rows)
    for row in rows:
        held = claimed.get(row.number)
        if held is not None and is_still_doubled(row, held):
            fault_doubled(row, held, importer.layout.identity[0])
        else:
            seen.see(row)
        importer.layout.check(row, facts)


def _keep(
    rows: list[Row],
    upload: Upload,
    importer: Importer,
    session: ReadingSession,
    run: str,
    tally: Tally,
    claimed: dict[int, HeldRow],
) -> None:
    """Stage the good rows of a batch, store the faulty ones, the held rows that they replace, and all verdicts."""
    good: list[tuple[Any, ...]] = []
    holds: list[StagedHold] = []
    for row in rows:
        if row.held:
            holds.append(_hold(row, upload, importer, run, claimed.get(row.number)))
            tally.lines.append(HeldLine(row.number, holds[-1].identity, holds[-1].raw, tuple(row.faults)))
        else:
            good.append((run, row.number, identity_text(importer, row), *session.record(row)))
    staging.stage_rows(importer.ledger, good)
    StagedHold.objects.bulk_create(holds, batch_size=1000)
    kept = {hold.identity for hold in holds}
    StagedKey.objects.bulk_create(
        StagedKey(upload=upload, run=run, identity=held.identity)
        for held in claimed.values()
        if held.identity not in kept
    )
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


def identity_to_keep(importer: Importer, row: Row, place: str) -> str:
    """Under what a faulty row is kept: its identity, or `place` while that is doubled or unreadable (contract 4)."""
    identity = identity_text(importer, row)
    keys_ok = all(row.ok(key) for key in importer.layout.identity)
    if identity is None or not keys_ok or any(fault.code == DOUBLED for fault in row.faults):
        return place
    return identity[:MAX_KEY]


def fingerprint_of(row: Row) -> str:
    """A digest of the filled cells and their faults: the same row with the same faults is not written again."""
    findings = [(fault.key, fault.code, fault.value) for fault in row.faults]
    body = json.dumps([filled(row.raw), findings], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def _hold(row: Row, upload: Upload, importer: Importer, run: str, held: HeldRow | None) -> StagedHold:
    """The faulty row as it will be kept; `held` is the row of an earlier upload that it means to correct."""
    place = f"{FILE_KEY}{upload.file.sha256[:32]}:{row.number}"
    if held is not None and held.identity.startswith(FILE_KEY):
        place = held.identity
    return StagedHold(
        upload=upload,
        run=run,
        identity=identity_to_keep(importer, row, place),
        row=row.number,
        raw=row.raw,
        faults=[asdict(fault) for fault in row.faults],
        fingerprint=fingerprint_of(row),
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
