"""Permissions over cross-inspection: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUREAUS, EMERGENCY, INSURING, REGULATORS, Grant, Grants, Role
from core.permissions import Permission

#: Read as the task shows: the cities by their place, regulators where they were invited.
READERS: Final = REGULATORS | {Role.PROV_EM, Role.CITY_EM}


#: What the room is called for those who read permissions.
ROOM: Final = _("Cross-inspection")


class InspectionPermission(Permission):
    BOARD_VIEW = "board.view"
    INSPECTION_VIEW = "inspection.view"
    INSPECTION_WRITE = "inspection.write"
    PAIRING_PREPARE = "pairing.prepare"
    PAIRING_APPROVE = "pairing.approve"
    PLAN_WRITE = "inspection-plan.write"
    PLAN_AGREE = "inspection-plan.agree"
    GROUP_VIEW = "group.view"
    GROUP_WRITE = "group.write"
    GROUP_JOIN = "group.join"
    DRAW_WRITE = "draw.write"
    FINDING_VIEW = "finding.view"
    FINDING_OBJECT = "finding.object"
    FINDING_ROUTE = "finding.route"
    FINDING_SETTLE = "finding.settle"
    FINDING_ANSWER = "finding.answer"


GRANTS: Final[Grants] = {
    InspectionPermission.BOARD_VIEW: Grant(_("Read the board of cross-inspection"), READERS),
    InspectionPermission.PAIRING_PREPARE: Grant(_("Prepare and publish tables of who inspects whom"), {Role.PROV_EM}),
    InspectionPermission.PAIRING_APPROVE: Grant(
        _("Approve a table of who inspects whom as the second person"), {Role.PROV_EM}
    ),
    InspectionPermission.PLAN_WRITE: Grant(_("Draft and send the joint plan of an inspection"), {Role.CITY_EM}),
    InspectionPermission.PLAN_AGREE: Grant(_("Agree to or return the joint plan of an inspection"), {Role.CITY_EM}),
    InspectionPermission.INSPECTION_VIEW: Grant(_("Read forms of cross-inspection"), READERS),
    InspectionPermission.INSPECTION_WRITE: Grant(_("Fill in forms of cross-inspection"), REGULATORS | {Role.CITY_EM}),
    InspectionPermission.GROUP_VIEW: Grant(_("Read the inspecting group and the draw"), READERS),
    InspectionPermission.GROUP_WRITE: Grant(_("Form the inspecting group"), {Role.CITY_EM}),
    InspectionPermission.GROUP_JOIN: Grant(_("Enter own people into an inspecting group"), REGULATORS | {Role.CITY_EM}),
    InspectionPermission.DRAW_WRITE: Grant(_("Draw the objects of inspection"), {Role.CITY_EM}),
    InspectionPermission.FINDING_VIEW: Grant(
        _("Read findings of cross-inspection"), EMERGENCY | REGULATORS | INSURING | {Role.SECTOR}
    ),
    InspectionPermission.FINDING_OBJECT: Grant(_("Object to findings and answer the comments"), {Role.CITY_EM}),
    InspectionPermission.FINDING_ROUTE: Grant(
        _("Give the comments, decide on objections, hand findings over and complete the task"), {Role.CITY_EM}
    ),
    InspectionPermission.FINDING_SETTLE: Grant(
        _("Sign for findings handed over and settle them"), BUREAUS | REGULATORS | {Role.SECTOR}
    ),
    InspectionPermission.FINDING_ANSWER: Grant(_("Answer findings on oneself"), INSURING),
}
