"""Reports from outside: letters, calls, other authorities. The fact stands in the case alone.

It is named by whom it is about and its number: one letter may be about several, and two bodies number alike.
"""

from datetime import date
from typing import Final

from accounts.models import Organisation, User
from accounts.roles import NINGBO
from accounts.scope import city_code_of, scope_for
from core.identifiers import paper_number
from dispositions.choices import CaseSource
from dispositions.models import Case
from dispositions.openers.gap import state_of
from dispositions.sources import Fact, Source
from enterprises.models import Enterprise
from inspections.choices import FindingKind, FindingSubject
from inspections.rules.routing import HANGZHOU


def _key(subject: FindingSubject, pk: int, reference: str) -> str:
    return f"{subject}-{pk}-{paper_number(reference)}"


def fact_on_enterprise(enterprise: Enterprise, reference: str, kind: str = "") -> Fact:
    """A report on an enterprise; `reference` is the number of the letter or what tells the report apart.

    `kind` is what was reported, a code of `FindingKind`: that an enterprise is not insured is one matter, whoever said so.
    """
    return Fact(
        source=CaseSource.OUTSIDE,
        key=_key(FindingSubject.ENTERPRISE, enterprise.pk, reference),
        name=paper_number(reference),
        title="",
        kind=kind,
        facts="",
        subject=FindingSubject.ENTERPRISE,
        city=enterprise.city_id,
        county=enterprise.county_id,
        sector=enterprise.sectors[0] if enterprise.sectors else "",
        enterprise=enterprise,
    )


def fact_on_insurer(insurer: Organisation, city: str, reference: str, kind: str = "") -> Fact:
    """A report on an insurer's business in a city, or on its branch there, which works under its insurer's identity."""
    whole = insurer.parent if insurer.is_branch and insurer.parent is not None else insurer
    return Fact(
        source=CaseSource.OUTSIDE,
        key=_key(FindingSubject.INSURER, insurer.pk, reference),
        name=paper_number(reference),
        title="",
        kind=kind,
        facts="",
        subject=FindingSubject.INSURER,
        city=city,
        insurer=whole,
        called=insurer.name,
    )


def fact_on_agency(agency: Organisation, city: str, county: str, reference: str, kind: str = "") -> Fact:
    """A report on a service agency's work in a place."""
    return Fact(
        source=CaseSource.OUTSIDE,
        key=_key(FindingSubject.AGENCY, agency.pk, reference),
        name=paper_number(reference),
        title="",
        kind=kind,
        facts="",
        subject=FindingSubject.AGENCY,
        city=city,
        county=county,
        agency=agency,
    )


def place_of(user: User) -> str:
    """The city of the person's authority; that of the Zhejiang office is the seat of the province."""
    scope = scope_for(user)
    return scope.city or (city_code_of(scope.county) if scope.county else HANGZHOU)


def city_of(insurer: Organisation, user: User) -> str:
    """Where the business is that a report to the person's authority is about: in its place, where the insurer may have
    some; else where the insurer is. Ningbo's companies stand by themselves, a branch works in its city (domain.md 5.5)."""
    place, seat = place_of(user), insurer.division_id
    return seat if insurer.is_branch or NINGBO in {place, seat} else place


def find(_user: User, _key: str, _today: date) -> Fact | None:
    """Nothing to look up: such a case is entered by its form."""
    return None


def _state(case: Case, _key: str, user: User, today: date) -> str:
    """Of an enterprise that is said to be uninsured the portal's own ledgers tell; of nothing else."""
    return state_of(case.enterprise, user, today) if case.kind == FindingKind.NOT_INSURED else ""


SOURCE: Final = Source(code=CaseSource.OUTSIDE, find=find, url=lambda _key: "", state=_state)
