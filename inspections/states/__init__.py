"""Transition tables of cross-inspection, by what they move (domain.md 5.3)."""

from inspections.states.groups import FORM_GROUP, GROUP_MOVES, START
from inspections.states.items import (
    ITEM_MOVES,
    REOPEN,
    SUBMIT,
    Gap,
    disagreements,
    gaps,
    item_open,
    kinds_of_findings,
    unanswered,
)
from inspections.states.pairing import APPROVE, PAIRING_MOVES, PROPOSE, PUBLISH, RETURN_TABLE
from inspections.states.plans import (
    AGREE,
    AGREE_OF_TASK,
    DRAFT_OF_TASK,
    PLAN_MOVES,
    PLAN_MOVES_OF_TASK,
    PLANLESS,
    PLANNING,
    RETURN_OF_TASK,
    RETURN_PLAN,
    SEND,
    SEND_OF_TASK,
)
from inspections.states.tasks import is_inspected, is_inspecting, may_inspect

#: The life of a task, in the order of domain.md 5.3.
TASK_MOVES = (*PLAN_MOVES_OF_TASK, *GROUP_MOVES)

__all__ = [
    "AGREE",
    "AGREE_OF_TASK",
    "APPROVE",
    "DRAFT_OF_TASK",
    "FORM_GROUP",
    "GROUP_MOVES",
    "ITEM_MOVES",
    "PAIRING_MOVES",
    "PLANLESS",
    "PLANNING",
    "PLAN_MOVES",
    "PLAN_MOVES_OF_TASK",
    "PROPOSE",
    "PUBLISH",
    "REOPEN",
    "RETURN_OF_TASK",
    "RETURN_PLAN",
    "RETURN_TABLE",
    "SEND",
    "SEND_OF_TASK",
    "START",
    "SUBMIT",
    "TASK_MOVES",
    "Gap",
    "disagreements",
    "gaps",
    "is_inspected",
    "is_inspecting",
    "item_open",
    "kinds_of_findings",
    "may_inspect",
    "unanswered",
]
