"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.permissions import AccountPermission
from core.contributions.menu import Line, Lines, Section, Way, Ways
from core.permissions import CorePermission

LINES: Final[Lines] = (
    Line(Section.ADMINISTRATION, 10, _("People"), "accounts:user-list", AccountPermission.USERS_VIEW),
    Line(Section.ADMINISTRATION, 20, _("Roles and permissions"), "accounts:role-matrix", AccountPermission.ROLES_VIEW),
    Line(Section.ADMINISTRATION, 30, _("Log of operations"), "accounts:audit-list", CorePermission.AUDIT_VIEW),
    Line(Section.ADMINISTRATION, 31, _("Log of sign-ins"), "door:sign-in-log", CorePermission.AUDIT_VIEW),
    Line(Section.ADMINISTRATION, 32, _("Exports and unmasked data"), "door:export-log", CorePermission.AUDIT_VIEW),
)
WAYS: Final[Ways] = (
    Way(110, "people", _("People"), "accounts:user-list", AccountPermission.USERS_VIEW),
    Way(120, "gear", _("Roles and permissions"), "accounts:role-matrix", AccountPermission.ROLES_VIEW),
    Way(130, "journal-text", _("Log of operations"), "accounts:audit-list", CorePermission.AUDIT_VIEW),
)
