"""The life of a question to an insurer: asked or not, answered once, accepted or taken further (N42)."""

from typing import TYPE_CHECKING, Final

from core.people import User
from core.transitions import Transition
from crosschecks.choices import InquiryState
from crosschecks.permissions import QuestionPermission

if TYPE_CHECKING:
    from crosschecks.models import Inquiry

S, P = InquiryState, QuestionPermission


def only_insurer(inquiry: "Inquiry", by: User) -> str | None:
    """The insurer itself, or its branch of the place."""
    return None if by.works_for_id == inquiry.insurer_id else "只有被提问的保险机构可以答复"


ANSWER: Final = Transition(
    name="answer",
    sources=frozenset({S.ASKED}),
    target=S.ANSWERED,
    permission=P.QUESTION_ANSWER,
    label="答复",
    action="question.answered",
    clause="N42",
    guard=only_insurer,
)
ACCEPT: Final = Transition(
    name="accept",
    sources=frozenset({S.ANSWERED}),
    target=S.ACCEPTED,
    permission=P.QUESTION_SETTLE,
    label="采纳答复",
    action="question.accepted",
    clause="N42",
)
FURTHER: Final = Transition(
    name="further",
    sources=frozenset({S.ASKED, S.ANSWERED}),
    target=S.FURTHER,
    permission=P.QUESTION_SETTLE,
    label="转入办理",
    action="question.further",
    clause="N41, N42",
)
#: The next of the normal way first.
QUESTION_MOVES: Final = {move.name: move for move in (ANSWER, ACCEPT, FURTHER)}
