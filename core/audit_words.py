"""Audited actions on attachments, exports and jobs, and refused writes, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "attachment.added": _("File attached"),
    "attachment.removed": _("Attached file taken away"),
    "attachment.refused": _("Attached file refused"),
    "file.downloaded": _("File downloaded"),
    "file.orphans": _("Files that nothing names removed"),
    "file.infected": _("Virus found in a stored file"),
    "write.refused": _("Write refused"),
    "ledger.exported": _("Ledger exported"),
    "job.cancelled": _("Job cancelled"),
}
