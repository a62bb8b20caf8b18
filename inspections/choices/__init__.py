"""Stable codes of cross-inspection (contract: codes.csv; domain.md 4.9); official labels are Chinese."""

from inspections.choices.findings import FindingKind, FindingSubject
from inspections.choices.items import Conformity, InsuredState, ItemState, PhotoSlot, Violation
from inspections.choices.tasks import TaskState

__all__ = [
    "Conformity",
    "FindingKind",
    "FindingSubject",
    "InsuredState",
    "ItemState",
    "PhotoSlot",
    "TaskState",
    "Violation",
]
