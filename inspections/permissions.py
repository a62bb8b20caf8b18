"""Permissions over cross-inspection: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUREAUS, EMERGENCY, INSURING, REGULATORS, Grant, Grants, Role
from core.permissions import Permission


class InspectionPermission(Permission):
    BOARD_VIEW = "board.view"
    INSPECTION_VIEW = "inspection.view"
    INSPECTION_WRITE = "inspection.write"
    FINDING_VIEW = "finding.view"
    FINDING_OBJECT = "finding.object"
    FINDING_ROUTE = "finding.route"
    FINDING_SETTLE = "finding.settle"
    FINDING_ANSWER = "finding.answer"


GRANTS: Final[Grants] = {
    InspectionPermission.BOARD_VIEW: Grant(
        _("Read the board of cross-inspection"), {Role.PROV_EM, Role.CITY_EM} | REGULATORS
    ),
    InspectionPermission.INSPECTION_VIEW: Grant(
        _("Read forms of cross-inspection"), {Role.PROV_EM, Role.CITY_EM} | REGULATORS
    ),
    InspectionPermission.INSPECTION_WRITE: Grant(_("Fill in forms of cross-inspection"), {Role.CITY_EM}),
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
