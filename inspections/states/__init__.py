"""Transition tables of cross-inspection, by what they move (domain.md 5.3)."""

from inspections.states.groups import FORM_GROUP, GROUP_MOVES, START
from inspections.states.items import ITEM_MOVES, REOPEN, SUBMIT, item_open, unanswered
from inspections.states.tasks import is_inspected, is_inspecting, may_inspect

TASK_MOVES = (*GROUP_MOVES,)

__all__ = [
    "FORM_GROUP",
    "GROUP_MOVES",
    "ITEM_MOVES",
    "REOPEN",
    "START",
    "SUBMIT",
    "TASK_MOVES",
    "is_inspected",
    "is_inspecting",
    "item_open",
    "may_inspect",
    "unanswered",
]
