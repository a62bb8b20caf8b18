"""Permissions over hazards, refusals and the catalogue of criteria: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUREAUS, EMERGENCY, INSURING, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("Hazards")


class HazardPermission(Permission):
    HAZARD_VIEW = "hazard.view"
    HAZARD_UPLOAD = "hazard.upload"
    HAZARD_WRITE = "hazard.write"
    HAZARD_REVIEW = "hazard.review"
    HAZARD_SUPERVISE = "hazard.supervise"
    HAZARD_REFUSE = "hazard.refuse"
    HAZARD_ENFORCE = "hazard.enforce"
    HAZARD_VOID = "hazard.void"
    HAZARD_CASE_VIEW = "hazard-case.view"
    REFUSAL_VIEW = "refusal.view"
    CRITERIA_WRITE = "criteria.write"


GRANTS: Final[Grants] = {
    HazardPermission.HAZARD_VIEW: Grant(_("Read the ledger of hazards"), SUPERVISORS | INSURING | {Role.SECTOR}),
    HazardPermission.HAZARD_UPLOAD: Grant(_("Upload the ledger of hazards"), INSURING),
    HazardPermission.HAZARD_WRITE: Grant(_("Record hazards and lead them to review"), BUREAUS | INSURING),
    HazardPermission.HAZARD_REVIEW: Grant(_("Review hazards and close them"), BUREAUS | INSURING | {Role.SECTOR}),
    HazardPermission.HAZARD_SUPERVISE: Grant(_("Set who supervises a major hazard"), EMERGENCY | {Role.SECTOR}),
    HazardPermission.HAZARD_REFUSE: Grant(_("Find and report a refusal to rectify"), INSURING),
    HazardPermission.HAZARD_ENFORCE: Grant(_("Take reports of refusal and enforce"), BUREAUS | {Role.SECTOR}),
    HazardPermission.HAZARD_VOID: Grant(_("Void hazards, with a second person"), BUREAUS | INSURING | {Role.SECTOR}),
    HazardPermission.HAZARD_CASE_VIEW: Grant(_("Read the files of enforcement"), EMERGENCY | {Role.SECTOR}),
    HazardPermission.REFUSAL_VIEW: Grant(_("Read cases of refusal"), EMERGENCY | INSURING | {Role.SECTOR}),
    HazardPermission.CRITERIA_WRITE: Grant(_("Keep the catalogue of criteria"), {Role.PROV_EM}),
}
