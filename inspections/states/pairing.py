"""Moves of a pairing table: one person of the province proposes, another approves, then it is published."""

from typing import TYPE_CHECKING

from core.people import User
from core.transitions import Transition, refuse_first_person
from inspections.choices import PairingState
from inspections.permissions import InspectionPermission

if TYPE_CHECKING:
    from inspections.models import PairingTable

CLAUSE = "notice 二(四)"


def by_another(table: "PairingTable", by: User) -> str | None:
    """Neither who proposed the table nor who last changed it answers for it."""
    for first in (table.proposed_by_id, table.changed_by_id):
        refused = refuse_first_person(first, by, "审批分组表")
        if refused:
            return refused
    return None


PROPOSE = Transition(
    name="propose",
    sources=frozenset({PairingState.DRAFT}),
    target=PairingState.PROPOSED,
    permission=InspectionPermission.PAIRING_PREPARE,
    label="提交审批",
    action="inspection.pairing-proposed",
    clause=CLAUSE,
)
RETURN_TABLE = Transition(
    name="return",
    sources=frozenset({PairingState.PROPOSED}),
    target=PairingState.DRAFT,
    permission=InspectionPermission.PAIRING_APPROVE,
    label="退回修改",
    action="inspection.pairing-returned",
    clause=CLAUSE,
    guard=by_another,
)
APPROVE = Transition(
    name="approve",
    sources=frozenset({PairingState.PROPOSED}),
    target=PairingState.APPROVED,
    permission=InspectionPermission.PAIRING_APPROVE,
    label="审批通过",
    action="inspection.pairing-approved",
    clause=CLAUSE,
    guard=by_another,
)
PUBLISH = Transition(
    name="publish",
    sources=frozenset({PairingState.APPROVED}),
    target=PairingState.PUBLISHED,
    permission=InspectionPermission.PAIRING_PREPARE,
    label="发布分组表",
    action="inspection.pairing-published",
    clause=CLAUSE,
)
PAIRING_MOVES = (PROPOSE, RETURN_TABLE, APPROVE, PUBLISH)
