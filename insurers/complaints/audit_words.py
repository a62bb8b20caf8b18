"""Audited actions on complaints, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "complaint.recorded": _("Complaint recorded"),
    "complaint.further": _("Complaint turned into a harder case"),
    "complaint.extension-asked": _("Extension for a complaint asked for"),
    "complaint.extend": _("Extension for a complaint approved"),
    "complaint.answer": _("Complaint answered"),
    "complaint.close": _("Complaint closed"),
}
