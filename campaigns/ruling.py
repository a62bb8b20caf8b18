"""Writes of dated rules: proposed by one person of the province, decided by another."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from accounts.permissions import Permission
from campaigns.choices import RuleCode, RuleState
from campaigns.models import DatedRule
from core import audit
from core.gate import require
from core.transitions import Transition, TransitionRefused, fire

SHARES = frozenset({RuleCode.FEE_SHARE_MIN, RuleCode.FEE_SHARE_MAX, RuleCode.COMMISSION_MAX})
DAYS = frozenset(
    {
        RuleCode.EXPIRING_DAYS, RuleCode.LONG_PERIOD_DAYS, RuleCode.FILING_DAYS, RuleCode.COMPLAINT_DAYS,
        RuleCode.COMPLAINT_FURTHER_DAYS, RuleCode.COMPLAINT_EXTENSION_DAYS,
    }
)  # fmt: skip
#: The pairs of which the first must not exceed the second.
PAIRS = (
    (RuleCode.FEE_SHARE_MIN, RuleCode.FEE_SHARE_MAX),
    (RuleCode.FINE_MIN, RuleCode.FINE_MAX),
    (RuleCode.FINE_OVERDUE_MIN, RuleCode.FINE_OVERDUE_MAX),
)


class RuleRefused(Exception):  # noqa: N818 - the refusal is the noun the users see
    """The rule cannot be proposed so; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What shall hold from a day on; `valid_to` inclusive, None until the next rule."""

    code: str
    value: Decimal | None
    valid_from: date
    valid_to: date | None
    source: str
    clause: str
    certainty: str


def second_person(rule: Any, by: Any) -> str | None:
    """Four eyes: decided by another person of the office that proposed."""
    if rule.proposed_by_id == by.pk:
        return "规则不能由提出人本人审定，请由本单位另一名工作人员审定"
    return None


APPROVE = Transition(
    name="approve", sources=frozenset({RuleState.PROPOSED}), target=RuleState.IN_FORCE, permission=Permission.RULE_WRITE,
    label="审定规则", action="rule.decided", clause="domain 0.7", guard=second_person,
)  # fmt: skip
REFUSE = Transition(
    name="refuse", sources=frozenset({RuleState.PROPOSED}), target=RuleState.REFUSED, permission=Permission.RULE_WRITE,
    label="不予采用", action="rule.refused", clause="domain 0.7", guard=second_person,
)  # fmt: skip
RULE_MOVES = (APPROVE, REFUSE)


@transaction.atomic
def propose_rule(*, proposal: Proposal, by: Any, at: datetime) -> DatedRule:
    """Write a proposal down. Raises NotAllowed, RuleRefused."""
    require(by, Permission.RULE_WRITE)
    complaint = complain_proposal(proposal)
    if complaint:
        raise RuleRefused(complaint)
    rule = DatedRule.objects.create(
        code=proposal.code, value=proposal.value, valid_from=proposal.valid_from, valid_to=proposal.valid_to,
        source=proposal.source.strip(), clause=proposal.clause.strip(), certainty=proposal.certainty,
        proposed_by=by, proposed_at=at,
    )  # fmt: skip
    audit.record("rule.proposed", by=by, at=at, subject=str(rule), value=str(proposal.value))
    return rule


def complain_proposal(proposal: Proposal) -> str | None:
    """What is wrong with a proposal, None for a good one."""
    value = proposal.value
    if not proposal.source.strip():
        return "依据为空，请填写文件名称和文号。"
    if proposal.valid_to is not None and proposal.valid_to < proposal.valid_from:
        return f"截止日期 {proposal.valid_to} 早于起始日期 {proposal.valid_from}，请更正。"
    if value is None:
        return None
    if value < 0:
        return f"数值 {value} 为负数，请更正。"
    if proposal.code in SHARES and value > 1:
        return f"比例 {value} 大于 1，请以小数填写，例如 0.21。"
    if proposal.code in DAYS and value != value.to_integral_value():
        return f"天数 {value} 不是整数，请更正。"
    return None


def decide_rule(*, rule: DatedRule, approve: bool, note: str, by: Any, at: datetime) -> DatedRule:
    """Decide as the second person; an earlier rule without an end ends the day before.

    Raises NotAllowed, TransitionRefused.
    """
    require(by, Permission.RULE_WRITE, on=rule)
    if not approve and not note.strip():
        raise TransitionRefused("不予采用须写明理由，请填写审定意见")
    changes = {"decided_by": by, "decided_at": at, "decision_note": note.strip()[:500]}
    if not approve:
        refused: DatedRule = fire(REFUSE, rule, by=by, at=at, **changes)
        return refused
    try:
        with transaction.atomic():
            _end_former(rule)
            decided: DatedRule = fire(APPROVE, rule, by=by, at=at, **changes)
            _check_pairs(rule.valid_from)
    except IntegrityError as error:
        raise TransitionRefused(f"同一规则自 {rule.valid_from} 起已有审定的数值，请核对起始日期") from error
    return decided


def _end_former(rule: DatedRule) -> None:
    """Rules of the code that would still hold on the first day end the day before; later ones must not overlap."""
    same = DatedRule.objects.select_for_update().filter(code=rule.code, state=RuleState.IN_FORCE)
    later = same.filter(valid_from__gt=rule.valid_from).order_by("valid_from").first()
    if later is not None and (rule.valid_to is None or rule.valid_to >= later.valid_from):
        raise TransitionRefused(f"与自 {later.valid_from} 起的已审定规则重叠，请将截止日期填至该日之前")
    for former in same.filter(valid_from__lt=rule.valid_from):
        if former.valid_to is None or former.valid_to >= rule.valid_from:
            former.valid_to = rule.valid_from - timedelta(days=1)
            former.save(update_fields=["valid_to"])


def _check_pairs(day: date) -> None:
    """A lower bound above its upper bound would forbid everything."""
    rows = DatedRule.objects.in_force(day).order_by("valid_from")
    values = dict(rows.values_list("code", "value"))
    for low, high in PAIRS:
        least, most = values.get(low), values.get(high)
        if least is not None and most is not None and least > most:
            raise TransitionRefused(
                f"{low.label} {least.normalize():f} 将大于{high.label} {most.normalize():f}，请核对数值"
            )
