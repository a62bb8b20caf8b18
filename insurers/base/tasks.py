"""The job that writes a ledger's workbook."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from core import clock
from core.files import store_path
from core.jobs import Tick
from core.models import Job
from insurers.base.exporting import file_name, record_export, write_rows


def run_export(job: Job, tick: Tick) -> dict[str, object]:
    """Write, then keep the file and record it in one transaction; a second run finds it done."""
    kind, by, today = job.payload["kind"], job.owner, clock.today()
    reason = job.payload.get("reason", "")
    if job.files.exists():
        return {"kind": kind, "rows": job.total}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        rows = write_rows(kind, by, today, path, tick, reason=reason)
        with transaction.atomic():
            at = clock.now()
            tick.hold()
            name = file_name(kind, today)
            job.files.add(store_path(path, name=name, organisation_id=job.organisation_id, at=at))
            Job.objects.filter(pk=job.pk).update(done=rows, total=rows)
            record_export(kind, by, at, rows, reason)
    return {"kind": kind, "rows": rows}
