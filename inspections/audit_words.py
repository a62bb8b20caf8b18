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
    "inspection.item-removed": _("Inspection form removed"),
    "inspection.finding-recorded": _("Finding recorded"),
    "inspection.finding-changed": _("Finding changed"),
    "inspection.finding-removed": _("Finding removed"),
    "inspection.comments-given": _("Comments of the inspection given"),
    "inspection.comments-answered": _("Comments of the inspection answered"),
    "inspection.handed-over": _("Findings handed over"),
    "inspection.tracked": _("Handling of findings tracked"),
    "inspection.completed": _("Inspection completed"),
    "inspection.finding-objected": _("Finding objected to"),
    "inspection.finding-upheld": _("Finding upheld"),
    "inspection.finding-amended": _("Finding amended after an objection"),
    "inspection.finding-revoked": _("Finding revoked after an objection"),
    "inspection.finding-routed": _("Finding handed over"),
    "inspection.finding-received": _("Finding signed for"),
    "inspection.finding-settled": _("Finding settled"),
    "inspection.finding-answered": _("Finding answered by the insurer"),
    "inspection.letter-received": _("Letter of findings signed for"),
    "inspection.case-opened": _("Case opened on a finding"),
    "inspection.hazard-recorded": _("Hazard recorded from a finding"),
}
