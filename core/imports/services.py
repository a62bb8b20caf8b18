"""The doors of the import: receive, accept, reject; and the job behind them."""

from datetime import date, datetime
from typing import IO

import pghistory
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from core import audit, clock, jobs
from core.choices import JobPhase, JobState
from core.files import store
from core.gate import NotAllowed, require
from core.imports import staging
from core.imports.checking import check_upload, return_held
from core.imports.choices import UploadState
from core.imports.closing import close_rows, keep_versions
from core.imports.importer import Importer
from core.imports.models import HeldRow, StagedHold, StagedKey, Upload
from core.imports.registry import importer as importer_of
from core.imports.repeating import stamp_of
from core.jobs import JobRefused, Tick
from core.models import Job
from core.people import User
from core.workbooks.texts import short
from core.writing import Refused, as_called_now

JOB_KIND = "import"


@transaction.atomic
def receive_upload(
    *, kind: str, stream: IO[bytes], name: str, by: User, at: datetime, accept: bool = False, ring: bool = True
) -> Upload:
    """Keep the file, write the upload down and queue its check; with `accept` the good rows follow at once.

    Raises NotAllowed, and KeyError for an unknown kind. `ring=False` leaves the job to the caller's own process.
    """
    importer = importer_of(kind)
    require(by, importer.permission)
    stored = store(stream, name=name, organisation_id=by.organisation_id, at=at)
    upload = Upload(kind=kind, organisation_id=by.organisation_id, owner=by, file=stored, auto_accept=accept)
    return _begin(upload, by=by, at=at, ring=ring)


@transaction.atomic
def take_sheet(*, upload: Upload, sheet: str, by: User, at: datetime, ring: bool = True) -> Upload:
    """Make a further sheet of the file of `upload` an upload of its own; asked twice it is one upload.

    Raises NotAllowed, and Refused for a sheet that was not offered.
    """
    require_own(upload, by)
    Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if sheet not in upload.further:
        raise Refused(f"「{short(sheet)}」不是可以另行导入的工作表，请在导入结果页选择")
    taken = upload.taken.filter(wanted_sheet=sheet).exclude(state__in=(UploadState.REFUSED, UploadState.WITHDRAWN))
    known = taken.order_by("-pk").first()
    if known is not None:
        return known
    own = Upload(
        kind=upload.kind,
        organisation_id=upload.organisation_id,
        owner=by,
        file=upload.file,
        source=upload,
        wanted_sheet=sheet,
    )
    return _begin(own, by=by, at=at, ring=ring)


def _begin(upload: Upload, *, by: User, at: datetime, ring: bool) -> Upload:
    """Write a new upload down and queue its check."""
    upload.created_at = at
    upload.save()
    job = jobs.create_job(
        kind=JOB_KIND, key=f"import:{upload.pk}:check", by=by, at=at, payload={"upload": upload.pk}, ring=ring
    )
    Upload.objects.filter(pk=upload.pk).update(job=job)
    upload.job = job
    stored = upload.file
    audit.record(
        "upload.received",
        by=by,
        at=at,
        subject=stored.name,
        kind=upload.kind,
        upload=upload.pk,
        sha256=stored.sha256,
        sheet=upload.wanted_sheet,
    )
    return upload


@transaction.atomic
def accept_upload(*, upload: Upload, by: User, at: datetime) -> Job:
    """Queue the acceptance of the good rows; asked twice it is one job and one effect."""
    require_own(upload, by)
    if upload.state not in {UploadState.CHECKED, UploadState.ACCEPTED}:
        raise UploadNotReady(upload.get_state_display())
    job = jobs.create_job(
        kind=JOB_KIND,
        key=_next_key(f"import:{upload.pk}:accept"),
        by=by,
        at=at,
        payload={"upload": upload.pk, "accept": True},
    )
    Upload.objects.filter(pk=upload.pk, state=UploadState.CHECKED).update(job=job)
    return job


def _next_key(key: str) -> str:
    """The key of the job that may still have its effect: one that was stopped, since its owner was moved, or failed,
    does not stand in the way of a colleague."""
    given_up = Job.objects.filter(key__startswith=key, state__in=(JobState.FAILED, JobState.CANCELLED)).count()
    return f"{key}:{given_up}" if given_up else key


@transaction.atomic
def reject_upload(*, upload: Upload, by: User, at: datetime) -> Upload:
    """Send the whole file back: nothing of it is stored but the fact (all-or-nothing)."""
    require_own(upload, by)
    locked = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if locked.state != UploadState.CHECKED:
        raise UploadNotReady(locked.get_state_display())
    locked.state = UploadState.WITHDRAWN
    locked.save(update_fields=["state"])
    _clear_stage(importer_of(locked.kind), locked)
    audit.record("upload.rejected", by=by, at=at, subject=str(locked), upload=locked.pk)
    return locked


class UploadNotReady(Exception):
    """The upload is not in the state that this step needs; the text is its state."""


def require_own(upload: Upload, by: User) -> None:
    """The guard of every decision on an upload: permitted, seen, and of the organisation that sent it."""
    require(by, importer_of(upload.kind).permission, on=upload)
    if upload.organisation_id != by.organisation_id:
        raise NotAllowed(f"{by} is not of the uploading organisation")


def run_import(job: Job, tick: Tick) -> dict[str, object]:
    """The job: check, then accept where that was asked for. Run again after any interruption it ends the same."""
    upload = Upload.objects.select_related("file").get(pk=job.payload["upload"])
    require(job.owner, importer_of(upload.kind).permission)
    upload.taken_up_by = job.owner
    if upload.state in {UploadState.RECEIVED, UploadState.CHECKING}:
        check_upload(upload, job, tick)
        upload.refresh_from_db()
    wants = upload.auto_accept or job.payload.get("accept", False)
    if wants and upload.state == UploadState.CHECKED:
        if upload.accepted and not staging.has_stage(importer_of(upload.kind).ledger, upload.run):
            check_upload(upload, job, tick)  # the unlogged stage was lost with a crash of the database
            upload.refresh_from_db()
        tick.phase(JobPhase.ACCEPT, upload.accepted)
        _accept(upload, job, tick)
        upload.refresh_from_db()
    if upload.state in {UploadState.CHECKED, UploadState.ACCEPTED}:
        if upload.held and upload.returned_id is None:
            tick.phase(JobPhase.RETURN, upload.held)
        return_held(upload, importer_of(upload.kind), tick.now())
    if upload.state == UploadState.ACCEPTED:
        StagedHold.objects.filter(upload=upload).delete()
    return {"upload": upload.pk}


def _accept(upload: Upload, job: Job, tick: Tick) -> None:
    """One transaction: ledger, held rows, upload, audit. The history events carry who and which upload."""
    importer, at = importer_of(upload.kind), tick.now()
    with pghistory.context(**as_called_now(job.owner), upload=upload.pk, at=at.isoformat()), transaction.atomic():
        tick.hold()
        locked = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if locked.state != UploadState.CHECKED:
            return
        locked.taken_up_by = upload.hand
        staging.lock_ledger(importer.kind, importer.lock_key(locked))
        if importer.conflicts(locked, locked.run) or _repeats_no_more(locked, importer, clock.day_of(at)):
            raise JobRefused("校验之后台账已有变动，部分行不再相符。请重新上传同一文件，系统会重新校验。")
        importer.before_accept(locked, locked.run, at)
        new, changed = staging.merge(importer.ledger, locked.run, at, locked.pk, locked.rows)
        importer.after_accept(locked, locked.run, at)
        # A returned workbook sent again finds its rows settled, which is another outcome than the first.
        has_keys = StagedKey.objects.filter(upload=locked, run=locked.run).exists()
        _move_held(importer, locked, at)
        locked.unchanged = locked.accepted - new - changed
        locked.new, locked.changed = new, changed
        locked.state, locked.accepted_at = UploadState.ACCEPTED, at
        locked.stamp = "" if has_keys else stamp_of(locked, importer, clock.day_of(at))
        locked.save(update_fields=["new", "changed", "unchanged", "state", "accepted_at", "stamp"])
        staging.clear_stage(importer.ledger, locked.run)
        StagedKey.objects.filter(upload=locked).delete()
        audit.record(
            "upload.accepted",
            by=job.owner,
            at=at,
            subject=locked.file.name,
            kind=locked.kind,
            upload=locked.pk,
            new=new,
            changed=changed,
            unchanged=locked.unchanged,
            held=locked.held,
        )
        tick.settle({"upload": locked.pk})  # accepted and cancelled must not both be true


def _repeats_no_more(upload: Upload, importer: Importer, today: date) -> bool:
    """Whether an outcome was taken over from an earlier upload and something has changed since."""
    return upload.repeats is not None and upload.repeats.stamp != stamp_of(upload, importer, today)


def _clear_stage(importer: Importer, upload: Upload) -> None:
    staging.clear_stage(importer.ledger, upload.run)
    StagedHold.objects.filter(upload=upload).delete()
    StagedKey.objects.filter(upload=upload).delete()


def _move_held(importer: Importer, upload: Upload, at: datetime) -> None:
    """An accepted identity closes its held row; a changed faulty row replaces it; an identical one stays untouched."""
    own = HeldRow.objects.filter(organisation_id=upload.organisation_id, kind=upload.kind)
    close_rows(own.filter(identity__in=_accepted_identities(importer, upload)), by=upload, at=at)
    claimed = StagedKey.objects.filter(upload=upload, run=upload.run).values("identity")
    close_rows(own.filter(identity__in=claimed), by=upload, at=at)
    known = dict(own.values_list("identity", "fingerprint"))
    fresh = [
        HeldRow(
            kind=upload.kind,
            organisation_id=upload.organisation_id,
            identity=hold.identity,
            upload=upload,
            row=hold.row,
            raw=hold.raw,
            faults=hold.faults,
            fingerprint=hold.fingerprint,
            held_at=at,
        )
        for hold in _last_of_each(StagedHold.objects.filter(upload=upload, run=upload.run))
        if known.get(hold.identity) != hold.fingerprint
    ]
    keep_versions(own.filter(identity__in=[row.identity for row in fresh if row.identity in known]), by=upload, at=at)
    HeldRow.objects.bulk_create(
        fresh,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["organisation_id", "kind", "identity"],
        update_fields=["upload", "row", "raw", "faults", "fingerprint", "held_at"],
    )


def _last_of_each(holds: "QuerySet[StagedHold]") -> list[StagedHold]:
    return list({hold.identity: hold for hold in holds.order_by("row").iterator(chunk_size=2000)}.values())


def _accepted_identities(importer: Importer, upload: Upload) -> RawSQL:
    """The identities of the upload's good rows, as a subquery of its stage."""
    return RawSQL(f"SELECT identity_text FROM {importer.ledger.stage} WHERE run = %s", [upload.run])  # noqa: S611 - the stage's name is a constant of the code
