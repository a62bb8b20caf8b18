"""Audited actions on cross-inspections, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "inspection.started": _("Inspection started"),
    "inspection.enterprise-added": _("Enterprise added to an inspection"),
    "inspection.insurer-added": _("Insurer added to an inspection"),
    "inspection.form-saved": _("Inspection form saved"),
    "inspection.form-submitted": _("Inspection form submitted"),
    "inspection.form-reopened": _("Inspection form opened again"),
    "inspection.photo-received": _("Photo of an inspection received"),
    "inspection.item-removed": _("Inspection form removed"),
    "inspection.finding-recorded": _("Finding recorded"),
    "inspection.finding-changed": _("Finding changed"),
    "inspection.finding-removed": _("Finding removed"),
}
