"""Which rows of the room carry files, and in which places."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.attachments import Slot, register
from hazards.permissions import HazardPermission

HAZARD_SLOTS: Final = {
    "before": Slot(_("Before rectification"), ("picture", "document"), 20),
    "after": Slot(_("After rectification"), ("picture", "document"), 20),
    "plan": Slot(_("Plan of treatment"), ("document", "picture"), 5),
    "acceptance": Slot(_("Acceptance report"), ("document", "picture"), 5, also=(HazardPermission.HAZARD_ENFORCE,)),
    "other": Slot(_("Other"), ("document", "picture"), 10),
}


NOTICE_SLOTS: Final = {"receipt": Slot(_("Signed receipt"), ("picture", "document"), 5)}
REFUSAL_SLOTS: Final = {"evidence": Slot(_("Evidence"), ("picture", "document"), 20)}
ENFORCEMENT_SLOTS: Final = {"document": Slot(pgettext_lazy("enforcement", "Document"), ("document", "picture"), 10)}


def register_all() -> None:
    from hazards.models import Enforcement, FineProposal, Hazard, Notice, Refusal

    register("hazard", Hazard, HAZARD_SLOTS, HazardPermission.HAZARD_WRITE)
    register("notice", Notice, NOTICE_SLOTS, HazardPermission.HAZARD_WRITE)
    register("refusal", Refusal, REFUSAL_SLOTS, HazardPermission.HAZARD_REFUSE)
    register("enforcement", Enforcement, ENFORCEMENT_SLOTS, HazardPermission.HAZARD_ENFORCE)
    register("fine-proposal", FineProposal, ENFORCEMENT_SLOTS, HazardPermission.HAZARD_ENFORCE)
