"""Regulators that were invited into a group and have entered nobody yet (N44)."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core.contributions.desk import Desk, Todo
from core.views.addresses import address
from inspections.choices import TaskState
from inspections.models import GroupInvitation, GroupMember
from inspections.permissions import InspectionPermission
from inspections.todos.plans import due_of

SHOWN: Final = 5


def work(desk: Desk) -> Iterator[Todo]:
    """A line for each invitation that nobody followed; nothing for the bureaus, which invite."""
    body = desk.user.organisation_id
    if not desk.user.may(InspectionPermission.GROUP_JOIN):
        return
    entered = GroupMember.objects.filter(task=OuterRef("task"), body=body)
    rows = GroupInvitation.objects.visible_to(desk.user).filter(~Exists(entered), body=body)
    still = rows.exclude(task__state=TaskState.COMPLETED).select_related("task__campaign", "task__inspecting")
    for one in still.order_by("pk")[:SHOWN]:
        title = _("Group of %(city)s: invited to enter people") % {"city": one.task.inspecting.name}
        url = address("inspections:group-detail", one.task_id)
        yield desk.line(_("Cross-inspection"), title, one.task.no, url, _("Enter a member"), due_of(one.task, desk))
