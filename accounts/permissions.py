"""Permissions over people, roles and the rows that core keeps: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import SUPERVISORS, Grant, Grants, Role
from core.imports.permissions import ImportPermission
from core.permissions import CorePermission, Permission


class AccountPermission(Permission):
    USERS_VIEW = "users.view"
    ROLES_VIEW = "roles.view"


GRANTS: Final[Grants] = {
    ImportPermission.UPLOAD_VIEW: Grant(_("Read uploads"), {Role.PROV_EM, Role.CITY_EM, Role.INSURER}),
    CorePermission.LEDGER_EXPORT: Grant(_("Export ledgers"), SUPERVISORS | {Role.INSURER, Role.AGENCY}),
    CorePermission.JOB_VIEW: Grant(_("Follow jobs"), SUPERVISORS | {Role.INSURER}),
    CorePermission.AUDIT_VIEW: Grant(_("Read the audit trail"), {Role.ADM_AUD}),
    AccountPermission.USERS_VIEW: Grant(_("Read the list of people"), {Role.ADM_SYS}),
    AccountPermission.ROLES_VIEW: Grant(_("Read roles and permissions"), {Role.ADM_SEC}),
}
