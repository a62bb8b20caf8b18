"""Audited actions on uploads and rows held back, in words."""

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
    "upload.refused": _("Upload refused"),
}
