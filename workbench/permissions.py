"""Permissions over the workbench: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUSINESS, EVERYBODY, INSURING, REGULATORS, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("Workbench")


class WorkbenchPermission(Permission):
    WORKBENCH_VIEW = "workbench.view"
    KEY_BOARD_VIEW = "key-enterprises.view"
    OVERVIEW_VIEW = "overview.view"
    WORK_HAND_ON = "work.hand-on"
    INSURER_COMPARE = "insurers.compare"


GRANTS: Final[Grants] = {
    WorkbenchPermission.WORKBENCH_VIEW: Grant(_("Open the workbench"), EVERYBODY),
    WorkbenchPermission.WORK_HAND_ON: Grant(_("Hand work on to colleagues and name a deputy"), BUSINESS),
    WorkbenchPermission.INSURER_COMPARE: Grant(_("Compare the insurers of a place"), REGULATORS | {Role.PROV_EM}),
    WorkbenchPermission.KEY_BOARD_VIEW: Grant(_("Read the board of key enterprises"), SUPERVISORS | INSURING),
    WorkbenchPermission.OVERVIEW_VIEW: Grant(_("Read the overview"), SUPERVISORS),
}
