"""Whose hand a task is in (notice 二(四), domain.md 5.3)."""

from typing import TYPE_CHECKING

from accounts.roles import Role
from core.people import User

if TYPE_CHECKING:
    from inspections.models import Item, Task


def is_inspecting(task: "Task", by: User) -> bool:
    """Whether the person belongs to the bureau of the task's inspecting city (notice 二(四): it leads)."""
    return bool(by.role == Role.CITY_EM and by.organisation.division_id == task.inspecting_id)


def is_inspected(task: "Task", by: User) -> bool:
    """Whether the person belongs to the bureau of the inspected city."""
    return bool(by.role == Role.CITY_EM and by.organisation.division_id == task.inspected_id)


def only_inspecting(task: "Task", by: User) -> str | None:
    return None if is_inspecting(task, by) else "只有检查地区的应急管理局可以办理"


def keeps_away(item: "Item", by: User) -> bool:
    """Whether the person, in the group, has declared to keep away from the inspected of the form (回避)."""
    code = item.enterprise.uscc if hasattr(item, "enterprise") else item.insurer.code
    return item.task.members.current().filter(user=by.pk, recusals__code=code).exists()


def may_inspect(task: "Task", by: User) -> bool:
    """Whether the person is in the task's group now: its leader or a member, whatever body sent him (N43, N44)."""
    return by.is_active and task.members.current().filter(user=by.pk).exists()
