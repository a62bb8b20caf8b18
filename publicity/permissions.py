"""Permissions over publicity: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import INSURING, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("Publicity")


class PublicityPermission(Permission):
    PUBLICITY_VIEW = "publicity.view"
    PUBLICITY_WRITE = "publicity.write"
    PUBLICITY_ADOPT = "publicity.adopt"
    PUBLIC_PAGE_WRITE = "public-page.write"


GRANTS: Final[Grants] = {
    PublicityPermission.PUBLICITY_VIEW: Grant(_("Read publicity"), SUPERVISORS | INSURING),
    PublicityPermission.PUBLICITY_WRITE: Grant(
        _("Record publicity and recommend good practice"), SUPERVISORS | INSURING
    ),
    PublicityPermission.PUBLICITY_ADOPT: Grant(_("Adopt recommended practice"), {Role.PROV_EM}),
    PublicityPermission.PUBLIC_PAGE_WRITE: Grant(_("Release and withdraw the public page"), {Role.PROV_EM}),
}
