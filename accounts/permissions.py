"""Permissions over people, roles and the rows that core keeps: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUSINESS, INSURING, SUPERVISORS, Grant, Grants, Role
from core.imports.permissions import ImportPermission
from core.permissions import CorePermission, Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("People and administration")


class AccountPermission(Permission):
    USERS_VIEW = "users.view"
    USERS_WRITE = "users.write"
    USERS_UPLOAD = "users.upload"
    ORGANISATIONS_VIEW = "organisations.view"
    ORGANISATIONS_WRITE = "organisations.write"
    ROLES_VIEW = "roles.view"
    ADMINISTRATORS_CONFIRM = "administrators.confirm"
    FACTORS_TAKE = "factors.take"
    OWN_PEOPLE_VIEW = "own_people.view"
    OWN_PEOPLE_ASK = "own_people.ask"


GRANTS: Final[Grants] = {
    ImportPermission.UPLOAD_VIEW: Grant(_("Read uploads"), {Role.PROV_EM, Role.CITY_EM, Role.ADM_SYS} | INSURING),
    CorePermission.LEDGER_EXPORT: Grant(_("Export ledgers"), SUPERVISORS | INSURING | {Role.AGENCY}),
    CorePermission.JOB_VIEW: Grant(_("Follow jobs"), SUPERVISORS | INSURING | {Role.ADM_SYS}),
    CorePermission.AUDIT_VIEW: Grant(_("Read the audit trail"), {Role.ADM_AUD}),
    AccountPermission.USERS_VIEW: Grant(_("Read the list of people"), {Role.ADM_SYS}),
    AccountPermission.USERS_WRITE: Grant(_("Make, change and close accounts"), {Role.ADM_SYS}),
    AccountPermission.USERS_UPLOAD: Grant(_("Upload the list of people"), {Role.ADM_SYS}),
    AccountPermission.ORGANISATIONS_VIEW: Grant(_("Read the list of organisations"), {Role.ADM_SYS}),
    AccountPermission.ORGANISATIONS_WRITE: Grant(_("Make, change and close organisations"), {Role.ADM_SYS}),
    AccountPermission.ADMINISTRATORS_CONFIRM: Grant(
        _("Bring accounts of administrators into force, as a second person"), {Role.ADM_SEC}
    ),
    AccountPermission.FACTORS_TAKE: Grant(_("Take second factors away from people who lost them"), {Role.ADM_SEC}),
    AccountPermission.OWN_PEOPLE_VIEW: Grant(_("Read the people of the own organisation, as its lead"), BUSINESS),
    AccountPermission.OWN_PEOPLE_ASK: Grant(_("Ask for changes of the own people, as their lead"), BUSINESS),
    AccountPermission.ROLES_VIEW: Grant(_("Read roles and permissions"), {Role.ADM_SEC}),
}
