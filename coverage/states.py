"""Transitions of a case against an uninsured enterprise (work-safety law, articles 51 and 109)."""

from typing import TYPE_CHECKING

from core.people import User
from core.transitions import Transition, refuse_first_person
from coverage.choices import CaseState, FineState
from coverage.permissions import CoveragePermission

if TYPE_CHECKING:
    from coverage.models import GapFine

ORDER = Transition(
    name="order",
    sources=frozenset({CaseState.OPENED}),
    target=CaseState.ORDERED,
    permission=CoveragePermission.GAP_CASE_WRITE,
    label="责令限期投保",
    action="gap-case.ordered",
    clause="law 109",
)

FINE = Transition(
    name="fine",
    sources=frozenset({CaseState.ORDERED, CaseState.FEEDBACK, CaseState.FINED}),
    target=CaseState.FINED,
    permission=CoveragePermission.GAP_CASE_WRITE,
    label="作出罚款决定",
    action="gap-case.fined",
    clause="law 109",
)

ANSWER = Transition(
    name="answer",
    sources=frozenset({CaseState.ORDERED, CaseState.FINED}),
    target=CaseState.FEEDBACK,
    permission=CoveragePermission.GAP_CASE_WRITE,
    label="登记企业反馈",
    action="gap-case.answered",
    clause="domain 2.2",
)

CLOSE = Transition(
    name="close",
    sources=frozenset({CaseState.OPENED, CaseState.ORDERED, CaseState.FINED, CaseState.FEEDBACK}),
    target=CaseState.CLOSED,
    permission=CoveragePermission.GAP_CASE_WRITE,
    label="结案",
    action="gap-case.closed",
    clause="domain 2.2",
)

#: The next of the normal way first: a fine is no first button.
CASE_MOVES = (ORDER, ANSWER, CLOSE, FINE)


def only_second_person(fine: "GapFine", by: User) -> str | None:
    """Four eyes: decided in the bureau that proposed it, by somebody else."""
    if fine.proposed_by.organisation_id != by.organisation_id:
        return f"该罚款由「{fine.proposed_by.organisation}」提出，请由该单位审批"
    return refuse_first_person(fine.proposed_by_id, by, "审批罚款")


APPROVE_FINE = Transition(
    name="approve",
    sources=frozenset({FineState.PROPOSED}),
    target=FineState.DECIDED,
    permission=CoveragePermission.GAP_CASE_WRITE,
    label="批准罚款",
    action="gap-fine.approved",
    clause="law 109",
    guard=only_second_person,
)

REFUSE_FINE = Transition(
    name="refuse",
    sources=frozenset({FineState.PROPOSED}),
    target=FineState.REFUSED,
    permission=CoveragePermission.GAP_CASE_WRITE,
    label="不予批准",
    action="gap-fine.refused",
    clause="law 109",
    guard=only_second_person,
)

FINE_MOVES = (APPROVE_FINE, REFUSE_FINE)
