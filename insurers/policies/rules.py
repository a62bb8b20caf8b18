"""A policy's terms on a day and the budget of its prevention fee (domain.md 4.2), on plain values.

The queryset of policies says the same in SQL (`querysets.py`): `BUDGET` is `fee_budget`, `of_standing` is `standing`,
`in_force` is the standing 有效. A test shows both equal on generated rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Protocol

from core.plain import Plain
from insurers.policies.choices import PolicyStatus, Standing

#: What an endorsement states anew, and what it adds to.
STATED: Final = ("insured_people", "limit_per_person", "limit_per_accident", "limit_total")
ADDED: Final = (("premium_due", "premium_due_change"), ("premium_paid", "premium_paid_change"))
ONE_DAY: Final = timedelta(days=1)
FEN: Final = Decimal("0.01")
#: A budget may differ from premium times share by so many yuan without a reason.
TOLERANCE: Final = 1


class Insured(Protocol):
    """A policy as its ledger has it; its amounts are read by their names in `Terms`."""

    @property
    def status(self) -> str: ...
    @property
    def start_on(self) -> date: ...
    @property
    def end_on(self) -> date: ...


class Amendment(Protocol):
    """An endorsement; what it states and adds is read by the names in STATED and ADDED, empty where unchanged."""

    @property
    def effective_on(self) -> date: ...
    @property
    def end_on(self) -> date | None: ...
    @property
    def ends(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """People, amounts in yuan, the inclusive last day of cover; `ended` tells what ended it early, else empty."""

    insured_people: int
    limit_per_person: Decimal
    limit_per_accident: Decimal
    limit_total: Decimal
    premium_due: Decimal
    premium_paid: Decimal
    end_on: date
    ended: str = ""

    def complaint(self, start_on: date) -> str | None:
        """What cannot be: the orders of domain.md 4.2 and a cover that ends before it begins."""
        if self.limit_per_person > self.limit_per_accident:
            return f"每人责任限额 {self.limit_per_person:,.2f} 元高于每次事故责任限额 {self.limit_per_accident:,.2f} 元"
        if self.limit_per_accident > self.limit_total:
            return f"每次事故责任限额 {self.limit_per_accident:,.2f} 元高于累计责任限额 {self.limit_total:,.2f} 元"
        if self.premium_due < 0 or self.premium_paid < 0:
            return "批改后保费小于 0 元"
        if self.premium_paid > self.premium_due:
            return f"批改后实收保费 {self.premium_paid:,.2f} 元高于应收保费 {self.premium_due:,.2f} 元"
        if not self.ended and self.end_on < start_on:
            return f"批改后保险止期 {self.end_on} 早于保险起期 {start_on}"
        return None


def terms_of(policy: Insured) -> Terms:
    """The terms as the ledger has them, before any endorsement."""
    return Terms(*(getattr(policy, name) for name in (*STATED, "premium_due", "premium_paid", "end_on")))


def terms_after(terms: Terms, change: Amendment) -> Terms:
    """The terms after one endorsement. One that ends the policy leaves the day before as the last day of cover."""
    values: Plain = {name: getattr(change, name) for name in STATED if getattr(change, name) is not None}
    values |= {name: getattr(terms, name) + (getattr(change, by) or 0) for name, by in ADDED}
    if change.ends:
        values |= {"end_on": change.effective_on - ONE_DAY, "ended": change.ends}
    elif change.end_on is not None:
        values |= {"end_on": change.end_on, "ended": ""}
    return replace(terms, **values)


def terms_on(policy: Insured, endorsements: Iterable[Amendment], day: date | None = None) -> Terms:
    """The terms on a day, or after all endorsements; `endorsements` in the order of their effect."""
    terms = terms_of(policy)
    for change in endorsements:
        if day is None or change.effective_on <= day:
            terms = terms_after(terms, change)
    return terms


def standing(policy: Insured, terms: Terms, day: date) -> Standing:
    """How a policy stands on the day; `terms` are those after all endorsements. 到期 follows from the days."""
    return listed_standing(policy, terms.end_on, terms.ended, day)


def listed_standing(policy: Insured, cover_to: date, ended: str, day: date) -> Standing:
    """The same from the inclusive last day of cover and what ended it early, as lists know them without the terms."""
    if policy.status != PolicyStatus.IN_FORCE:
        return Standing(policy.status)
    if cover_to < day:
        return Standing(ended or Standing.EXPIRED)
    return Standing.FUTURE if policy.start_on > day else Standing.IN_FORCE


def fee_budget(premium_paid: Decimal, fee_rate: Decimal) -> Decimal:
    """The budget of the prevention fee in yuan: the premium paid times the share agreed, half up to the fen."""
    return (premium_paid * fee_rate).quantize(FEN, ROUND_HALF_UP)


def complain_budget(budget: Decimal | None, reason: str, due: Decimal) -> str | None:
    """domain.md 4.2: the budget is what `fee_budget` says, within one yuan, else with a reason."""
    if budget is None or reason or abs(budget - due) <= TOLERANCE:
        return None
    return (
        f"事故预防服务费预算 {budget:,.2f} 元与实收保费乘以约定比例所得 {due:,.2f} 元相差超过 {TOLERANCE} 元，"
        "请更正预算，或填写预算差异的理由"
    )
