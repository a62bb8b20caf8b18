"""Prevention fees 事故预防服务费: budget and booked by policy and insurer, and what is to be asked (domain.md 4.6).

Amounts in yuan. Everything stands at a
cut-off day: premium of policies begun, expenses booked and services begun by then.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

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
)  # fmt: skip
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from insurers.activities.models import Activity
from insurers.base.rules import share
from insurers.expenses.models import Expense
from insurers.policies.models import Policy
from insurers.policies.querysets import MONEY, budget_of
from rulebook.book import bounds_on
from rulebook.choices import RuleCode

NOTHING: Final = Value(Decimal(0), output_field=MONEY)

#: What is asked about a policy: the annotation's name, and its name on pages.
FLAGS: Final = (
    ("over_budget", _("Booked beyond the budget")),
    ("over_ceiling", _("Booked beyond the highest share")),
    ("under_floor", _("Booked below the lowest share")),
    ("idle_spend", _("Spent without any service")),
    ("unpaid_service", _("Service without any spending")),
)


def _money(expression: Any) -> Any:
    return ExpressionWrapper(expression, output_field=MONEY)


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())


def with_fees(policies: QuerySet[Policy], cutoff: date) -> QuerySet[Policy]:
    """Policies begun by the cut-off or spent on by it, annotated: `premium`, `budget`, `booked`, and all of FLAGS."""
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
    low, high = bounds_on(RuleCode.FEE_SHARE_MIN, RuleCode.FEE_SHARE_MAX, cutoff)
    return rows.annotate(
        over_budget=_is(Q(booked__gt=F("budget"))),
        over_ceiling=_is(Q(booked__gt=_money(F("premium") * high)) if high is not None else Q(pk__in=[])),
        under_floor=_is(Q(booked__lt=_money(F("premium") * low)) if low is not None else Q(pk__in=[])),
        idle_spend=_is(Q(booked__gt=0, served=False)),
        unpaid_service=_is(Q(booked=0, served=True)),
    )


@dataclass(frozen=True, slots=True)
class InsurerFees:
    """One insurer's totals in a place; `flags` counts the policies that each question of FLAGS is about."""

    insurer_id: int
    name: str
    policies: int
    premium: Decimal
    budget: Decimal
    booked: Decimal
    flags: dict[str, int]

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
        """费用占比: booked over premium paid (figure expenses.share)."""
        return share(self.booked, self.premium)


def by_insurer(policies: QuerySet[Policy], cutoff: date) -> list[InsurerFees]:
    """Totals of the policies' insurers in order of their codes: one query."""
    names = [name for name, _label in FLAGS]
    measures: dict[str, Any] = {f"n_{name}": Count("pk", filter=Q(**{name: True})) for name in names}
    grouped: Any = (
        with_fees(policies, cutoff)
        .order_by()
        .values("insurer_id", "insurer__name", "insurer__code")
        .annotate(
            policies=Count("pk"), premiums=Sum("premium"), budgets=Sum("budget"), spending=Sum("booked"), **measures
        )
        .order_by("insurer__code")
    )
    return [
        InsurerFees(
            row["insurer_id"], row["insurer__name"], row["policies"], row["premiums"], row["budgets"], row["spending"],
            {name: row[f"n_{name}"] for name in names},
        )
        for row in grouped
    ]  # fmt: skip


def total_of(rows: list[InsurerFees], name: str) -> InsurerFees:
    """The sum of several insurers' totals."""
    return InsurerFees(
        insurer_id=0,
        name=name,
        policies=sum(row.policies for row in rows),
        premium=sum((row.premium for row in rows), Decimal(0)),
        budget=sum((row.budget for row in rows), Decimal(0)),
        booked=sum((row.booked for row in rows), Decimal(0)),
        flags={flag: sum(row.flags[flag] for row in rows) for flag, _label in FLAGS},
    )


def questions(policy: Any, low: Decimal | None, high: Decimal | None) -> list[str]:
    """A sentence for each question about a policy of `with_fees`: what is wrong, the values seen, what to do.

    `low` and `high` are the shares of the dated rule on the cut-off day (`rulebook.book.bounds_on`).
    """
    said = []
    if policy.over_budget:
        said.append(
            f"列支 {policy.booked:,.2f} 元超过预算 {policy.budget:,.2f} 元（实收保费×约定比例），请核对凭证或说明原因。"
        )
    if policy.over_ceiling and high is not None:
        said.append(
            f"列支 {policy.booked:,.2f} 元超过实收保费 {policy.premium:,.2f} 元的 {high:.0%} 上限，请核对并以冲销更正。"
        )
    if policy.under_floor and low is not None:
        said.append(f"列支 {policy.booked:,.2f} 元低于实收保费 {policy.premium:,.2f} 元的 {low:.0%} 下限，请补充服务。")
    if policy.idle_spend:
        said.append(f"有支出无服务：已列支 {policy.booked:,.2f} 元，未见服务记录，请补传服务记录或冲销。")
    if policy.unpaid_service:
        said.append("有服务无列支：已有服务记录，未列支费用，请补记凭证。")
    return said
