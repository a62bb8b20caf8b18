"""Permissions over cross-inspection: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import Grant, Grants, Role
from core.permissions import Permission


class InspectionPermission(Permission):
    BOARD_VIEW = "board.view"
    INSPECTION_VIEW = "inspection.view"
    INSPECTION_WRITE = "inspection.write"
    PAIRING_PREPARE = "pairing.prepare"
    PAIRING_APPROVE = "pairing.approve"
    PLAN_WRITE = "inspection-plan.write"
    PLAN_AGREE = "inspection-plan.agree"


GRANTS: Final[Grants] = {
    InspectionPermission.BOARD_VIEW: Grant(_("Read the board of cross-inspection"), {Role.PROV_EM, Role.CITY_EM}),
    InspectionPermission.INSPECTION_VIEW: Grant(_("Read forms of cross-inspection"), {Role.PROV_EM, Role.CITY_EM}),
    InspectionPermission.INSPECTION_WRITE: Grant(_("Fill in forms of cross-inspection"), {Role.CITY_EM}),
    InspectionPermission.PAIRING_PREPARE: Grant(_("Prepare and publish tables of who inspects whom"), {Role.PROV_EM}),
    InspectionPermission.PAIRING_APPROVE: Grant(
        _("Approve a table of who inspects whom as the second person"), {Role.PROV_EM}
    ),
    InspectionPermission.PLAN_WRITE: Grant(_("Draft and send the joint plan of an inspection"), {Role.CITY_EM}),
    InspectionPermission.PLAN_AGREE: Grant(_("Agree to or return the joint plan of an inspection"), {Role.CITY_EM}),
}
