"""What the page of a task says comes next, and whose turn it is."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from inspections.choices import DrawState, TaskState
from inspections.models import Draw, Task
from inspections.words import drawing

#: States of a task whose list is still empty because the inspection has not begun.
UNBEGUN: Final = frozenset(
    {TaskState.CREATED, TaskState.PLAN_DRAFT, TaskState.PLAN_SENT, TaskState.PLAN_AGREED, TaskState.GROUP_READY}
)


def early(task: Task, today: date) -> str:
    """That the start would be before the days both cities agreed to; nothing where it would not."""
    plan = task.plans.agreed().first() if task.state == TaskState.GROUP_READY else None
    if plan is None or today >= plan.starts_on:
        return ""
    return _("The agreed days of inspection begin on %(day)s.") % {"day": plan.starts_on}


def next_step(task: Task, draw: Draw | None) -> str:
    """The next step from the agreed plan to the start; nothing before and after, where the page itself says it."""
    city = {"city": task.inspecting.name}
    if task.state == TaskState.PLAN_AGREED:
        return _("The plan is agreed: %(city)s enters the members and their recusals and forms the group.") % city
    if task.state == TaskState.IN_PROGRESS and (draw is None or draw.state != DrawState.DRAWN):
        return f"{_('The inspection runs without a draw.')}{drawing.next_step(task, draw)}"
    if task.state != TaskState.GROUP_READY:
        return ""
    if draw is not None and draw.state == DrawState.DRAWN:
        return _("The objects are drawn: they are listed once %(city)s starts the inspection.") % city
    return drawing.next_step(task, draw)
