"""Which offices do what together: the parties of a city's mechanism, who needs a work plan, whom guidance goes to."""

from typing import Final

from django.db.models import Q, QuerySet

from accounts.choices import DivisionLevel, OrganisationKind
from accounts.models import Division, Organisation, User
from accounts.roles import NINGBO, Role
from accounts.scope import Scope, scope_for
from campaigns.choices import GuidanceKind
from campaigns.models import Campaign

#: Hangzhou has no sub-office: the provincial regulator is itself the regulator there (domain.md 1.2).
HANGZHOU: Final = "330100"
#: Offices of which the notice asks a work plan, 二(一); insurers may send theirs, too.
PLANNING: Final = (
    OrganisationKind.CITY_EMERGENCY,
    OrganisationKind.PROVINCIAL_REGULATOR,
    OrganisationKind.REGULATOR_SUBOFFICE,
    OrganisationKind.INSURER,
)
#: Whom an announcement reaches besides insurers, in the order in which they are named.
ANNOUNCED: Final = (
    OrganisationKind.CITY_EMERGENCY,
    OrganisationKind.COUNTY_EMERGENCY,
    OrganisationKind.PROVINCIAL_REGULATOR,
    OrganisationKind.REGULATOR_SUBOFFICE,
    OrganisationKind.SECTOR_AUTHORITY,
    OrganisationKind.SERVICE_AGENCY,
)
REGULATING: Final = (OrganisationKind.PROVINCIAL_REGULATOR, OrganisationKind.REGULATOR_SUBOFFICE)


def own_city(user: User) -> Division | None:
    """The city whose mechanism the person's office is a party of; None for an office of the whole province."""
    if user.role in {Role.CITY_EM, Role.REG_SUB, Role.REG_NB}:
        return user.organisation.division
    return Division.objects.get(code=HANGZHOU) if user.role == Role.REG_PROV else None


def parties(city: str) -> QuerySet[Organisation]:
    """The bureau and the regulator of a city."""
    regulator = Q(kind__in=REGULATING, division=city)
    if city == HANGZHOU:
        regulator = Q(kind=OrganisationKind.PROVINCIAL_REGULATOR) & ~Q(division=NINGBO)
    bureau = Q(kind=OrganisationKind.CITY_EMERGENCY, division=city)
    return Organisation.objects.working().filter(bureau | regulator).order_by("code")


def planning_offices(campaign: Campaign) -> QuerySet[Organisation]:
    """Those that have, or should have, a work plan of the campaign: none in a city that takes no part."""
    offices = Organisation.objects.working().filter(kind__in=PLANNING).exclude(division__code__in=campaign.cities_off)
    return offices.select_related("division").order_by("code")


def city_of(organisation: Organisation) -> str:
    """The city that an office lies in, the province's own code for one of the whole province."""
    division = organisation.division
    is_county = division.level == DivisionLevel.COUNTY
    return str((division.parent_id if is_county else None) or division.code)


def addressees(user: User) -> QuerySet[Organisation]:
    """The insurers that an office guides: those of its cities; where it has one city alone the branches there.

    In a city where an insurer has no branch, as in Hangzhou, its branch of the province does the business itself.
    """
    scope, rows = scope_for(user), Organisation.objects.working().order_by("code")
    insurers = Q(kind=OrganisationKind.INSURER)
    if scope.everything:
        return rows.filter(insurers)
    if scope.outside_city is not None:
        return rows.filter(insurers & ~Q(division_id=scope.outside_city))
    if scope.city is not None:
        there = Q(kind__in=(OrganisationKind.INSURER, OrganisationKind.INSURER_BRANCH), division_id=scope.city)
        branches = Organisation.objects.working().filter(kind=OrganisationKind.INSURER_BRANCH, division_id=scope.city)
        without = insurers & ~Q(pk__in=branches.values("parent_id"))
        whole = Q(division__level=DivisionLevel.PROVINCE)
        return rows.filter(there if scope.city == NINGBO else there | (without & whole))
    return rows.none()


def recipients(user: User, kind: str) -> QuerySet[Organisation]:
    """Whom a document of the kind goes to: guidance the insurers, an announcement all other offices of the place, too."""
    insurers = addressees(user)
    if kind != GuidanceKind.ANNOUNCEMENT:
        return insurers
    others = Q(kind__in=ANNOUNCED) & _lies_in(scope_for(user)) & ~Q(pk=user.organisation_id)
    return Organisation.objects.working().filter(others | Q(pk__in=insurers.values("pk"))).order_by("code")


def _lies_in(scope: Scope) -> Q:
    """Offices of the scope's cities and of their counties."""
    if scope.city is not None:
        return Q(division_id=scope.city) | Q(division__parent_id=scope.city)
    outside = scope.outside_city
    return Q() if outside is None else ~Q(division_id=outside) & ~Q(division__parent_id=outside)
