"""Stable codes of cross-inspection (contract: codes.csv; domain.md 4.9); official labels are Chinese."""

from inspections.choices.findings import (
    UNCHECKED,
    UNVERIFIED,
    Disposition,
    FindingKind,
    FindingState,
    FindingSubject,
    LawArticle,
    ObjectionResult,
    articles,
)
from inspections.choices.items import Conformity, InsuredState, ItemState, Violation
from inspections.choices.tasks import TaskState

__all__ = [
    "UNCHECKED",
    "UNVERIFIED",
    "Conformity",
    "Disposition",
    "FindingKind",
    "FindingState",
    "FindingSubject",
    "InsuredState",
    "ItemState",
    "LawArticle",
    "ObjectionResult",
    "TaskState",
    "Violation",
    "articles",
]
