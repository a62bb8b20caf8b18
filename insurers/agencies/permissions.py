"""Permissions over service agencies: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import INSURING, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission


class AgencyPermission(Permission):
    AGENCY_VIEW = "agency.view"
    AGENCY_EDIT = "agency.edit"
    AGENCY_CONTRACT = "agency.contract"


GRANTS: Final[Grants] = {
    AgencyPermission.AGENCY_VIEW: Grant(_("Read service agencies"), SUPERVISORS | INSURING | {Role.AGENCY}),
    AgencyPermission.AGENCY_EDIT: Grant(_("Keep the agency's own qualifications and staff"), {Role.AGENCY}),
    AgencyPermission.AGENCY_CONTRACT: Grant(_("Keep contracts with agencies and appraise them"), {Role.INSURER}),
}
