"""Audited actions on service agencies, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "agency.qualification-added": _("Qualification of an agency entered"),
    "agency.qualification-changed": _("Qualification of an agency changed"),
    "agency.contract-added": _("Contract with an agency entered"),
    "agency.contract-changed": _("Contract with an agency changed"),
    "agency.evaluated": _("Agency appraised"),
    "professional.entered": _("Service staff entered"),
    "professional.changed": _("Entry of service staff changed"),
    "professional.left": _("Service staff marked as left"),
    "professional.back": _("Mark of leaving taken back"),
}
