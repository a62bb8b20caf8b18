"""Pure rules of cross-inspection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from inspections.choices import FindingKind, FindingSubject, InsuredState

#: The kinds of finding that a subject can have (domain.md 4.9).
KINDS_OF_SUBJECT: Final[dict[str, frozenset[str]]] = {
    FindingSubject.ENTERPRISE: frozenset(
        {
            FindingKind.NOT_INSURED,
            FindingKind.PARTLY_INSURED,
            FindingKind.UNDER_LIMIT,
            FindingKind.NO_PLAN,
            FindingKind.SERVICE_NOT_DONE,
            FindingKind.NO_NOTICE,
            FindingKind.NOT_CLOSED,
            FindingKind.OTHER,
        }
    ),
    FindingSubject.INSURER: frozenset(
        {
            FindingKind.NO_PLAN,
            FindingKind.SERVICE_NOT_DONE,
            FindingKind.FALSE_RECORD,
            FindingKind.FALSE_EXPENSE,
            FindingKind.NO_NOTICE,
            FindingKind.NOT_CLOSED,
            FindingKind.REFUSAL_NOT_REPORTED,
            FindingKind.BUSINESS_VIOLATION,
            FindingKind.OTHER,
        }
    ),
    FindingSubject.AGENCY: frozenset(
        {FindingKind.SERVICE_NOT_DONE, FindingKind.FALSE_RECORD, FindingKind.FALSE_EXPENSE, FindingKind.OTHER}
    ),
}
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


def kinds_of(subject: str) -> frozenset[str]:
    """The kinds of finding that a subject can have."""
    return KINDS_OF_SUBJECT.get(subject, frozenset())


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


def pairing_faults(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """What is wrong with a pairing of inspecting and inspected cities; empty when it can be used.

    Enforced are the two equal sets, each city once on each side, none with itself (domain.md 10); that the table of
    2023 is one ring of eleven is its own property and no rule.
    """
    inspecting, inspected = [a for a, _ in pairs], [b for _, b in pairs]
    faults = []
    if len(set(inspecting)) != len(inspecting):
        faults.append("检查地区有重复")
    if len(set(inspected)) != len(inspected):
        faults.append("被检查地区有重复")
    if set(inspecting) != set(inspected):
        faults.append("检查地区与被检查地区不是同一组城市")
    if any(a == b for a, b in pairs):
        faults.append("有地区被安排检查本地区")
    return faults
