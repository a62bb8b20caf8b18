"""Who is told of a refusal: the emergency department and the sector authority of the place (clause N34)."""

from dataclasses import dataclass

from accounts.choices import OrganisationKind as Kind
from accounts.models import Organisation
from accounts.scope import city_code_of
from hazards.choices import RecipientRole


class NoRecipientError(Exception):
    """The place has no department to report to; the text says which one is missing and who enters it."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A body and the roles of `RecipientRole` in which it is told: one case, whatever the roles."""

    organisation: Organisation
    roles: frozenset[str]


def recipients_for(*, county: str, sector: str) -> list[Recipient]:
    """The bodies told of a refusal in the county (division code), in one query; the emergency department first.

    The county's bureau, else the city's; the sector authority of the county, else of the city, else the city's
    emergency bureau. Raises NoRecipientError.
    """
    city = city_code_of(county)
    found = Organisation.objects.filter(
        division_id__in=(county, city), kind__in=(Kind.COUNTY_EMERGENCY, Kind.CITY_EMERGENCY, Kind.SECTOR_AUTHORITY)
    ).order_by("code")
    bureaus = {one.division_id: one for one in found if one.kind != Kind.SECTOR_AUTHORITY}
    own = [one for one in found if one.kind == Kind.SECTOR_AUTHORITY and sector and one.sector == sector]
    emergency = bureaus.get(county) or bureaus.get(city)
    authority = min(own, key=lambda one: one.division_id != county) if own else bureaus.get(city)
    if emergency is None or authority is None:
        missing = "应急管理部门" if emergency is None else "行业主管部门"
        raise NoRecipientError(f"{county} 没有可接收报告的{missing}，请联系系统管理员补录机构后再报告")
    if emergency.pk == authority.pk:
        return [Recipient(emergency, frozenset({RecipientRole.EM, RecipientRole.SECTOR}))]
    return [
        Recipient(emergency, frozenset({RecipientRole.EM})),
        Recipient(authority, frozenset({RecipientRole.SECTOR})),
    ]
