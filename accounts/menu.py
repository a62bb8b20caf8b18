"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.permissions import AccountPermission
from core.contributions.menu import Line, Lines, Section, Way, Ways
from core.permissions import CorePermission

LINES: Final[Lines] = (
    Line(Section.ADMINISTRATION, 10, _("People"), "accounts:user-list", AccountPermission.USERS_VIEW),
    Line(
        Section.ADMINISTRATION,
        12,
        _("Organisations"),
        "accounts:organisation-list",
        AccountPermission.ORGANISATIONS_VIEW,
    ),
    Line(
        Section.ADMINISTRATION, 14, _("Requests about people"), "accounts:request-list", AccountPermission.USERS_WRITE
    ),
    Line(
        Section.ADMINISTRATION,
        16,
        _("Upload the list of people"),
        "imports:upload-create",
        AccountPermission.USERS_UPLOAD,
        ("people",),
    ),
    Line(Section.ADMINISTRATION, 20, _("Roles and permissions"), "accounts:role-matrix", AccountPermission.ROLES_VIEW),
    Line(
        Section.ADMINISTRATION,
        22,
        _("Administrators"),
        "accounts:administrator-list",
        AccountPermission.ADMINISTRATORS_CONFIRM,
    ),
    Line(Section.ADMINISTRATION, 24, _("Who may see a record"), "accounts:sight", AccountPermission.ROLES_VIEW),
    Line(Section.ADMINISTRATION, 26, _("Menus of another person"), "accounts:look", AccountPermission.ROLES_VIEW),
    Line(
        Section.ADMINISTRATION, 28, _("Take second factors away"), "door:factors-take", AccountPermission.FACTORS_TAKE
    ),
    Line(Section.ADMINISTRATION, 30, _("Log of operations"), "accounts:audit-list", CorePermission.AUDIT_VIEW),
    Line(Section.ADMINISTRATION, 31, _("Log of sign-ins"), "door:sign-in-log", CorePermission.AUDIT_VIEW),
    Line(Section.ADMINISTRATION, 32, _("Exports and unmasked data"), "door:export-log", CorePermission.AUDIT_VIEW),
)
WAYS: Final[Ways] = (
    Way(110, "people", _("People"), "accounts:user-list", AccountPermission.USERS_VIEW),
    Way(120, "gear", _("Roles and permissions"), "accounts:role-matrix", AccountPermission.ROLES_VIEW),
    Way(130, "journal-text", _("Log of operations"), "accounts:audit-list", CorePermission.AUDIT_VIEW),
)
