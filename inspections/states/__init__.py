"""Transition tables of cross-inspection, by what they move (domain.md 5.3)."""

from inspections.states.ends import COMPLETE, END_MOVES, GIVE_FEEDBACK, RECEIPT, ROUTE, TRACK, leads, only_leader
from inspections.states.findings import (
    AMEND,
    FINDING_MOVES,
    OBJECT,
    RECEIVE,
    REVOKE,
    ROUTE_ONE,
    SETTLE,
    UPHOLD,
    is_inspected,
    only_receiver,
)
from inspections.states.items import ITEM_MOVES, REOPEN, SUBMIT, item_open, unanswered
from inspections.states.tasks import START, START_MOVES, is_inspecting

#: The whole life of a task.
TASK_MOVES = (*START_MOVES, *END_MOVES)

__all__ = [
    "AMEND",
    "COMPLETE",
    "END_MOVES",
    "FINDING_MOVES",
    "GIVE_FEEDBACK",
    "ITEM_MOVES",
    "OBJECT",
    "RECEIPT",
    "RECEIVE",
    "REOPEN",
    "REVOKE",
    "ROUTE",
    "ROUTE_ONE",
    "SETTLE",
    "START",
    "START_MOVES",
    "SUBMIT",
    "TASK_MOVES",
    "TRACK",
    "UPHOLD",
    "is_inspected",
    "is_inspecting",
    "item_open",
    "leads",
    "only_leader",
    "only_receiver",
    "unanswered",
]
