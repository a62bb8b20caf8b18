"""Whose hand a task is in (notice 二(四), domain.md 5.3)."""

from typing import TYPE_CHECKING

from accounts.roles import Role
from core.people import User

if TYPE_CHECKING:
    from inspections.models import GroupMember, Task


def is_inspecting(task: "Task", by: User) -> bool:
    """Whether the person belongs to the bureau of the task's inspecting city (notice 二(四): it leads)."""
    return bool(by.role == Role.CITY_EM and by.organisation.division_id == task.inspecting_id)


def is_inspected(task: "Task", by: User) -> bool:
    """Whether the person belongs to the bureau of the inspected city."""
    return bool(by.role == Role.CITY_EM and by.organisation.division_id == task.inspected_id)


def only_inspecting(task: "Task", by: User) -> str | None:
    return None if is_inspecting(task, by) else "只有检查地区的应急管理局可以办理"


def hindrance_of(task: "Task", by: User) -> str | None:
    """Why the person takes no part in the inspection now: not in the group, or not declared yet; one query.

    Somebody who joined the group on its way declares first, as the others did before it set out (N43, N44).
    """
    member = task.members.of(by).first()
    return "只有检查组现有成员可以办理" if member is None else undeclared(member)


def undeclared(member: "GroupMember") -> str | None:
    """Why a member does not take part yet."""
    return None if member.declared_at else "您尚未作回避声明，不能参加检查，请先在「检查组」页面登记声明"


def may_inspect(task: "Task", by: User) -> bool:
    """Whether the person is in the task's group now: its leader or a member, whatever body sent him (N43, N44)."""
    return task.members.of(by).exists()
