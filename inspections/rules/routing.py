"""To whom a finding goes: by its subject and the place inspected (domain.md 0.6, 1.2, 1.4, 5.3, 5.5)."""

from typing import Final, NamedTuple

from accounts.choices import OrganisationKind as Kind
from accounts.roles import EMERGENCY, NINGBO, REGULATORS, Role
from inspections.choices import Disposition, FindingKind, FindingSubject

PROVINCE: Final = "330000"
HANGZHOU: Final = "330100"
#: Findings on how an enterprise is insured: the emergency department punishes (letter 169, G19; law 109).
ON_INSURANCE: Final = frozenset({FindingKind.NOT_INSURED, FindingKind.PARTLY_INSURED, FindingKind.UNDER_LIMIT})
#: Findings that a hazard was left, which is punished, and stopped where it is refused, by law 102 and by nothing else.
HAZARD_LEFT: Final = frozenset({FindingKind.NOT_CLOSED})
#: How departments settle what an enterprise or an agency did, and regulators what an insurer did.
OF_DEPARTMENTS: Final = (
    Disposition.ORDER,
    Disposition.PENALTY,
    Disposition.SUSPEND,
    Disposition.CORRECT,
    Disposition.TRANSFER,
    Disposition.UNFOUNDED,
)
OF_REGULATORS: Final = (
    Disposition.ORDER,
    Disposition.CORRECT,
    Disposition.NOTICE,
    Disposition.INQUIRY,
    Disposition.INTERVIEW,
    Disposition.REGULATORY,
    Disposition.PENALTY,
    Disposition.TRANSFER,
    Disposition.UNFOUNDED,
)
#: What two people of the authority do, step by step: it is done in a case, never beside one (N34, N36, N40).
IN_A_CASE: Final = frozenset(
    {
        Disposition.PENALTY,
        Disposition.SUSPEND,
        Disposition.INTERVIEW,
        Disposition.REGULATORY,
        Disposition.UNFOUNDED,
    }
)


class Key(NamedTuple):
    """What names an authority among the organisations: its kind, its division, a sector authority's sector."""

    kind: str
    division: str
    sector: str = ""


def authority_for(*, subject: str, kind: str, sector: str, county: str, city: str) -> tuple[Key, ...]:
    """The authorities that may take the finding, the first that exists gets it.

    `city` is the inspected one and `county` a county of it, empty where the subject lies in none of its counties. So
    nothing can go to the inspecting city's own.
    """
    if subject == FindingSubject.INSURER:
        return (regulator_of(city),)
    counties = (county,) if county else ()
    emergency = (*(Key(Kind.COUNTY_EMERGENCY, one) for one in counties), Key(Kind.CITY_EMERGENCY, city))
    if subject == FindingSubject.AGENCY or kind in ON_INSURANCE or not sector:
        return emergency
    return (*(Key(Kind.SECTOR_AUTHORITY, one, sector) for one in (*counties, city)), *emergency)


def regulator_of(city: str) -> Key:
    """Hangzhou has no sub-office, the Zhejiang office acts itself; Ningbo's office stands by itself (domain.md 5.5)."""
    if city == HANGZHOU:
        return Key(Kind.PROVINCIAL_REGULATOR, PROVINCE)
    return Key(Kind.PROVINCIAL_REGULATOR if city == NINGBO else Kind.REGULATOR_SUBOFFICE, city)


def may_settle(subject: str, role: str) -> bool:
    """Regulators deal with insurers, departments with enterprises and agencies: neither does the other's (G19, G20)."""
    return role in (REGULATORS if subject == FindingSubject.INSURER else EMERGENCY | {Role.SECTOR})


def dispositions_of(subject: str) -> tuple[Disposition, ...]:
    """How a finding on the subject can be settled (domain.md 4.9)."""
    return OF_REGULATORS if subject == FindingSubject.INSURER else OF_DEPARTMENTS


def settled_beside(subject: str) -> tuple[Disposition, ...]:
    """How a finding on the subject can be settled where it is: what one person may do, without a case."""
    return tuple(one for one in dispositions_of(subject) if one not in IN_A_CASE)


def complain_beside(disposition: str, case_no: str) -> str | None:
    """Why a finding without a case cannot be settled by the measure; None where it can, and where it has a case."""
    if case_no or disposition not in IN_A_CASE:
        return None
    words = Disposition(disposition).official
    return f"「{words}」须由两人办理，不能直接处置，请先对该问题立案，在处置案件中办理"
