"""The check of an upload: read, judge, stage. Nothing of the ledger is touched."""

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction

from core import clock
from core.choices import JobPhase
from core.files import store_path
from core.imports import staging
from core.imports.choices import UploadState
from core.imports.importer import Importer, ReadingSession
from core.imports.keys import (
    DOUBLED,
    FILE_KEY,
    MAX_KEY,
    HeldKeys,
    fault_doubled,
    filled,
    is_still_doubled,
    settled_notice,
)
from core.imports.models import HeldRow, StagedHold, StagedKey, Upload, Verdict
from core.imports.registry import importer as importer_of
from core.imports.repeating import earlier_of, repeat_check
from core.jobs import JobCancelled, Tick
from core.models import Job
from core.workbooks import Duplicates, Fault, HeldLine, Refused, Row, build_returned, read_workbook
from core.workbooks.quiet import no_cycle_search


@dataclass
class Tally:
    """What one run of the check has counted."""

    rows: int = 0
    held: int = 0
    ignored: int = 0
    sheet: str = ""
    further: list[str] = field(default_factory=list)
    #: Rows of a returned workbook that name a held row which is settled by now.
    settled: list[int] = field(default_factory=list)


def check_upload(upload: Upload, job: Job, tick: Tick) -> None:
    """Read and stage the workbook, keep its verdicts, and set the upload CHECKED or REFUSED."""
    importer = importer_of(upload.kind)
    _begin(upload, importer, job.lease, tick)
    earlier = earlier_of(upload, importer, clock.day_of(tick.now()))
    if earlier is not None:
        repeat_check(upload, earlier, tick)
        return
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
    tick.phase(JobPhase.OPEN, upload.file.size // 1024 + 1)
    reading = read_workbook(Path(upload.file.file.path), importer.layout, sheet=upload.wanted_sheet)
    tick.phase(JobPhase.READ, reading.expected_rows)
    session = importer.open(upload, clock.day_of(tick.now()))
    seen, keys = Duplicates(importer.layout), HeldKeys(upload)
    tally = Tally(sheet=reading.sheet_name, further=reading.further_sheets)
    with no_cycle_search(), lazy_commits():
        for batch in reading.batches_ahead():
            claimed, settled = keys.claim(batch)
            rows = _without_settled(batch, settled, tally) if settled else batch
            _judge(rows, importer, session, seen, claimed)
            with transaction.atomic():
                tick.hold()  # a run that has lost its lease must not write beside its successor
                _keep(rows, upload, importer, session, run, tally, claimed)
            tick(tally.rows, max(reading.expected_rows, tally.rows))
    tally.ignored = reading.ignored + len(tally.settled)
    notices = [*reading.notices, *map(settled_notice, tally.settled)]
    _keep_verdicts([_verdict(upload, run, notice, None, tally.sheet) for notice in notices])
    return tally


def _without_settled(rows: list[Row], settled: Collection[int], tally: Tally) -> list[Row]:
    """The rows of a batch without those whose held row is settled by now; they are told of and left aside."""
    tally.settled.extend(sorted(settled))
    return [row for row in rows if row.number not in settled]


@contextmanager
def lazy_commits() -> Iterator[None]:
    """What a check writes may be lost with the server: the job runs again. Its conclusion is written through."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        try:
            yield
        finally:
            if connection.is_usable():
                cursor.execute("RESET synchronous_commit")


def _judge(
    rows: list[Row], importer: Importer, session: ReadingSession, seen: Duplicates, claimed: dict[int, HeldRow]
) -> None:
    facts = session.facts(rows)
    for row in rows:
        held = claimed.get(row.number) if claimed else None
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
    good: list[tuple[object, ...]] = []
    holds: list[StagedHold] = []
    for row in rows:
        if row.held:
            holds.append(_hold(row, upload, importer, run, claimed.get(row.number)))
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
    _keep_verdicts(list(_verdicts(rows, upload, run, tally.sheet)))
    tally.rows += len(rows)
    tally.held += len(holds)


VERDICT_COLUMNS = (
    "upload_id", "run", "sheet", "row", '"column"', "title", "code", "severity", "value", "message", "suggestion",
)  # fmt: skip
Told = tuple[object, ...]


def _keep_verdicts(verdicts: list[Told]) -> None:
    """By COPY: a careless workbook has more findings than rows."""
    if verdicts:
        staging.copy_rows(Verdict._meta.db_table, VERDICT_COLUMNS, verdicts)


def _verdicts(rows: list[Row], upload: Upload, run: str, sheet: str) -> Iterator[Told]:
    for row in rows:
        for fault in row.faults:
            yield _verdict(upload, run, fault, row.number, sheet)


def _verdict(upload: Upload, run: str, fault: Fault, row: int | None, sheet: str) -> Told:
    """One finding in the order of VERDICT_COLUMNS."""
    return (
        upload.pk, run, fault.sheet or sheet, row if row is not None else fault.row, fault.column, fault.title,
        fault.code, fault.severity, fault.value, fault.message, fault.suggestion,
    )  # fmt: skip


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
    place = f"{FILE_KEY}{upload.file_key}:{row.number}"
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
    tick.phase(JobPhase.COMPARE, tally.rows)
    new, changed, unchanged = staging.preview(importer.ledger, run, tally.rows)
    with transaction.atomic():
        tick.hold()
        Upload.objects.filter(pk=upload.pk).update(
            state=UploadState.CHECKED, sheet=tally.sheet, run=run, returned=None, repeats=None, rows=tally.rows,
            held=tally.held, ignored=tally.ignored, new=new, changed=changed, unchanged=unchanged, further=tally.further,
        )  # fmt: skip


def return_held(upload: Upload, importer: Importer, at: datetime) -> None:
    """Write the workbook of the held rows, once. It comes after the acceptance: nobody waits for it to go on."""
    if upload.returned_id is not None or not upload.held:
        return
    holds = StagedHold.objects.filter(upload=upload, run=upload.run).order_by("row")
    lines = (
        HeldLine(hold.row, hold.identity, hold.raw, [Fault(**fault) for fault in hold.faults])
        for hold in holds.iterator(chunk_size=2000)
    )
    with TemporaryDirectory() as folder:
        path = build_returned(importer.layout, lines, Path(folder) / "returned.xlsx")
        name = "-".join(filter(None, (Path(upload.file.name).stem, upload.wanted_sheet, f"待修正{path.suffix}")))
        with transaction.atomic():
            locked = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
            if locked.returned_id is None and locked.run == upload.run:
                locked.returned = store_path(path, name=name, organisation_id=upload.organisation_id, at=at)
                locked.save(update_fields=["returned"])
