"""Roles as code (domain.md 1.1): their names, the groups they form, and what each may do.

A role is stored with the user as its stable string. Which roles hold a permission stands beside the permission, in
`permissions.py` of the app that declares it; this module collects these tables.

City bureaus punish enterprises, regulators deal with insurers (letter 169, G19 and G20): no role has both.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from core.contributions import contributions, modules_named
from core.permissions import Permission


class Role(TextChoices):
    PROV_EM = "PROV_EM", _("Provincial emergency office")
    CITY_EM = "CITY_EM", _("City emergency bureau")
    COUNTY_EM = "COUNTY_EM", _("County emergency bureau")
    REG_PROV = "REG_PROV", _("Zhejiang regulator")
    REG_NB = "REG_NB", _("Ningbo regulator")
    REG_SUB = "REG_SUB", _("Regulator sub-office")
    INSURER = "INSURER", _("Insurer")
    BRANCH = "BRANCH", _("City branch of an insurer")
    AGENCY = "AGENCY", _("Safety service agency")
    SECTOR = "SECTOR", _("Sector authority")
    ADM_SYS = "ADM_SYS", _("System administrator")
    ADM_SEC = "ADM_SEC", _("Security administrator")
    ADM_AUD = "ADM_AUD", _("Audit administrator")


#: What a role sees, in sentences that need no knowledge of the code (domain.md 1.5); `accounts.scope` says the same.
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

EMERGENCY = frozenset({Role.PROV_EM, Role.CITY_EM, Role.COUNTY_EM})
BUREAUS = frozenset({Role.CITY_EM, Role.COUNTY_EM})
REGULATORS = frozenset({Role.REG_PROV, Role.REG_NB, Role.REG_SUB})
SUPERVISORS = EMERGENCY | REGULATORS
#: An insurer and its city branches; what one does for the whole company is the insurer's alone.
INSURING = frozenset({Role.INSURER, Role.BRANCH})
ADMINISTRATORS = frozenset({Role.ADM_SYS, Role.ADM_SEC, Role.ADM_AUD})
EVERYBODY = frozenset(Role)
BUSINESS = EVERYBODY - ADMINISTRATORS

NINGBO = "330200"
_BY_KIND: dict[str, Role] = {
    OrganisationKind.PROVINCIAL_EMERGENCY: Role.PROV_EM,
    OrganisationKind.CITY_EMERGENCY: Role.CITY_EM,
    OrganisationKind.COUNTY_EMERGENCY: Role.COUNTY_EM,
    OrganisationKind.REGULATOR_SUBOFFICE: Role.REG_SUB,
    OrganisationKind.INSURER: Role.INSURER,
    OrganisationKind.INSURER_BRANCH: Role.BRANCH,
    OrganisationKind.SERVICE_AGENCY: Role.AGENCY,
    OrganisationKind.SECTOR_AUTHORITY: Role.SECTOR,
}


def role_for(kind: str, division: str) -> Role:
    """The business role of the people of an organisation: the two regulators differ by their division."""
    if kind == OrganisationKind.PROVINCIAL_REGULATOR:
        return Role.REG_NB if division == NINGBO else Role.REG_PROV
    return _BY_KIND[kind]


@dataclass(frozen=True, slots=True)
class Grant:
    """What a permission is called for those who read it without knowing the code, and the roles that hold it."""

    words: str | Promise
    roles: AbstractSet[Role]


#: The table of an app: `GRANTS` in its `permissions.py`.
Grants = Mapping[Permission, Grant]


@cache
def grants() -> Grants:
    """The tables of all apps as one, in the order of the installed apps."""
    found: dict[Permission, Grant] = {}
    for table in contributions("permissions", "GRANTS", dict):
        found |= table
    return found


@cache
def _permissions_by_role() -> dict[str, frozenset[Permission]]:
    return {role: frozenset(one for one, grant in grants().items() if role in grant.roles) for role in Role}


@cache
def _rooms() -> dict[str, str | Promise]:
    """{a room: what it is called}, from `ROOM` in the `permissions.py` of one of its apps."""
    owners = [owner for owner in modules_named("permissions") if hasattr(owner, "ROOM")]
    return {owner.__name__.partition(".")[0]: owner.ROOM for owner in owners}


def room_of(permission: Permission) -> str | Promise:
    """What the room is called that declares the permission. Raises KeyError where it has no name."""
    return _rooms()[type(permission).__module__.partition(".")[0]]


def permissions_of(role: str) -> frozenset[Permission]:
    """The permissions of a role; an unknown role has none."""
    return _permissions_by_role().get(role, frozenset())


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold a permission, in the order of the roles."""
    return [role for role in Role if role in grants()[permission].roles]
