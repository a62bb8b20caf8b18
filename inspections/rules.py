"""Pure rules of cross-inspection."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inspections.codes import KINDS_OF_SUBJECT

#: 300,000 yuan a person stood in the 2017 rule as recollected (domain.md 4.2, unsure); None switches the check off.
LIMIT_PER_PERSON: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """A policy as far as the prefill needs it."""

    policy_no: str
    insured_people: int
    limit_per_person: Decimal
    end_on: date


@dataclass(frozen=True, slots=True)
class Prefill:
    """What the form says before the inspector looks (domain.md 4.9: pre-filled from policies, inspector confirms)."""

    insured: str
    policy_no: str = ""
    people: int | None = None
    insured_people: int | None = None
    limit: Decimal | None = None


def prefill(policies: Iterable[Cover], employees: int, least: Decimal | None = LIMIT_PER_PERSON) -> Prefill:
    """Insured as required? From the policies in force; the one that ends last gives number and limit."""
    found = sorted(policies, key=lambda cover: cover.end_on)
    if not found:
        return Prefill("NO", people=employees)
    people, last = sum(cover.insured_people for cover in found), found[-1]
    state = "YES"
    if least is not None and last.limit_per_person < least:
        state = "UNDER"
    if people < employees:
        state = "PARTLY"
    return Prefill(state, last.policy_no, employees, people, last.limit_per_person)


def kinds_of(subject: str) -> frozenset[str]:
    """The kinds of finding that a subject can have."""
    return KINDS_OF_SUBJECT.get(subject, frozenset())


def differences(seen: dict[str, object], ledger: dict[str, object]) -> list[str]:
    """Names of the entries where what was seen differs from the ledger; an empty answer differs from nothing."""
    return [name for name, value in seen.items() if value not in (None, "") and value != ledger.get(name)]
