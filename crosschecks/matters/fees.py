"""What is asked about the fees of a policy (domain.md 4.6): one class for each question.

The conditions read the columns of `insurers.expenses.figures.with_fees`; each sentence says what is wrong, the values
seen and what to do.
"""

from typing import Final

from django.db.models import F, Q
from typing_extensions import override

from crosschecks.choices import FeeAsk
from insurers.expenses.figures import FeeQuestion, PolicyFees, Shares, money
from rulebook.choices import RuleCode

NOBODY: Final = Q(pk__in=[])


class OverBudget(FeeQuestion):
    code = FeeAsk.OVER_BUDGET
    label = code.label

    @override
    def condition(self, shares: Shares) -> Q:
        return Q(booked__gt=F("budget"))

    @override
    def sentence(self, policy: PolicyFees, shares: Shares) -> str:
        return (
            f"列支 {policy.booked:,.2f} 元超过预算 {policy.budget:,.2f} 元（实收保费×约定比例），请核对凭证或说明原因。"
        )


class OverCeiling(FeeQuestion):
    code = FeeAsk.OVER_CEILING
    label = code.label
    rules = (RuleCode.FEE_SHARE_MAX,)

    def condition(self, shares: Shares) -> Q:
        return NOBODY if shares.highest is None else Q(booked__gt=money(F("premium") * shares.highest))

    def sentence(self, policy: PolicyFees, shares: Shares) -> str:
        return (
            f"列支 {policy.booked:,.2f} 元超过实收保费 {policy.premium:,.2f} 元的 {shares.highest:.0%} 上限，"
            "请核对并以冲销更正。"
        )


class UnderFloor(FeeQuestion):
    code = FeeAsk.UNDER_FLOOR
    label = code.label
    rules = (RuleCode.FEE_SHARE_MIN,)

    def condition(self, shares: Shares) -> Q:
        return NOBODY if shares.lowest is None else Q(booked__lt=money(F("premium") * shares.lowest))

    def sentence(self, policy: PolicyFees, shares: Shares) -> str:
        return f"列支 {policy.booked:,.2f} 元低于实收保费 {policy.premium:,.2f} 元的 {shares.lowest:.0%} 下限，请补充服务。"


class IdleSpend(FeeQuestion):
    code = FeeAsk.IDLE_SPEND
    label = code.label

    @override
    def condition(self, shares: Shares) -> Q:
        return Q(booked__gt=0, served=False)

    @override
    def sentence(self, policy: PolicyFees, shares: Shares) -> str:
        return f"有支出无服务：已列支 {policy.booked:,.2f} 元，未见服务记录，请补传服务记录或冲销。"


class UnpaidService(FeeQuestion):
    code = FeeAsk.UNPAID_SERVICE
    label = code.label

    @override
    def condition(self, shares: Shares) -> Q:
        return Q(booked=0, served=True)

    @override
    def sentence(self, policy: PolicyFees, shares: Shares) -> str:
        return "有服务无列支：已有服务记录，未列支费用，请补记凭证。"


ALL: Final = (OverBudget(), OverCeiling(), UnderFloor(), IdleSpend(), UnpaidService())
