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


def alone_in_its_year(table: "PairingTable", _by: User) -> str | None:
    """A year has one table that is proposed, approved or published; others of the year stay drafts."""
    other = type(table)._default_manager.settling().filter(year=table.year).exclude(pk=table.pk).first()
    if other is None:
        return None
    return (
        f"{table.year}年度另有一张分组表，现为「{other.get_state_display()}」，同一年度只能有一张；"
        "如需改用本表，请先将那一张退回修改"
    )


PROPOSE = Transition(
    name="propose",
    sources=frozenset({PairingState.DRAFT}),
    target=PairingState.PROPOSED,
    permission=InspectionPermission.PAIRING_PREPARE,
    label="提交审批",
    action="inspection.pairing-proposed",
    clause=CLAUSE,
    guard=alone_in_its_year,
)
#: One that was approved may be returned, too, as long as it is not published.
RETURN_TABLE = Transition(
    name="return",
    sources=frozenset({PairingState.PROPOSED, PairingState.APPROVED}),
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
