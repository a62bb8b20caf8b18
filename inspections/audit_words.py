"""Audited actions on cross-inspections, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "inspection.group-formed": _("Inspecting group formed"),
    "inspection.regulator-invited": _("Regulator invited to a group"),
    "inspection.member-entered": _("Member of a group entered"),
    "inspection.member-left": _("Member left a group"),
    "inspection.recusal-declared": _("Recusal declared"),
    "inspection.rosters-fixed": _("Rosters of a draw fixed"),
    "inspection.drawn": _("Objects of inspection drawn"),
    "inspection.addition-proposed": _("Object of inspection proposed by hand"),
    "inspection.addition-answered": _("Object proposed by hand answered"),
    "inspection.draw-signed": _("Record of a draw signed"),
    "inspection.started": _("Inspection started"),
    "inspection.enterprise-added": _("Enterprise added to an inspection"),
    "inspection.insurer-added": _("Insurer added to an inspection"),
    "inspection.form-saved": _("Inspection form saved"),
    "inspection.form-submitted": _("Inspection form submitted"),
    "inspection.form-reopened": _("Inspection form opened again"),
    "inspection.item-removed": _("Inspection form removed"),
    "inspection.finding-recorded": _("Finding recorded"),
    "inspection.finding-changed": _("Finding changed"),
    "inspection.finding-removed": _("Finding removed"),
}
