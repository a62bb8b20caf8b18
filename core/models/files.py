"""Files kept under generated names outside the web root."""

import uuid
from pathlib import PurePath

from django.db import models

from core.choices import ScanState
from core.contributions.scoping import OwnedQuerySet
from core.touches import touch

SUFFIXES = frozenset(
    {".xlsx", ".xlsm", ".xls", ".csv", ".zip", ".docx", ".pdf", ".json", ".jpg", ".jpeg", ".png", ".mp4", ".webm"}
)
#: The folder of all files.
PLACE = "files"


def generated_path(instance: "StoredFile", _filename: str) -> str:
    """A path of our own making; of the sent name only a known suffix is kept, so that readers know the format."""
    suffix = PurePath(instance.name).suffix.lower()
    name = uuid.uuid4().hex
    return f"{PLACE}/{name[:2]}/{name}{suffix if suffix in SUFFIXES else ''}"


class StoredFile(models.Model):
    """A file with its digest. `name` is what the user called it or will be offered; the path is ours."""

    file = models.FileField(upload_to=generated_path, max_length=200)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    organisation_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    scan = models.CharField(max_length=10, choices=ScanState.choices, default=ScanState.UNSCANNED)

    objects = OwnedQuerySet["StoredFile"].as_manager()

    class Meta:
        triggers = [touch()]

    def __str__(self) -> str:
        return self.name

    @property
    def is_withheld(self) -> bool:
        """Seen in lists, and handed out to nobody."""
        return self.scan in {ScanState.WAITING, ScanState.INFECTED}
