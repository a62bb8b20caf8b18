"""Audited actions on uploads, rows held back, attachments, exports and jobs, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "upload.received": _("Upload received"),
    "upload.accepted": _("Upload accepted"),
    "upload.rejected": _("Upload sent back"),
    "upload.withdrawn": _("Upload withdrawn"),
    "held.corrected": _("Held row corrected"),
    "held.edited": _("Held row edited"),
    "held.discarded": _("Held row discarded"),
    "attachment.added": _("File attached"),
    "attachment.removed": _("Attached file taken away"),
    "attachment.refused": _("Attached file refused"),
    "write.refused": _("Write refused"),
    "ledger.exported": _("Ledger exported"),
    "upload.refused": _("Upload refused"),
    "job.cancelled": _("Job cancelled"),
}
