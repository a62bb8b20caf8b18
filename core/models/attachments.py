"""Files that go with a row of another app: photos, reports, receipts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.files import StoredFile
from core.touches import touch


class Attachment(models.Model):
    """A checked file in a slot of a row; `kind` and `subject_id` name the row (`core.attachments.register`).

    A row exists only for a file that has passed the checks. `sent_sha256` is the digest of the bytes as sent, the
    file's own that of what is kept: pictures are written anew without position data. One taken away stays as a trace.
    """

    kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    slot = models.CharField(_("Kind of file"), max_length=30)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    preview = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    media_type = models.CharField(max_length=80)
    sent_sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("Added at"))
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["slot", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id", "sent_sha256", "slot"],
                condition=Q(removed_at__isnull=True),
                name="attachment_once",
            )
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.file.name

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")

    @property
    def opens_inline(self) -> bool:
        return self.is_picture or self.is_video or self.media_type == "application/pdf"
