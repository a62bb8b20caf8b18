"""Transition tables of cross-inspection, by what they move (domain.md 5.3)."""

from inspections.states.items import ITEM_MOVES, REOPEN, SUBMIT, item_open, unanswered
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
    is_inspected,
)
from inspections.states.tasks import RUNNING_MOVES, START, is_inspecting

#: The life of a task, in the order of domain.md 5.3.
TASK_MOVES = (*PLAN_MOVES_OF_TASK, *RUNNING_MOVES)

__all__ = [
    "AGREE",
    "AGREE_OF_TASK",
    "APPROVE",
    "DRAFT_OF_TASK",
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
    "is_inspected",
    "is_inspecting",
    "item_open",
    "unanswered",
]
