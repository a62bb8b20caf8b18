"""Prevention fees 事故预防服务费: budget and booked by policy and insurer, and what is to be asked (domain.md 4.6).

Amounts in yuan. Everything stands at a cut-off day: premium of policies begun, expenses booked and services begun by
then. The questions about the fees are registered by `crosschecks`.
"""

from abc import abstractmethod
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Protocol

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from typing_extensions import override

from accounts.models import Organisation, User
from core.rows import Rows
from core.touches import Memory
from insurers.activities.models import Activity, ActivityDetail
from insurers.base.questions import Question, questions_of
from insurers.base.rules import share
from insurers.expenses.models import Expense
from insurers.policies.models import Policy
from insurers.policies.querysets import MONEY, budget_of
from rulebook.book import bounds_on
from rulebook.choices import RuleCode
from rulebook.models import DatedRule

NOTHING: Final = Value(Decimal(0), output_field=MONEY)

#: The ledger that the questions about fees are registered under.
FEES: Final = "fees"
#: In addresses: policies that any of the questions is about.
ANY_FLAG: Final = "any"
#: What the totals are worked out from.
FEE_LEDGERS: Final = (Policy, Expense, Activity, ActivityDetail, DatedRule, Organisation)


@dataclass(frozen=True, slots=True)
class Shares:
    """The lowest and the highest share of the premium by the rule of a day; None: no such bound."""

    lowest: Decimal | None
    highest: Decimal | None


def shares_on(day: date) -> Shares:
    """In one query."""
    return Shares(*bounds_on(RuleCode.FEE_SHARE_MIN, RuleCode.FEE_SHARE_MAX, day))


class PolicyFees(Protocol):
    """A policy of `with_fees`; amounts in yuan."""

    @property
    def pk(self) -> int: ...
    @property
    def premium(self) -> Decimal: ...
    @property
    def budget(self) -> Decimal: ...
    @property
    def booked(self) -> Decimal: ...


class FeeQuestion(Question):
    """A question about the fees of a policy; `code` is the column of `with_fees` that answers it."""

    ledger = FEES
    clause = "domain 4.6"

    @abstractmethod
    def condition(self, shares: Shares) -> Q:
        """Over the columns of `with_fees`."""

    @abstractmethod
    def sentence(self, policy: PolicyFees, shares: Shares) -> str:
        """What is wrong with a policy of `with_fees`, the values seen, what to do."""

    @override
    def about(self, rows: Rows, user: User, day: date) -> Any:
        return with_fees(rows, day).filter(**{self.code: True})


def fee_questions() -> list[FeeQuestion]:
    """Those that are registered, in their order."""
    return [question for question in questions_of(FEES) if isinstance(question, FeeQuestion)]


def any_flag() -> Q:
    """Over the columns of `with_fees`: at least one of the questions is about the policy."""
    return Q(*(Q(**{question.code: True}) for question in fee_questions()), _connector=Q.OR)


def money(expression: Combinable) -> Combinable:
    return ExpressionWrapper(expression, output_field=MONEY)


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())


def with_fees(policies: QuerySet[Policy], cutoff: date) -> QuerySet[Policy]:
    """Policies begun by the cut-off or spent on by it, annotated: `premium`, `budget`, `booked`, and each question."""
    spent = Expense.objects.countable(cutoff).filter(policy=OuterRef("pk"))
    total = spent.order_by().values("policy").annotate(total=Sum("amount")).values("total")
    served = Activity.objects.countable(cutoff).filter(policy=OuterRef("pk"))
    begun = Q(start_on__lte=cutoff)
    rows = policies.annotate(
        premium=Case(When(begun, then=F("premium_paid")), default=NOTHING, output_field=MONEY),
        booked=Coalesce(Subquery(total, output_field=MONEY), NOTHING),
        served=Exists(served),
    ).annotate(budget=budget_of("premium"))
    return _flagged(rows.filter(begun | ~Q(booked=0)), cutoff)


def _flagged(rows: QuerySet[Policy], cutoff: date) -> QuerySet[Policy]:
    shares = shares_on(cutoff)
    return rows.annotate(**{question.code: _is(question.condition(shares)) for question in fee_questions()})


@dataclass(frozen=True, slots=True)
class InsurerFees:
    """One insurer's totals in a place; `flags` counts the policies that each question about fees is about.

    `asked` counts those that at least one of them is about.
    """

    insurer_id: int
    name: str
    policies: int
    premium: Decimal
    budget: Decimal
    booked: Decimal
    flags: dict[str, int]
    asked: int

    @property
    def agreed(self) -> Decimal | None:
        """The share agreed: budget over premium paid."""
        return share(self.budget, self.premium)

    @property
    def spent(self) -> Decimal | None:
        """费用列支率: booked over budget (domain.md 4.12)."""
        return share(self.booked, self.budget)

    @property
    def of_premium(self) -> Decimal | None:
        """费用占比: booked over premium paid, over all years; the figure expenses.share is that of the campaign alone."""
        return share(self.booked, self.premium)


def by_insurer(policies: QuerySet[Policy], cutoff: date) -> list[InsurerFees]:
    """Totals of the policies' insurers in order of their codes: one query."""
    names = [question.code for question in fee_questions()]
    measures: dict[str, Count] = {f"n_{name}": Count("pk", filter=Q(**{name: True})) for name in names}
    grouped: Any = (
        with_fees(policies, cutoff)
        .order_by()
        .values("insurer_id", "insurer__name", "insurer__code")
        .annotate(
            policies=Count("pk"),
            premiums=Sum("premium"),
            budgets=Sum("budget"),
            spending=Sum("booked"),
            in_question=Count("pk", filter=any_flag()),
            **measures,
        )
        .order_by("insurer__code")
    )
    return [
        InsurerFees(
            row["insurer_id"],
            row["insurer__name"],
            row["policies"],
            row["premiums"],
            row["budgets"],
            row["spending"],
            {name: row[f"n_{name}"] for name in names},
            row["in_question"],
        )
        for row in grouped
    ]


def kept_by_insurer(policies: QuerySet[Policy], cutoff: date, memory: Memory) -> list[InsurerFees]:
    """The same as `by_insurer`, remembered until one of the ledgers is written to."""
    rows = memory.kept(
        policies, f"fees asked {cutoff}", lambda: [asdict(row) for row in by_insurer(policies, cutoff)], FEE_LEDGERS
    )
    return [InsurerFees(**row) for row in rows]


def total_of(rows: list[InsurerFees], name: str) -> InsurerFees:
    """The sum of several insurers' totals."""
    return InsurerFees(
        insurer_id=0,
        name=name,
        policies=sum(row.policies for row in rows),
        premium=sum((row.premium for row in rows), Decimal(0)),
        budget=sum((row.budget for row in rows), Decimal(0)),
        booked=sum((row.booked for row in rows), Decimal(0)),
        flags={one.code: sum(row.flags[one.code] for row in rows) for one in fee_questions()},
        asked=sum(row.asked for row in rows),
    )


def sentences(policy: PolicyFees, shares: Shares) -> dict[str, str]:
    """A sentence for each question about a policy of `with_fees`, by its code; `shares` are those of the cut-off day."""
    return {str(one.code): one.sentence(policy, shares) for one in fee_questions() if getattr(policy, one.code)}
