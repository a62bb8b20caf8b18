"""Permissions over the register of enterprises: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUREAUS, EMERGENCY, INSURING, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("Enterprises")


class EnterprisePermission(Permission):
    ENTERPRISE_VIEW = "enterprise.view"
    ENTERPRISE_UPLOAD = "enterprise.upload"
    ENTERPRISE_EDIT = "enterprise.edit"
    ENTERPRISE_UNMASK = "enterprise.unmask"
    CONTACT_LOOKS_VIEW = "contact-looks.view"
    ENTERPRISE_MERGE = "enterprise.merge"
    ENTERPRISE_TRANSFER = "enterprise.transfer"
    OUTSOURCING_VIEW = "outsourcing.view"
    OUTSOURCING_UPLOAD = "outsourcing.upload"
    OUTSOURCING_WRITE = "outsourcing.write"
    EXEMPTION_VIEW = "exemption.view"
    EXEMPTION_WRITE = "exemption.write"


GRANTS: Final[Grants] = {
    EnterprisePermission.ENTERPRISE_VIEW: Grant(
        _("Read the register of enterprises"), SUPERVISORS | INSURING | {Role.SECTOR}
    ),
    EnterprisePermission.ENTERPRISE_UPLOAD: Grant(_("Upload the register of enterprises"), {Role.CITY_EM}),
    EnterprisePermission.ENTERPRISE_EDIT: Grant(_("Enter and change enterprises"), BUREAUS),
    EnterprisePermission.ENTERPRISE_UNMASK: Grant(
        _("Read contact data of enterprises, with a reason"), BUREAUS | INSURING
    ),
    EnterprisePermission.CONTACT_LOOKS_VIEW: Grant(_("Read who looked at contact data, and why"), EMERGENCY),
    EnterprisePermission.ENTERPRISE_MERGE: Grant(_("Merge double entries of the register"), {Role.CITY_EM}),
    EnterprisePermission.ENTERPRISE_TRANSFER: Grant(_("Transfer enterprises between cities"), {Role.CITY_EM}),
    EnterprisePermission.OUTSOURCING_VIEW: Grant(
        _("Read the ledger of outsourcing and leasing"), SUPERVISORS | INSURING | {Role.SECTOR}
    ),
    EnterprisePermission.OUTSOURCING_UPLOAD: Grant(
        _("Upload the ledger of outsourcing and leasing"), INSURING | {Role.CITY_EM}
    ),
    EnterprisePermission.OUTSOURCING_WRITE: Grant(_("Enter and correct outsourcing and leasing"), BUREAUS | INSURING),
    EnterprisePermission.EXEMPTION_VIEW: Grant(_("Read exemptions and their documents"), EMERGENCY),
    EnterprisePermission.EXEMPTION_WRITE: Grant(_("Ask for exemptions and decide them as the second person"), BUREAUS),
}
