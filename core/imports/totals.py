"""The numbers of uploads add up, whatever was written."""

from collections.abc import Iterator

from django.db.models import F

from core.imports.choices import UploadState
from core.imports.models import Upload
from core.integrity import Found


def broken_totals() -> Iterator[Found]:
    """Uploads whose numbers do not add up: accepted + held = rows (contract 4)."""
    finished = Upload.objects.filter(state__in=[UploadState.CHECKED, UploadState.ACCEPTED])
    for upload in finished.exclude(rows=F("new") + F("changed") + F("unchanged") + F("held")).order_by("pk"):
        sentence = f"upload {upload.pk}: {upload.accepted} accepted and {upload.held} held are not {upload.rows} rows"
        yield Found("imports_upload", upload.pk, sentence)
