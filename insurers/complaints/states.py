"""The life of a complaint (domain.md 5.2; AQ 9010, chapter 6)."""

from collections.abc import Iterable
from typing import Final

from core.transitions import Guard, Transition
from insurers.complaints.choices import RUNNING, ComplaintState
from insurers.complaints.guards import only_insurer, only_second_person
from insurers.complaints.permissions import ComplaintPermission


def _move(
    name: str, sources: Iterable[ComplaintState], target: ComplaintState, label: str, guard: Guard = only_insurer
) -> Transition:
    return Transition(
        name=name,
        sources=frozenset(sources),
        target=target,
        permission=ComplaintPermission.COMPLAINT_WRITE,
        label=label,
        action=f"complaint.{name}",
        clause="AQ 9010 6",
        guard=guard,
    )


#: The next of the normal way first: the page offers them in this order.
COMPLAINT_MOVES: Final = {
    move.name: move
    for move in (
        _move("answer", RUNNING, ComplaintState.ANSWERED, "答复"),
        _move("close", {ComplaintState.ANSWERED}, ComplaintState.CLOSED, "办结"),
        _move("further", {ComplaintState.OPEN}, ComplaintState.FURTHER, "转为复杂事项"),
        _move("extend", {ComplaintState.FURTHER}, ComplaintState.EXTENDED, "批准延期", only_second_person),
    )
}
