"""What a form says before the inspector looks, and where the spot differs from the ledgers (domain.md 4.9)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from inspections.choices import Conformity, FindingKind, InsuredState

#: Questions of an enterprise's form answered by conformity; 不符合 needs a finding.
CONFORMITY_TOPICS: Final = ("hot_work", "welding", "key_posts", "outsourcing")
#: The finding that an answer on the cover needs.
OF_COVER: Final[dict[str, str]] = {
    InsuredState.NO: FindingKind.NOT_INSURED,
    InsuredState.PARTLY: FindingKind.PARTLY_INSURED,
    InsuredState.UNDER: FindingKind.UNDER_LIMIT,
}
#: The finding that 不符合 needs, each answer one of its own.
OF_NONCONFORMITY: Final = frozenset({FindingKind.NOT_CLOSED.value, FindingKind.OTHER.value})
#: The finding that 否 asks for, where no reason is written instead.
OF_SERVICE: Final[dict[str, str]] = {
    "plan_seen": FindingKind.NO_PLAN,
    "train": FindingKind.SERVICE_NOT_DONE,
    "haz": FindingKind.SERVICE_NOT_DONE,
    "drill": FindingKind.SERVICE_NOT_DONE,
    "assist": FindingKind.SERVICE_NOT_DONE,
}
#: The finding that 否 on an insurer's form asks for, where the remark does not say why there is none.
OF_INSURER: Final[dict[str, frozenset[str]]] = {
    "plan_ok": frozenset({FindingKind.NO_PLAN, FindingKind.SERVICE_NOT_DONE, FindingKind.OTHER}),
    "records_ok": frozenset({FindingKind.FALSE_RECORD, FindingKind.OTHER}),
    "confirm_ok": frozenset({FindingKind.SERVICE_NOT_DONE, FindingKind.FALSE_RECORD, FindingKind.OTHER}),
    "vouchers_ok": frozenset({FindingKind.FALSE_EXPENSE, FindingKind.OTHER}),
    "agency_ok": frozenset(
        {FindingKind.SERVICE_NOT_DONE, FindingKind.FALSE_RECORD, FindingKind.FALSE_EXPENSE, FindingKind.OTHER}
    ),
    "ledger_ok": frozenset({FindingKind.NOT_CLOSED, FindingKind.FALSE_RECORD, FindingKind.OTHER}),
    "notices_ok": frozenset({FindingKind.NO_NOTICE, FindingKind.OTHER}),
    "refusals_ok": frozenset({FindingKind.REFUSAL_NOT_REPORTED, FindingKind.OTHER}),
    "complaints_ok": frozenset({FindingKind.SERVICE_NOT_DONE, FindingKind.OTHER}),
    "archive_ok": frozenset({FindingKind.FALSE_RECORD, FindingKind.OTHER}),
}
#: Findings on the cover that cannot stand beside an answer.
CONTRARY: Final[dict[str, frozenset[str]]] = {
    InsuredState.YES: frozenset(OF_COVER.values()),
    InsuredState.NO: frozenset({FindingKind.PARTLY_INSURED, FindingKind.UNDER_LIMIT}),
    InsuredState.PARTLY: frozenset({FindingKind.NOT_INSURED}),
    InsuredState.UNDER: frozenset({FindingKind.NOT_INSURED}),
    InsuredState.NA: frozenset(OF_COVER.values()),
}
#: The answers that say that there is a cover, whole or not.
COVERED: Final = frozenset({InsuredState.YES, InsuredState.PARTLY, InsuredState.UNDER})


def reason_of(question: str) -> str:
    """The entry that holds the reason for an answer without a finding."""
    return f"reason_{question}"


class Requirement(NamedTuple):
    """What an answer asks for: a finding of one of the kinds, or a reason where the form has a place for one."""

    question: str
    kinds: frozenset[str]
    reason_field: str | None = None


def required_findings(answers: Mapping[str, object]) -> list[Requirement]:
    """What the answers of a form ask for, in the order of the form (notice 二(四); domain.md 4.9).

    否, 未全员, 未足额 on the cover and each 不符合 need a finding; 否 on plan and services a finding or a reason. On the
    form of an insurer 否 asks for a finding or a remark, and a lead on a violation for the finding that takes it to the
    regulator.
    """
    asked = []
    cover = OF_COVER.get(str(answers.get("insured") or ""))
    if cover:
        asked.append(Requirement("insured", frozenset({cover})))
    for question, kind in OF_SERVICE.items():
        if answers.get(question) is False:
            asked.append(Requirement(question, frozenset({kind}), reason_of(question)))
    asked += [
        Requirement(question, kinds, "remark")
        for question, kinds in OF_INSURER.items()
        if answers.get(question) is False
    ]
    if answers.get("violations"):
        asked.append(Requirement("violations", frozenset({FindingKind.BUSINESS_VIOLATION})))
    wrong = [name for name in CONFORMITY_TOPICS if answers.get(name) == Conformity.NOT_OK]
    return asked + [Requirement(name, OF_NONCONFORMITY) for name in wrong]


def unmet(answers: Mapping[str, object], kinds: Iterable[str]) -> list[Requirement]:
    """What the answers ask for and neither the findings, by their `kinds`, nor a reason gives.

    One finding 未按合同服务 says of all services what was not done; of findings for 不符合 each serves one answer.
    """
    counted = Counter(kinds)
    spare = sum(counted[kind] for kind in OF_NONCONFORMITY)
    missing = []
    for one in required_findings(answers):
        if one.kinds == OF_NONCONFORMITY:
            spare -= 1
            is_met = spare >= 0
        else:
            has_reason = one.reason_field is not None and bool(str(answers.get(one.reason_field) or "").strip())
            is_met = has_reason or any(counted[kind] for kind in one.kinds)
        if not is_met:
            missing.append(one)
    return missing


def contrary_kinds(answers: Mapping[str, object], kinds: Iterable[str]) -> frozenset[str]:
    """The kinds of the findings that say of the cover what its answer denies: one record does not say both."""
    return CONTRARY.get(str(answers.get("insured") or ""), frozenset()) & set(kinds)


def unanswered_kinds(answers: Mapping[str, object], kinds: Iterable[str]) -> frozenset[str]:
    """The kinds of findings on an insurer's form that none of its answers admits, where no remark confirms both."""
    if str(answers.get("remark") or "").strip():
        return frozenset()
    admitted = {kind for question, fitting in OF_INSURER.items() if answers.get(question) is False for kind in fitting}
    admitted |= {FindingKind.BUSINESS_VIOLATION.value} if answers.get("violations") else set()
    return frozenset(kinds) - admitted - {FindingKind.OTHER.value}


def contradiction(answers: Mapping[str, object]) -> str | None:
    """What the numbers on the cover say against its answer, where no reason confirms both; None where they agree."""
    if str(answers.get(reason_of("insured")) or "").strip():
        return None
    state, people, insured = (answers.get(name) for name in ("insured", "people", "insured_people"))
    if state == InsuredState.NO and (insured or answers.get("limit")):
        return f"答「否」，但填有投保人数 {insured or 0} 人、每人限额 {answers.get('limit') or 0} 元"
    if state == InsuredState.YES and insured == 0:
        return "答「是」，但投保人数为 0 人"
    if not isinstance(people, int) or not isinstance(insured, int):
        return None
    if state == InsuredState.YES and insured < people:
        return f"答「是」，但投保人数 {insured} 人少于从业人数 {people} 人"
    if state == InsuredState.PARTLY and insured >= people:
        return f"答「未全员」，但投保人数 {insured} 人不少于从业人数 {people} 人"
    return None


def is_doubtful(answers: Mapping[str, object], kinds: Iterable[str], *, insured_on_record: bool) -> bool:
    """Whether a finding 应保未保 is on a unit that is insured by the answer or the ledger, and no reason confirms it."""
    covered = insured_on_record or answers.get("insured") in COVERED
    confirmed = bool(str(answers.get(reason_of("insured")) or "").strip())
    return FindingKind.NOT_INSURED in set(kinds) and covered and not confirmed


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


def prefill(
    policies: Iterable[Cover],
    employees: int,
    least: Decimal | None = None,
    *,
    is_closed: bool = False,
    need_not: bool = False,
) -> Prefill:
    """Insured as required? From the policies in force; the one that ends last gives number and limit.

    `least` is the smallest limit per person by the dated rule of the day, None where no rule holds; one policy that
    reaches it is enough, as in the gap. A closed enterprise need not insure: 不适用. `need_not`: nor has one of a
    sector without the duty, or an exempted one; whether its own policy covers everybody is no finding.
    """
    found = sorted(policies, key=lambda cover: cover.end_on)
    if not found:
        return Prefill(InsuredState.NA if is_closed or need_not else InsuredState.NO, people=employees)
    people, last = sum(cover.insured_people for cover in found), found[-1]
    state = InsuredState.YES
    if least is not None and max(cover.limit_per_person for cover in found) < least:
        state = InsuredState.UNDER
    if people < employees:
        state = InsuredState.PARTLY
    if is_closed or (need_not and state != InsuredState.YES):
        state = InsuredState.NA
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
