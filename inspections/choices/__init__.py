"""Stable codes of cross-inspection (contract: codes.csv; domain.md 4.9); official labels are Chinese."""

from inspections.choices.draws import AdditionState, DrawState, RosterKind, SeedSource, SignaturePart
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
from inspections.choices.groups import MemberRole
from inspections.choices.items import Conformity, InsuredState, ItemState, PhotoSlot, Violation
from inspections.choices.pairing import PairingOrigin, PairingState
from inspections.choices.plans import Method, PlanState, Sampling
from inspections.choices.tasks import TaskState

__all__ = [
    "UNCHECKED",
    "UNVERIFIED",
    "AdditionState",
    "Conformity",
    "Disposition",
    "DrawState",
    "FindingKind",
    "FindingState",
    "FindingSubject",
    "InsuredState",
    "ItemState",
    "LawArticle",
    "MemberRole",
    "Method",
    "ObjectionResult",
    "PairingOrigin",
    "PairingState",
    "PhotoSlot",
    "PlanState",
    "RosterKind",
    "Sampling",
    "SeedSource",
    "SignaturePart",
    "TaskState",
    "Violation",
    "articles",
]
