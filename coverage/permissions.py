"""Permissions over who must insure and does not: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import EMERGENCY, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("Insurance gap")


class CoveragePermission(Permission):
    GAP_VIEW = "gap.view"
    GAP_CASE_VIEW = "gap-case.view"
    GAP_CASE_WRITE = "gap-case.write"


GRANTS: Final[Grants] = {
    CoveragePermission.GAP_VIEW: Grant(_("Read who must insure and does not"), SUPERVISORS | {Role.SECTOR}),
    CoveragePermission.GAP_CASE_VIEW: Grant(_("Read what was done about the uninsured"), EMERGENCY),
    CoveragePermission.GAP_CASE_WRITE: Grant(
        _("Remind the uninsured and clear candidates"), {Role.CITY_EM, Role.COUNTY_EM}
    ),
}
