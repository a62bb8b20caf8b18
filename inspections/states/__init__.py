"""Transition tables of cross-inspection, by what they move (domain.md 5.3)."""

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
from inspections.states.tasks import START, TASK_MOVES, is_inspecting, may_inspect

__all__ = [
    "ITEM_MOVES",
    "REOPEN",
    "START",
    "SUBMIT",
    "TASK_MOVES",
    "Gap",
    "disagreements",
    "gaps",
    "is_inspecting",
    "item_open",
    "kinds_of_findings",
    "may_inspect",
    "unanswered",
]
