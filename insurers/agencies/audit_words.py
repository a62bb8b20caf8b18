"""Audited actions on service agencies, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "agency.qualification-added": _("Qualification of an agency entered"),
    "agency.qualification-changed": _("Qualification of an agency changed"),
    "agency.staff-added": _("Professional of an agency entered"),
    "agency.staff-removed": _("Professional of an agency removed"),
    "agency.contract-added": _("Contract with an agency entered"),
    "agency.contract-changed": _("Contract with an agency changed"),
    "agency.evaluated": _("Agency appraised"),
}
