"""Transition tables of cross-inspection, by what they move (domain.md 5.3)."""

from inspections.states.items import ITEM_MOVES, REOPEN, SUBMIT, item_open, unanswered
from inspections.states.tasks import START, TASK_MOVES, is_inspecting

__all__ = ["ITEM_MOVES", "REOPEN", "START", "SUBMIT", "TASK_MOVES", "is_inspecting", "item_open", "unanswered"]
