"""The later moves of a task: comments, handing over, tracking, completion (domain.md 5.3)."""

from typing import TYPE_CHECKING

from core.people import User
from core.transitions import Transition
from inspections.choices import AdditionState, ItemState, TaskState
from inspections.permissions import InspectionPermission
from inspections.states.tasks import is_inspecting, undeclared

if TYPE_CHECKING:
    from inspections.models import Task


def only_leader(task: "Task", by: User) -> str | None:
    """The group's leader, or the lead of the bureau, answers for the inspection (domain.md 5.3); one query.

    A leader who took over on the way has declared from whom he keeps away.
    """
    is_own = is_inspecting(task, by)
    member = task.members.of(by).first() if is_own else None
    if not is_own or not (by.is_lead or (member is not None and member.is_leader)):
        return "只有检查组组长或者检查地区应急管理局的负责人可以办理"
    return None if member is None else undeclared(member)


def all_submitted(task: "Task", by: User) -> str | None:
    """The comments rest on forms that are submitted, every one, and on a list that waits for nobody's consent."""
    if refused := only_leader(task, by):
        return refused
    forms = (task.inspectedenterprises, task.inspectedinsurers)
    drafts = sum(rows.filter(state=ItemState.DRAFT).count() for rows in forms)
    if drafts:
        return f"还有 {drafts} 份检查表未提交，请先提交或者移出名单"
    if not any(rows.exists() for rows in forms):
        return "尚无检查表，不能出具反馈意见"
    waiting = sum(draw.additions.filter(state=AdditionState.PROPOSED).count() for draw in task.draws.all())
    return f"尚有 {waiting} 项人工增加待被检查地区答复，答复后再出具反馈意见" if waiting else None


def no_objection_open(task: "Task", by: User) -> str | None:
    if refused := only_leader(task, by):
        return refused
    waiting = task.findings.objected().count()
    return f"还有 {waiting} 项问题的异议未处理，请先作出处理决定" if waiting else None


def all_routed(task: "Task", by: User) -> str | None:
    """Complete once nothing is left to be handed over; what authorities do is tracked on."""
    if refused := only_leader(task, by):
        return refused
    left = task.findings.unrouted().count()
    return f"还有 {left} 项问题未移交，不能办结任务" if left else None


GIVE_FEEDBACK = Transition(
    name="feedback",
    sources=frozenset({TaskState.IN_PROGRESS}),
    target=TaskState.FEEDBACK,
    permission=InspectionPermission.FINDING_ROUTE,
    label="出具反馈意见",
    action="inspection.comments-given",
    clause="notice 二(四)",
    guard=all_submitted,
)
ROUTE = Transition(
    name="route",
    sources=frozenset({TaskState.FEEDBACK}),
    target=TaskState.ROUTED,
    permission=InspectionPermission.FINDING_ROUTE,
    label="移交问题",
    action="inspection.handed-over",
    clause="N39",
    guard=no_objection_open,
)
TRACK = Transition(
    name="track",
    sources=frozenset({TaskState.ROUTED}),
    target=TaskState.RECTIFY_TRACK,
    permission=InspectionPermission.FINDING_ROUTE,
    label="转入整改处置跟踪",
    action="inspection.tracked",
    clause="domain 5.3",
    guard=only_leader,
)
#: The first authority that signs for its letter lets the tracking begin by itself.
RECEIPT = Transition(
    name="receipt",
    sources=frozenset({TaskState.ROUTED}),
    target=TaskState.RECTIFY_TRACK,
    permission=InspectionPermission.FINDING_SETTLE,
    label="签收移交函",
    action="inspection.tracked",
    clause="domain 5.3",
)
COMPLETE = Transition(
    name="complete",
    sources=frozenset({TaskState.RECTIFY_TRACK}),
    target=TaskState.COMPLETED,
    permission=InspectionPermission.FINDING_ROUTE,
    label="办结任务",
    action="inspection.completed",
    clause="domain 5.3",
    guard=all_routed,
)
END_MOVES = (GIVE_FEEDBACK, ROUTE, TRACK, RECEIPT, COMPLETE)
