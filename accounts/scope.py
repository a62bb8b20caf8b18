"""Wall 1: which rows a person may see, as one value (architecture.md 4, domain.md 1.5).

Ledgers turn the value into a filter in their `querysets.py`; whatever is not said here is not seen.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from accounts.models import User
from accounts.roles import NINGBO, Role


@dataclass(frozen=True, slots=True)
class Scope:
    """What the rows must match; several given parts must hold together. Nothing given and not `everything`: no row.

    `city`, `county`: division codes a record lies in; `outside_city`: lies anywhere but there; `insurer_id`,
    `agency_id`: ids of organisations; `sector`: code of the enterprise's sector.
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


NOTHING = Scope()


def city_code_of(county: str) -> str:
    """The code of the city that a county lies in: its first four digits (GB/T 2260)."""
    return f"{county[:4]}00"


def scope_for(user: object) -> Scope:
    """The scope of a person. Anonymous, disabled, unknown role, administrator: nothing."""
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    organisation = user.organisation
    return _scope(user.role, organisation.division_id, organisation.pk, organisation.sector)


@lru_cache(maxsize=1024)
def _scope(role: str, division: str, organisation_id: int, sector: str) -> Scope:
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
        case Role.AGENCY:
            return Scope(agency_id=organisation_id)
        case Role.SECTOR if sector:
            return Scope(city=division, sector=sector)
    return NOTHING
