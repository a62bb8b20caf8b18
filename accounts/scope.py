"""Wall 1: which rows a person may see, as one value (architecture.md 4, domain.md 1.5).

Ledgers turn the value into a filter in their `querysets.py`; whatever is not said here is not seen.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from accounts.models import Organisation, User
from accounts.roles import NINGBO, Role


@dataclass(frozen=True, slots=True)
class Scope:
    """What the rows must match; several given parts must hold together. Nothing given and not `everything`: no row.

    `city`, `county`: division codes a record lies in; `outside_city`: lies anywhere but there; `insurer_id`,
    `agency_id`: ids of organisations, an insurer with a city being one of its city branches; `sector`: code of the
    enterprise's sector.
    """

    everything: bool = False
    city: str | None = None
    outside_city: str | None = None
    county: str | None = None
    insurer_id: int | None = None
    agency_id: int | None = None
    sector: str | None = None

    @property
    def nothing(self) -> bool:
        return self == Scope()

    def place(self, city: str = "city_id", county: str = "county_id") -> Q:
        """The filter on where a record lies, over the given column names; matches all when no place is said."""
        condition = Q()
        if self.city is not None:
            condition &= Q(**{city: self.city})
        if self.outside_city is not None:
            condition &= ~Q(**{city: self.outside_city})
        if self.county is not None:
            condition &= Q(**{county: self.county})
        return condition

    def of_insurer(self, insurer: str = "insurer_id", city: str = "city_id") -> Q:
        """The filter on an insurer's rows over the given column names: a city branch has those of its city."""
        condition = Q(**{insurer: self.insurer_id})
        return condition if self.city is None else condition & Q(**{city: self.city})


NOTHING = Scope()


@dataclass(frozen=True, slots=True)
class Identity:
    """In whose name an organisation writes rows: an insurer itself, or its city branch for it and in its city."""

    insurer_id: int
    branch_id: int | None = None
    city: str = ""
    city_name: str = ""

    def complain_city(self, city: str) -> str | None:
        """The end of a sentence on an enterprise that lies outside of the branch's city, None for one inside."""
        if not self.city or city == self.city:
            return None
        return f"对应的企业不在本机构所在的{self.city_name}，请由所在地的机构或分公司填报。"


def identity_of(organisation: Organisation) -> Identity:
    """The identity that rows of an organisation carry."""
    if organisation.is_branch and organisation.parent_id is not None:
        return Identity(organisation.parent_id, organisation.pk, organisation.division_id, organisation.division.name)
    return Identity(organisation.pk)


def identity_by_id(organisation_id: int) -> Identity:
    """The same for the organisation of an upload."""
    return identity_of(Organisation.objects.select_related("division").get(pk=organisation_id))


def city_code_of(county: str) -> str:
    """The code of the city that a county lies in: its first four digits (GB/T 2260)."""
    return f"{county[:4]}00"


def scope_for(user: object) -> Scope:
    """The scope of a person. Anonymous, disabled, unknown role, administrator: nothing."""
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    organisation = user.organisation
    return _scope(user.role, organisation.division_id, organisation.pk, organisation.sector, organisation.parent_id)


@lru_cache(maxsize=1024)
def _scope(role: str, division: str, organisation_id: int, sector: str, parent_id: int | None) -> Scope:
    match role:
        case Role.PROV_EM:
            return Scope(everything=True)
        case Role.CITY_EM | Role.REG_SUB | Role.REG_NB:
            return Scope(city=division)
        case Role.COUNTY_EM:
            return Scope(county=division)
        case Role.REG_PROV:
            return Scope(outside_city=NINGBO)
        case Role.INSURER:
            return Scope(insurer_id=organisation_id)
        case Role.BRANCH if parent_id is not None:
            return Scope(insurer_id=parent_id, city=division)
        case Role.AGENCY:
            return Scope(agency_id=organisation_id)
        case Role.SECTOR if sector:
            return Scope(city=division, sector=sector)
    return NOTHING
