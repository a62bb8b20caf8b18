"""Transitions of a case against an uninsured enterprise (work-safety law, articles 51 and 109)."""

from core.transitions import Transition
from coverage.choices import CaseState
from coverage.permissions import CoveragePermission

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
    sources=frozenset({CaseState.ORDERED}),
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
    sources=frozenset({CaseState.OPENED, CaseState.FEEDBACK}),
    target=CaseState.CLOSED,
    permission=CoveragePermission.GAP_CASE_WRITE,
    label="结案",
    action="gap-case.closed",
    clause="domain 2.2",
)

#: The next of the normal way first: a fine is no first button.
CASE_MOVES = (ORDER, ANSWER, FINE, CLOSE)
