"""Permissions over service agencies and professionals: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import INSURING, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission


class AgencyPermission(Permission):
    AGENCY_VIEW = "agency.view"
    AGENCY_EDIT = "agency.edit"
    AGENCY_CONTRACT = "agency.contract"
    PROFESSIONAL_VIEW = "professional.view"
    PROFESSIONAL_EDIT = "professional.edit"


READERS: Final = SUPERVISORS | INSURING | {Role.AGENCY}

GRANTS: Final[Grants] = {
    AgencyPermission.AGENCY_VIEW: Grant(_("Read service agencies"), READERS),
    AgencyPermission.AGENCY_EDIT: Grant(_("Keep the agency's own qualifications"), {Role.AGENCY}),
    AgencyPermission.AGENCY_CONTRACT: Grant(_("Keep contracts with agencies and appraise them"), {Role.INSURER}),
    AgencyPermission.PROFESSIONAL_VIEW: Grant(_("Read the register of service staff"), READERS),
    AgencyPermission.PROFESSIONAL_EDIT: Grant(
        _("Keep one's own service staff and experts"), {Role.INSURER, Role.AGENCY}
    ),
}
