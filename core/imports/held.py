"""Held rows one by one: put right in the browser, or discarded (contract 4, held rows)."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

import pghistory
from django.db import transaction

from core import audit, clock
from core.gate import NotAllowed, require
from core.imports import staging
from core.imports.checking import fingerprint_of, identity_text, identity_to_keep
from core.imports.closing import close_rows
from core.imports.importer import Importer, ReadingSession
from core.imports.keys import FILE_KEY, fault_doubled, filled, is_still_doubled
from core.imports.models import HeldRow, Upload
from core.imports.registry import importer as importer_of
from core.people import User
from core.workbooks import Row, read_texts
from core.writing import as_called_now


class HeldRowGone(Exception):
    """Somebody else has corrected or discarded the row meanwhile."""


def correct_held_row(*, row: HeldRow, values: Mapping[str, str], by: User, at: datetime) -> HeldRow | None:
    """Check the row again with `values` (texts by column key), exactly as an upload is checked.

    A good row goes to the ledger and closes the held one: None. Otherwise the held row with its new values and
    faults. One transaction. Raises NotAllowed, HeldRowGone.
    """
    importer = _own(row, by)
    with pghistory.context(**as_called_now(by), upload=row.upload_id, at=at.isoformat()), transaction.atomic():
        upload = Upload.objects.select_related("file").get(pk=row.upload_id)
        upload.taken_up_by = by
        staging.lock_ledger(importer.kind, importer.lock_key(upload))
        held = _locked(row)
        session = importer.open(upload, clock.day_of(at))
        checked = _checked(importer, session, held, values)
        if checked.held:
            return _keep(importer, held, checked, by, at)
        _accept(importer, session, upload, held, checked, by, at)
        return None


@transaction.atomic
def discard_held_row(*, row: HeldRow, by: User, at: datetime) -> None:
    """Drop a held row that nobody needs; the audit keeps what it said. Raises NotAllowed, HeldRowGone."""
    _own(row, by)
    held = _locked(row)
    close_rows(HeldRow.objects.filter(pk=held.pk), by=None, at=at)
    audit.record(
        "held.discarded",
        by=by,
        at=at,
        subject=held.identity,
        kind=held.kind,
        upload=held.upload_id,
        row=held.row,
        codes=sorted({fault["code"] for fault in held.faults}),
    )


def _own(row: HeldRow, by: User) -> Importer:
    importer = importer_of(row.kind)
    require(by, importer.permission)
    if row.organisation_id != by.organisation_id:
        raise NotAllowed(f"{by} is not of the organisation that holds the row")
    return importer


def _locked(row: HeldRow) -> HeldRow:
    held = HeldRow.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if held is None:
        raise HeldRowGone
    return held


def _checked(importer: Importer, session: ReadingSession, held: HeldRow, values: Mapping[str, str]) -> Row:
    """The row read from the texts and judged; columns that `values` leaves out stay as they are."""
    known = {column.key for column in importer.layout.columns}
    texts = {**filled(held.raw), **{key: text for key, text in values.items() if key in known}}
    untouched = {
        fault["key"]
        for fault in held.faults
        if fault["code"] == "numeric-code" and texts.get(fault["key"]) == held.raw.get(fault["key"])
    }
    row = read_texts(importer.layout, texts, number=held.row, numeric=untouched)
    if is_still_doubled(row, held):
        fault_doubled(row, held, importer.layout.identity[0])
    importer.layout.check(row, session.facts([row]))
    return row


def _keep(importer: Importer, held: HeldRow, row: Row, by: User, at: datetime) -> HeldRow:
    """Store the new texts and faults; a record's identity that another held row has already is left to that one."""
    place = held.identity if held.identity.startswith(FILE_KEY) else f"{FILE_KEY}held:{held.pk}"
    identity = identity_to_keep(importer, row, place)
    same = HeldRow.objects.filter(organisation_id=held.organisation_id, kind=held.kind, identity=identity)
    fingerprint = fingerprint_of(row)
    if fingerprint == held.fingerprint:
        return held
    held.identity = place if same.exclude(pk=held.pk).exists() else identity
    held.raw, held.fingerprint, held.held_at = row.raw, fingerprint, at
    held.faults = [asdict(fault) for fault in row.faults]
    held.save(update_fields=["identity", "raw", "faults", "fingerprint", "held_at"])
    audit.record(
        "held.edited",
        by=by,
        at=at,
        subject=held.identity,
        kind=held.kind,
        upload=held.upload_id,
        row=held.row,
        codes=sorted({fault.code for fault in row.faults}),
    )
    return held


def _accept(
    importer: Importer, session: ReadingSession, upload: Upload, held: HeldRow, row: Row, by: User, at: datetime
) -> None:
    """The way of an upload's good row, for one: stage, merge, derived columns, and the held rows that it closes."""
    run, identity = secrets.token_hex(16), identity_text(importer, row)
    staging.stage_rows(importer.ledger, [(run, row.number, identity, *session.record(row))])
    new, changed = staging.merge(importer.ledger, run, at, upload.pk, 1)
    importer.after_accept(upload, run, at)
    staging.clear_stage(importer.ledger, run)
    own = HeldRow.objects.filter(organisation_id=held.organisation_id, kind=held.kind)
    close_rows(own.filter(identity__in=[held.identity, identity]), by=upload, at=at)
    audit.record(
        "held.corrected",
        by=by,
        at=at,
        subject=identity or "",
        kind=held.kind,
        upload=upload.pk,
        row=held.row,
        new=new,
        changed=changed,
    )
