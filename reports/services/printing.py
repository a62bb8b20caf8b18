"""PDF of a signed version, made by a job where LibreOffice is installed; the Word file and the workbook stay what counts."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, jobs
from core.choices import JobState
from core.documents import pdf
from core.files import store
from core.jobs import JobRefused, Tick
from core.models import Job, StoredFile
from reports.models import Snapshot, Submission

PDF_KIND: Final = "report-pdf"
#: What is printed: the signed document and the workbook.
PRINTED: Final = ("docx", "xlsx")


def request_pdf(submission: Submission, *, by: User, at: datetime) -> Job | None:
    """Queue the PDF of a version that was signed just now; None where it cannot be made here."""
    if submission.snapshot is None or pdf.program() is None:
        return None
    key = f"{PDF_KIND}:{submission.snapshot.pk}:{at.isoformat()}"
    payload = {"snapshot": submission.snapshot.pk, "report": submission.snapshot.report}
    return jobs.create_job(kind=PDF_KIND, key=key, by=by, at=at, payload=payload)


def absent_pdf(snapshot: Snapshot) -> str | None:
    """Why a signed version has no PDF yet: it is being made, or could not be; None where it has one or gets none."""
    if snapshot.files.filter(name__endswith=".pdf").exists() or pdf.program() is None:
        return None
    last = Job.objects.filter(kind=PDF_KIND, key__startswith=f"{PDF_KIND}:{snapshot.pk}:").order_by("-pk").first()
    if last is None or not Submission.objects.filter(snapshot=snapshot, signed_at__isnull=False).exists():
        return None
    if last.state in {JobState.QUEUED, JobState.RUNNING}:
        return _("The PDF files are being made. “All files” holds them when it is downloaded again in a moment.")
    return _("The PDF files could not be made; “All files” holds the Word file and the workbook.")


def print_report(*, job: Job, tick: Tick, at: datetime) -> int:
    """Do the job: how many files were added. Raises JobRefused.

    A version whose signature was taken back gets none, nor does one that was signed anew meanwhile from this job.
    """
    snapshot = Snapshot.objects.get(pk=job.payload["snapshot"])
    sources = [one for one in snapshot.files.all() if one.name.rpartition(".")[2] in PRINTED]
    try:
        made = [(one, _converted(one)) for one in sources]
    except pdf.NotConvertedError as failure:
        raise JobRefused(f"未能生成 PDF（{failure}），请下载 Word 文稿和工作簿，或稍后再签发重试。") from failure
    with transaction.atomic():
        tick.hold()
        submission = Submission.objects.select_for_update().get(snapshot=snapshot)
        if submission.signed_at is None or _is_settled(snapshot, sources):
            return 0
        for source, body in made:
            name = f"{source.name.rpartition('.')[0]}-{source.name.rpartition('.')[2]}.pdf"
            owner = snapshot.organisation_id
            snapshot.files.add(store(BytesIO(body), name=name, organisation_id=owner, at=at, is_sent=False))
        audit.record("report.printed", by=job.owner, at=at, subject=str(snapshot), files=len(made))
    return len(made)


def _is_settled(snapshot: Snapshot, sources: Sequence[StoredFile]) -> bool:
    """Whether other files stand there by now, or their PDF already: of a text that was signed twice one is printed."""
    kept = list(snapshot.files.all())
    return not {*sources} <= {*kept} or any(one.name.endswith(".pdf") for one in kept)


def _converted(source: StoredFile) -> bytes:
    with source.file.open("rb") as body:
        return pdf.pdf_of(body.read(), source.name.rpartition(".")[2])
