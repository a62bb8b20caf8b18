"""Permissions over cases and training material: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission


class MaterialPermission(Permission):
    MATERIAL_VIEW = "material.view"
    MATERIAL_WRITE = "material.write"


GRANTS: Final[Grants] = {
    MaterialPermission.MATERIAL_VIEW: Grant(_("Read cases and training material"), SUPERVISORS | {Role.INSURER}),
    MaterialPermission.MATERIAL_WRITE: Grant(_("Write and give cases and training material"), {Role.INSURER}),
}
