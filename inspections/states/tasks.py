"""Moves of a task (domain.md 5.3)."""

from typing import TYPE_CHECKING

from accounts.roles import Role
from core.people import User
from core.transitions import Transition
from inspections.choices import TaskState
from inspections.permissions import InspectionPermission

if TYPE_CHECKING:
    from inspections.models import Task


def is_inspecting(task: "Task", by: User) -> bool:
    """Whether the person belongs to the bureau of the task's inspecting city (notice 二(四): it leads)."""
    return bool(by.role == Role.CITY_EM and by.organisation.division_id == task.inspecting_id)


def only_inspecting(task: "Task", by: User) -> str | None:
    return None if is_inspecting(task, by) else "只有检查地区的应急管理局可以办理"


START = Transition(
    name="start",
    sources=frozenset({TaskState.CREATED, TaskState.PLAN_AGREED, TaskState.GROUP_READY}),
    target=TaskState.IN_PROGRESS,
    permission=InspectionPermission.INSPECTION_WRITE,
    label="开始检查",
    action="inspection.started",
    clause="notice 二(四)",
    guard=only_inspecting,
)
START_MOVES = (START,)
