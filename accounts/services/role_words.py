"""What a role sees, in sentences that need no knowledge of the code (domain.md 1.5)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

SIGHT: Final[dict[str, str | Promise]] = {
    Role.PROV_EM: _("all records of the eleven cities"),
    Role.CITY_EM: _("records whose enterprise lies in the own city"),
    Role.COUNTY_EM: _("records whose enterprise lies in the own county"),
    Role.REG_PROV: _("records of insurers on enterprises outside of Ningbo"),
    Role.REG_NB: _("records of insurers on enterprises in Ningbo"),
    Role.REG_SUB: _("records of insurers on enterprises in the own city"),
    Role.INSURER: _("the own records of the insurer, wherever the enterprise lies"),
    Role.BRANCH: _("the records of its insurer on enterprises in the own city"),
    Role.AGENCY: _("orders and services given to the own agency"),
    Role.SECTOR: _("records on enterprises of the own sector in the own city"),
    Role.ADM_SYS: _("accounts and organisations; no business record"),
    Role.ADM_SEC: _("roles, permissions and who sees what; no business record"),
    Role.ADM_AUD: _("the audit trail; no business record"),
}
