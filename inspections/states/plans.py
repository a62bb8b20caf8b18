"""Moves of a joint plan (notice 二(四), N46; domain.md 5.3): the version's own, and those of a task that has not begun.

The inspecting city drafts and sends, the inspected city agrees or returns; neither can do the other's part. A task that
runs already may get its plan late: then the version moves alone.
"""

from typing import TYPE_CHECKING

from accounts.roles import Role
from core.people import User
from core.transitions import Transition
from inspections.choices import PlanState, TaskState
from inspections.permissions import InspectionPermission
from inspections.states.tasks import only_inspecting

if TYPE_CHECKING:
    from inspections.models import PlanVersion, Task

CLAUSE = "notice 二(四)"


def is_inspected(task: "Task", by: User) -> bool:
    """Whether the person belongs to the bureau of the task's inspected city."""
    return bool(by.role == Role.CITY_EM and by.organisation.division_id == task.inspected_id)


def only_inspected(task: "Task", by: User) -> str | None:
    return None if is_inspected(task, by) else "只有被检查地区的应急管理局可以答复方案"


def of_inspecting(plan: "PlanVersion", by: User) -> str | None:
    return only_inspecting(plan.task, by)


def of_inspected(plan: "PlanVersion", by: User) -> str | None:
    return only_inspected(plan.task, by)


SEND = Transition(
    name="send",
    sources=frozenset({PlanState.DRAFT}),
    target=PlanState.SENT,
    permission=InspectionPermission.PLAN_WRITE,
    label="发送被检查地区",
    action="inspection.plan-sent",
    clause=CLAUSE,
    guard=of_inspecting,
)
AGREE = Transition(
    name="agree",
    sources=frozenset({PlanState.SENT}),
    target=PlanState.AGREED,
    permission=InspectionPermission.PLAN_AGREE,
    label="同意方案",
    action="inspection.plan-agreed",
    clause=CLAUSE,
    guard=of_inspected,
)
RETURN_PLAN = Transition(
    name="return",
    sources=frozenset({PlanState.SENT}),
    target=PlanState.RETURNED,
    permission=InspectionPermission.PLAN_AGREE,
    label="退回修改",
    action="inspection.plan-returned",
    clause=CLAUSE,
    guard=of_inspected,
)
PLAN_MOVES = (SEND, AGREE, RETURN_PLAN)


def _of_task(name: str, source: str, target: str, permission: InspectionPermission, label: str) -> Transition:
    """A move of the task that goes with one of its plan."""
    guard = only_inspecting if permission == InspectionPermission.PLAN_WRITE else only_inspected
    return Transition(
        name=name,
        sources=frozenset({source}),
        target=target,
        permission=permission,
        label=label,
        action="inspection.task-moved",
        clause="domain.md 5.3",
        guard=guard,
    )


DRAFT_OF_TASK = _of_task(
    "draft-plan", TaskState.CREATED, TaskState.PLAN_DRAFT, InspectionPermission.PLAN_WRITE, "起草方案"
)
SEND_OF_TASK = _of_task(
    "send-plan", TaskState.PLAN_DRAFT, TaskState.PLAN_SENT, InspectionPermission.PLAN_WRITE, "发送方案"
)
RETURN_OF_TASK = _of_task(
    "return-plan", TaskState.PLAN_SENT, TaskState.PLAN_DRAFT, InspectionPermission.PLAN_AGREE, "退回方案"
)
AGREE_OF_TASK = _of_task(
    "agree-plan", TaskState.PLAN_SENT, TaskState.PLAN_AGREED, InspectionPermission.PLAN_AGREE, "同意方案"
)
#: The part of the table of tasks that the plan moves.
PLAN_MOVES_OF_TASK = (DRAFT_OF_TASK, SEND_OF_TASK, RETURN_OF_TASK, AGREE_OF_TASK)
#: States in which the task moves with its plan.
PLANNING = frozenset(move.target for move in PLAN_MOVES_OF_TASK) | {TaskState.CREATED}
#: States in which a late plan can still be written.
PLANLESS = frozenset({TaskState.GROUP_READY, TaskState.IN_PROGRESS})
