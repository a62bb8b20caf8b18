"""Moves of a task about its group: it is formed, and sets out (domain.md 5.3)."""

from typing import TYPE_CHECKING, Final

from core.people import User
from core.transitions import Transition
from inspections.choices import DrawState, MemberRole, TaskState
from inspections.permissions import InspectionPermission
from inspections.states.tasks import only_inspecting

if TYPE_CHECKING:
    from inspections.models import GroupMember, Task

#: So many officials with a certificate at least (domain.md 4.9, group; 行政处罚法 第四十二条: two officers).
LEAST_OFFICIALS: Final = 2


def is_official(member: "GroupMember") -> bool:
    """Whether somebody counts among the officials with a certificate."""
    return member.role != MemberRole.EXPERT and bool(member.certificate_no)


def complete(task: "Task", by: User) -> str | None:
    """A group needs its leader, two officials with certificates, and everybody's declaration."""
    if refused := only_inspecting(task, by):
        return refused
    current = task.members.current()
    if not current.filter(is_leader=True).exists():
        return "检查组还没有组长，请由检查地区的应急管理局指定一名组长"
    officials = sum(is_official(one) for one in current)
    if officials < LEAST_OFFICIALS:
        return f"持执法证的检查人员至少 {LEAST_OFFICIALS} 名，现为 {officials} 名，请补充人员或填写执法证号"
    silent = list(current.filter(declared_at=None).values_list("name", flat=True))
    return f"「{'、'.join(silent)}」尚未作回避声明，请先登记声明" if silent else None


def ready(task: "Task", by: User) -> str | None:
    """A group sets out to what was drawn: nobody chooses on the way whom to visit."""
    if refused := complete(task, by):
        return refused
    if task.draws.filter(state=DrawState.DRAWN).exists():
        return None
    return f"尚未抽取检查对象，请先由{task.inspected}固定名册、公开产生种子并抽取，再开始检查"


#: A task may set out without a plan, which its pages say; a plan can be added later.
FORM_GROUP: Final = Transition(
    name="form-group",
    sources=frozenset({TaskState.CREATED, TaskState.PLAN_AGREED}),
    target=TaskState.GROUP_READY,
    permission=InspectionPermission.GROUP_WRITE,
    label="成立检查组",
    action="inspection.group-formed",
    clause="notice 二(四)",
    guard=complete,
)
START: Final = Transition(
    name="start",
    sources=frozenset({TaskState.GROUP_READY}),
    target=TaskState.IN_PROGRESS,
    permission=InspectionPermission.INSPECTION_WRITE,
    label="开始检查",
    action="inspection.started",
    clause="notice 二(四)",
    guard=ready,
)
GROUP_MOVES: Final = (FORM_GROUP, START)
