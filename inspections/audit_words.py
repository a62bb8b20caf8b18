"""Audited actions on cross-inspections, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "inspection.pairing-made": _("Table of who inspects whom drafted"),
    "inspection.pairing-changed": _("Table of who inspects whom changed"),
    "inspection.pairing-discarded": _("Draft of who inspects whom discarded"),
    "inspection.pairing-proposed": _("Table of who inspects whom sent for approval"),
    "inspection.pairing-returned": _("Table of who inspects whom returned"),
    "inspection.pairing-approved": _("Table of who inspects whom approved"),
    "inspection.pairing-published": _("Table of who inspects whom published"),
    "inspection.tasks-created": _("Tasks of cross-inspection created"),
    "inspection.task-moved": _("Task of cross-inspection moved on"),
    "inspection.plan-saved": _("Joint plan saved"),
    "inspection.plan-sent": _("Joint plan sent to the inspected city"),
    "inspection.plan-returned": _("Joint plan returned"),
    "inspection.plan-agreed": _("Joint plan agreed"),
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
    "inspection.photo-received": _("Photo of an inspection received"),
    "inspection.item-removed": _("Inspection form removed"),
    "inspection.finding-recorded": _("Finding recorded"),
    "inspection.finding-changed": _("Finding changed"),
    "inspection.finding-removed": _("Finding removed"),
}
