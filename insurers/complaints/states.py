"""The life of a complaint (domain.md 5.2; AQ 9010, chapter 6)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from accounts.models import User
from accounts.permissions import Permission
from core.transitions import Guard, Transition
from insurers.complaints.choices import RUNNING, ComplaintState

if TYPE_CHECKING:
    from insurers.complaints.models import Complaint


def own_insurer(complaint: "Complaint", by: User) -> str | None:
    own = by.organisation_id == complaint.policy.insurer_id
    return None if own else "只有被投诉的保险机构可以办理"


def second_person(complaint: "Complaint", by: User) -> str | None:
    if complaint.extension_asked_by_id is None:
        return "请先由经办人提出延期申请"
    if complaint.extension_asked_by_id == by.pk:
        return "延期须由另一名人员批准，申请人本人不能批准"
    return own_insurer(complaint, by)


def _move(
    name: str, sources: Iterable[ComplaintState], target: ComplaintState, label: str, guard: Guard = own_insurer
) -> Transition:
    return Transition(
        name=name,
        sources=frozenset(sources),
        target=target,
        permission=Permission.COMPLAINT_WRITE,
        label=label,
        action=f"complaint.{name}",
        clause="AQ 9010 6",
        guard=guard,
    )


COMPLAINT_MOVES: Final = {
    move.name: move
    for move in (
        _move("further", {ComplaintState.OPEN}, ComplaintState.FURTHER, "转为复杂事项"),
        _move("extend", {ComplaintState.FURTHER}, ComplaintState.EXTENDED, "批准延期", second_person),
        _move("answer", RUNNING, ComplaintState.ANSWERED, "答复"),
        _move("close", {ComplaintState.ANSWERED}, ComplaintState.CLOSED, "办结"),
    )
}
