"""Permissions over the workbench: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import EVERYBODY, Grant, Grants
from core.permissions import Permission


class WorkbenchPermission(Permission):
    WORKBENCH_VIEW = "workbench.view"


GRANTS: Final[Grants] = {
    WorkbenchPermission.WORKBENCH_VIEW: Grant(_("Open the workbench"), EVERYBODY),
}
