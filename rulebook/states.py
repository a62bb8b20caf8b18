"""Transitions of dated rules: proposed by one person of the province, decided by another (domain.md 0.7)."""

from typing import TYPE_CHECKING

from accounts.roles import REGULATORS
from core.people import User
from core.transitions import Transition, refuse_first_person
from rulebook.choices import RuleState
from rulebook.permissions import RulebookPermission
from rulebook.rules import complain_keeper

if TYPE_CHECKING:
    from rulebook.models import DatedRule


def second_person(rule: "DatedRule", by: User) -> str | None:
    """Four eyes: decided by another person of the office that keeps the rule."""
    reason = complain_keeper(rule.code, is_regulator=by.role in REGULATORS)
    return reason or refuse_first_person(rule.proposed_by_id, by, "审定规则")


def only_author(rule: "DatedRule", by: User) -> str | None:
    """A proposal belongs to its author until it is decided."""
    return None if rule.proposed_by_id == by.pk else "只有提出人本人可以修改或者撤回待审定的规则"


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
WITHDRAW = Transition(
    name="withdraw",
    sources=frozenset({RuleState.PROPOSED}),
    target=RuleState.WITHDRAWN,
    permission=RulebookPermission.RULE_WRITE,
    label="撤回提议",
    action="rule.withdrawn",
    clause="domain 0.7",
    guard=only_author,
)
RULE_MOVES = (APPROVE, REFUSE, WITHDRAW)
