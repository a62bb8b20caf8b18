"""Roles as code: role → permissions (domain.md 1.1). A role is stored with the user as its stable string.

City bureaus punish enterprises, regulators deal with insurers (letter 169, G19 and G20): no role has both.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.permissions import Permission as P  # noqa: N817 - the table below is read by people


class Role(TextChoices):
    PROV_EM = "PROV_EM", _("Provincial emergency office")
    CITY_EM = "CITY_EM", _("City emergency bureau")
    COUNTY_EM = "COUNTY_EM", _("County emergency bureau")
    REG_PROV = "REG_PROV", _("Zhejiang regulator")
    REG_NB = "REG_NB", _("Ningbo regulator")
    REG_SUB = "REG_SUB", _("Regulator sub-office")
    INSURER = "INSURER", _("Insurer")
    AGENCY = "AGENCY", _("Safety service agency")
    SECTOR = "SECTOR", _("Sector authority")
    ADM_SYS = "ADM_SYS", _("System administrator")
    ADM_SEC = "ADM_SEC", _("Security administrator")
    ADM_AUD = "ADM_AUD", _("Audit administrator")


_SHELL = {P.WORKBENCH_VIEW, P.CAMPAIGN_VIEW}
_LEDGERS = {
    P.ENTERPRISE_VIEW,
    P.POLICY_VIEW,
    P.ACTIVITY_VIEW,
    P.PLAN_VIEW,
    P.FIGURES_VIEW,
    P.LEDGER_EXPORT,
    P.JOB_VIEW,
    P.HAZARD_VIEW,
}
_SUPERVISOR = {P.PLAN_GUIDE, P.ASSIST_REMIND, P.ACTIVITY_RETURN, P.COMPLAINT_VIEW, P.MATERIAL_VIEW}
_EMERGENCY = (
    _SHELL
    | _LEDGERS
    | _SUPERVISOR
    | {
        P.GAP_VIEW,
        P.FIGURE_ROWS,
        P.EXEMPTION_VIEW,
        P.GAP_CASE_VIEW,
        P.HAZARD_CASE_VIEW,
        P.REFUSAL_VIEW,
    }
)
_BUREAU = {
    P.ENTERPRISE_EDIT,
    P.ENTERPRISE_UNMASK,
    P.EXEMPTION_WRITE,
    P.HAZARD_WRITE,
    P.HAZARD_VOID,
    P.HAZARD_REVIEW,
    P.HAZARD_ENFORCE,
    P.HAZARD_SUPERVISE,
}
_REGULATOR = _SHELL | _LEDGERS | _SUPERVISOR | {P.GAP_VIEW, P.FIGURE_ROWS, P.FEE_VIEW, P.EXPENSE_VIEW}

PERMISSIONS: dict[str, frozenset[P]] = {
    Role.PROV_EM: frozenset(
        _EMERGENCY
        | {P.AGENCY_VIEW, P.ORDER_VIEW}
        | {P.FEE_VIEW, P.EXPENSE_VIEW, P.RULE_WRITE, P.CALENDAR_WRITE, P.CRITERIA_WRITE, P.HAZARD_SUPERVISE}
        | {P.UPLOAD_VIEW, P.BOARD_VIEW, P.INSPECTION_VIEW, P.CITY_REPORT_BUILD, P.PROVINCE_REPORT_BUILD}
    ),
    Role.CITY_EM: frozenset(
        _EMERGENCY
        | {P.ENTERPRISE_UPLOAD, P.UPLOAD_VIEW, P.BOARD_VIEW, P.INSPECTION_VIEW, P.INSPECTION_WRITE}
        | {P.CITY_REPORT_BUILD, P.FEE_VIEW}
        | _BUREAU
        | {P.ENTERPRISE_MERGE, P.ENTERPRISE_TRANSFER, P.GAP_CASE_WRITE}
    ),
    Role.COUNTY_EM: frozenset(_EMERGENCY | _BUREAU),
    Role.REG_PROV: frozenset(_REGULATOR),
    Role.REG_NB: frozenset(_REGULATOR),
    Role.REG_SUB: frozenset(_REGULATOR),
    Role.INSURER: frozenset(
        _SHELL
        | _LEDGERS
        | {P.ACTIVITY_WRITE, P.COMPLAINT_VIEW, P.COMPLAINT_WRITE}
        | {P.MATERIAL_VIEW, P.MATERIAL_WRITE}
        | {P.POLICY_UPLOAD, P.POLICY_WRITE, P.ACTIVITY_UPLOAD, P.UPLOAD_VIEW, P.ENTERPRISE_UNMASK, P.PLAN_WRITE}
        | {P.FEE_VIEW, P.EXPENSE_VIEW, P.EXPENSE_UPLOAD, P.FEE_CLOSE}
        | {P.AGENCY_VIEW, P.AGENCY_CONTRACT, P.ORDER_VIEW, P.ORDER_PLACE}
        | {P.HAZARD_WRITE, P.HAZARD_REVIEW, P.HAZARD_REFUSE, P.REFUSAL_VIEW, P.HAZARD_VOID, P.HAZARD_UPLOAD}
    ),
    Role.AGENCY: frozenset(
        _SHELL | {P.ACTIVITY_VIEW, P.AGENCY_VIEW, P.AGENCY_EDIT, P.ORDER_VIEW, P.ORDER_ANSWER, P.LEDGER_EXPORT}
    ),
    Role.SECTOR: frozenset(
        _SHELL
        | {P.ENTERPRISE_VIEW, P.POLICY_VIEW, P.ACTIVITY_VIEW, P.GAP_VIEW, P.PLAN_VIEW}
        | {P.HAZARD_VIEW, P.HAZARD_CASE_VIEW, P.REFUSAL_VIEW, P.HAZARD_REVIEW, P.HAZARD_ENFORCE}
        | {P.HAZARD_SUPERVISE, P.HAZARD_VOID}
    ),
    Role.ADM_SYS: frozenset({P.WORKBENCH_VIEW, P.USERS_VIEW}),
    Role.ADM_SEC: frozenset({P.WORKBENCH_VIEW, P.ROLES_VIEW}),
    Role.ADM_AUD: frozenset({P.WORKBENCH_VIEW, P.AUDIT_VIEW}),
}
ADMINISTRATORS = frozenset({Role.ADM_SYS, Role.ADM_SEC, Role.ADM_AUD})

NINGBO = "330200"
_BY_KIND: dict[str, Role] = {
    OrganisationKind.PROVINCIAL_EMERGENCY: Role.PROV_EM,
    OrganisationKind.CITY_EMERGENCY: Role.CITY_EM,
    OrganisationKind.COUNTY_EMERGENCY: Role.COUNTY_EM,
    OrganisationKind.REGULATOR_SUBOFFICE: Role.REG_SUB,
    OrganisationKind.INSURER: Role.INSURER,
    OrganisationKind.SERVICE_AGENCY: Role.AGENCY,
    OrganisationKind.SECTOR_AUTHORITY: Role.SECTOR,
}


def role_for(kind: str, division: str) -> Role:
    """The business role of the people of an organisation: the two regulators differ by their division."""
    if kind == OrganisationKind.PROVINCIAL_REGULATOR:
        return Role.REG_NB if division == NINGBO else Role.REG_PROV
    return _BY_KIND[kind]


def permissions_of(role: str) -> frozenset[P]:
    """The permissions of a role; an unknown role has none."""
    return PERMISSIONS.get(role, frozenset())
