"""Audited actions on what offices do together, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "campaign.written": _("Campaign written"),
    "campaign.completed": _("Number of a campaign's paper filled in"),
    "campaign.discarded": _("Draft of a campaign discarded"),
    "campaign.proposed": _("Campaign proposed"),
    "campaign.approved": _("Campaign approved"),
    "campaign.returned": _("Campaign returned"),
    "campaign.chosen": _("Campaign chosen to work in"),
    "listed-code.written": _("Days of use of a code written"),
    "joint.set-up": _("Joint mechanism set up or changed"),
    "joint.member-added": _("Member of a joint mechanism added"),
    "joint.member-left": _("Member of a joint mechanism left"),
    "joint.meeting-recorded": _("Joint meeting recorded"),
    "joint.resolution-fulfilled": _("Resolution of a joint meeting carried out"),
    "joint.note-written": _("Note in a joint mechanism written"),
    "work-plan.written": _("Work plan written"),
    "work-plan.sent": _("Work plan sent"),
    "work-plan.registered": _("Work plan registered"),
    "work-plan.returned": _("Work plan returned"),
    "guidance.written": _("Guidance written"),
    "guidance.issued": _("Guidance sent out"),
    "guidance.urged": _("Receipt of guidance asked for again"),
    "guidance.received": _("Receipt of guidance confirmed"),
    "library.written": _("Document of the library written"),
    "contact.written": _("Office contact written"),
    "contact.dropped": _("Office contact dropped"),
}
