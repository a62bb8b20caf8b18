"""The life of a complaint (domain.md 5.2; AQ 9010, chapter 6)."""

from typing import Any, Final

from core.transitions import Transition
from insurers.complaints.choices import ComplaintState as S
from insurers.complaints.permissions import ComplaintPermission


def own_insurer(complaint: Any, by: Any) -> str | None:
    own = by.organisation_id == complaint.policy.insurer_id
    return None if own else "只有被投诉的保险机构可以办理"


def second_person(complaint: Any, by: Any) -> str | None:
    if complaint.extension_asked_by_id is None:
        return "请先由经办人提出延期申请"
    if complaint.extension_asked_by_id == by.pk:
        return "延期须由另一名人员批准，申请人本人不能批准"
    return own_insurer(complaint, by)


def _move(name: str, sources: set[S], target: S, label: str, guard: Any = own_insurer) -> Transition:
    return Transition(
        name=name, sources=frozenset(sources), target=target, permission=ComplaintPermission.COMPLAINT_WRITE, label=label,
        action=f"complaint.{name}", clause="AQ 9010 6", guard=guard,
    )  # fmt: skip


COMPLAINT_MOVES: Final = {
    move.name: move
    for move in (
        _move("further", {S.OPEN}, S.FURTHER, "转为复杂事项"),
        _move("extend", {S.FURTHER}, S.EXTENDED, "批准延期", second_person),
        _move("answer", {S.OPEN, S.FURTHER, S.EXTENDED}, S.ANSWERED, "答复"),
        _move("close", {S.ANSWERED}, S.CLOSED, "办结"),
    )
}
