"""What a form says before the inspector looks, and where the spot differs from the ledgers (domain.md 4.9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from inspections.choices import InsuredState

#: Questions of an enterprise's form answered by conformity; 不符合 needs a finding.
CONFORMITY_TOPICS: Final = ("hot_work", "welding", "key_posts", "outsourcing")
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
        return Prefill(InsuredState.NO, people=employees)
    people, last = sum(cover.insured_people for cover in found), found[-1]
    state = InsuredState.YES
    if least is not None and last.limit_per_person < least:
        state = InsuredState.UNDER
    if people < employees:
        state = InsuredState.PARTLY
    return Prefill(state, last.policy_no, employees, people, last.limit_per_person)


class Difference(NamedTuple):
    """An answer that is not what the ledgers say: name of the entry, seen on the spot, on record."""

    name: str
    seen: object
    ledger: object


def differences(seen: Mapping[str, object], ledger: Mapping[str, object]) -> list[Difference]:
    """Where what was seen differs from the ledgers, in their order; an answer not yet given differs from nothing.

    The prompt of domain.md 4.9 (compare with the ledger; mismatch): it refuses nothing, the spot counts.
    """
    return [
        Difference(name, seen[name], value)
        for name, value in ledger.items()
        if seen.get(name) not in (None, "") and seen[name] != value
    ]


def fee_share(booked: Decimal | None, budget: Decimal | None) -> Decimal | None:
    """Booked of the budget as a fraction; None as long as either is unknown or the budget is 0."""
    return booked / budget if booked is not None and budget else None
