"""Permissions over cross-inspection: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import Grant, Grants, Role
from core.permissions import Permission


class InspectionPermission(Permission):
    BOARD_VIEW = "board.view"
    INSPECTION_VIEW = "inspection.view"
    INSPECTION_WRITE = "inspection.write"


GRANTS: Final[Grants] = {
    InspectionPermission.BOARD_VIEW: Grant(_("Read the board of cross-inspection"), {Role.PROV_EM, Role.CITY_EM}),
    InspectionPermission.INSPECTION_VIEW: Grant(_("Read forms of cross-inspection"), {Role.PROV_EM, Role.CITY_EM}),
    InspectionPermission.INSPECTION_WRITE: Grant(_("Fill in forms of cross-inspection"), {Role.CITY_EM}),
}
