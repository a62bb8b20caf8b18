"""Moves of a finding: objection and decision, handing over, receipt, settlement (domain.md 4.9, 5.3)."""

from typing import TYPE_CHECKING

from accounts.roles import Role
from core.people import User
from core.transitions import Transition
from inspections.choices import FindingState, TaskState
from inspections.permissions import InspectionPermission
from inspections.rules import may_settle
from inspections.states.ends import only_leader
from inspections.states.tasks import is_inspecting

if TYPE_CHECKING:
    from inspections.models import Finding, Task


def is_inspected(task: "Task", by: User) -> bool:
    """Whether the person belongs to the bureau of the inspected city."""
    return bool(by.role == Role.CITY_EM and by.organisation.division_id == task.inspected_id)


def may_object(finding: "Finding", by: User) -> str | None:
    """The inspected city, once it has the comments and before it answers them; each finding once."""
    task = finding.task
    if not is_inspected(task, by):
        return "只有被检查地区的应急管理局可以提出异议"
    if task.state != TaskState.FEEDBACK:
        return "反馈意见尚未出具或者问题已经移交，现在不能提出异议"
    if hasattr(finding, "objection"):
        return f"问题 {finding.no} 已提出过异议，不得重复提出"
    return None


def leader_hands_over(finding: "Finding", by: User) -> str | None:
    return only_leader(finding.task, by)


def leader_decides(finding: "Finding", by: User) -> str | None:
    """An objection is not decided by whoever recorded the finding; the lead of the bureau is the last instance."""
    if refused := only_leader(finding.task, by):
        return refused
    is_own = finding.recorded_by_id == by.pk and not by.is_lead
    return f"问题 {finding.no} 由本人记录，异议须由本局负责人处理" if is_own else None


def why_no_step(finding: "Finding", by: User) -> str:
    """Why the person sees no form for what waits: the objection's decision, or the objection; empty where he sees it."""
    if finding.state == FindingState.OBJECTED and is_inspecting(finding.task, by):
        return leader_decides(finding, by) or ""
    if finding.state == FindingState.RECORDED and is_inspected(finding.task, by):
        return may_object(finding, by) or ""
    return ""


def only_receiver(finding: "Finding", by: User) -> str | None:
    """The authority that the finding was handed over to; regulators insurers, departments everybody else."""
    routing = getattr(finding, "routing", None)
    if routing is None or (routing.taken_over_by_id or routing.handover.receiver_id) != by.organisation_id:
        receiver = f"「{routing.taken_over_by or routing.handover.receiver}」" if routing else "移交机关"
        return f"问题 {finding.no} 已移交{receiver}，只有该机关可以办理"
    if not may_settle(finding.subject, by.role):
        return f"{finding.get_subject_display()}的问题不由本机关处置"
    return None


def _decision(name: str, target: FindingState, label: str, action: str) -> Transition:
    return Transition(
        name=name,
        sources=frozenset({FindingState.OBJECTED}),
        target=target,
        permission=InspectionPermission.FINDING_ROUTE,
        label=label,
        action=action,
        clause="domain 4.9",
        guard=leader_decides,
    )


OBJECT = Transition(
    name="object",
    sources=frozenset({FindingState.RECORDED}),
    target=FindingState.OBJECTED,
    permission=InspectionPermission.FINDING_OBJECT,
    label="提出异议",
    action="inspection.finding-objected",
    clause="domain 5.3",
    guard=may_object,
)
UPHOLD = _decision("uphold", FindingState.RECORDED, "维持", "inspection.finding-upheld")
AMEND = _decision("amend", FindingState.RECORDED, "修改", "inspection.finding-amended")
REVOKE = _decision("revoke", FindingState.REVOKED, "撤销", "inspection.finding-revoked")
ROUTE_ONE = Transition(
    name="route",
    sources=frozenset({FindingState.RECORDED}),
    target=FindingState.ROUTED,
    permission=InspectionPermission.FINDING_ROUTE,
    label="移交",
    action="inspection.finding-routed",
    clause="N39",
    guard=leader_hands_over,
)
RECEIVE = Transition(
    name="receive",
    sources=frozenset({FindingState.ROUTED}),
    target=FindingState.RECEIVED,
    permission=InspectionPermission.FINDING_SETTLE,
    label="签收",
    action="inspection.finding-received",
    clause="domain 5.3",
    guard=only_receiver,
)
SETTLE = Transition(
    name="settle",
    sources=frozenset({FindingState.RECEIVED}),
    target=FindingState.SETTLED,
    permission=InspectionPermission.FINDING_SETTLE,
    label="办结",
    action="inspection.finding-settled",
    clause="law 109, 115",
    guard=only_receiver,
)
FINDING_MOVES = (OBJECT, UPHOLD, AMEND, REVOKE, ROUTE_ONE, RECEIVE, SETTLE)
