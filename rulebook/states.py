"""Transitions of dated rules: proposed by one person of the province, decided by another (domain.md 0.7)."""

from core.people import User
from core.transitions import Transition
from rulebook.choices import RuleState
from rulebook.models import DatedRule
from rulebook.permissions import RulebookPermission


def second_person(rule: DatedRule, by: User) -> str | None:
    """Four eyes: decided by another person of the office that proposed."""
    if rule.proposed_by_id == by.pk:
        return "规则不能由提出人本人审定，请由本单位另一名工作人员审定"
    return None


APPROVE = Transition(
    name="approve",
    sources=frozenset({RuleState.PROPOSED}),
    target=RuleState.IN_FORCE,
    permission=RulebookPermission.RULE_WRITE,
    label="审定规则",
    action="rule.decided",
    clause="domain 0.7",
    guard=second_person,
)
REFUSE = Transition(
    name="refuse",
    sources=frozenset({RuleState.PROPOSED}),
    target=RuleState.REFUSED,
    permission=RulebookPermission.RULE_WRITE,
    label="不予采用",
    action="rule.refused",
    clause="domain 0.7",
    guard=second_person,
)
RULE_MOVES = (APPROVE, REFUSE)
