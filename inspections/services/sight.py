"""What the group may see of the inspected city: what was drawn, for as long as the task goes on (domain.md 1.5)."""

from datetime import datetime

from accounts.choices import GrantEnd
from accounts.grants import RECEIVING
from accounts.models import OrganisationGrant, User
from accounts.services.grants import end_sight, give_sight
from core import walls
from enterprises.models import Enterprise, EnterpriseGrant
from inspections.choices import TaskState
from inspections.models import GroupMember, Task

#: From the start until the task is complete (domain.md 1.5).
OPEN = frozenset({TaskState.IN_PROGRESS, TaskState.FEEDBACK, TaskState.ROUTED, TaskState.RECTIFY_TRACK})


def give_group_sight(*, task: Task, by: User, at: datetime) -> None:
    """Everybody in the group sees everything on the list; what is given already stays. Before the start nothing."""
    if task.state not in OPEN:
        return
    people = [one.user for one in current_members(task) if one.user is not None and one.user.role in RECEIVING]
    with walls.aside("the firms on the list, for the grants of those who inspect them"):
        firms = list(Enterprise.objects.filter(pk__in=task.inspectedenterprises.values("enterprise")))
    insurers = [item.insurer for item in task.inspectedinsurers.select_related("insurer")]
    until = task.campaign.ends_on
    give_sight(EnterpriseGrant, firms, to=people, source=task.no, until=until, by=by, at=at)
    give_sight(OrganisationGrant, insurers, to=people, source=task.no, until=until, by=by, at=at, city=task.inspected)


def current_members(task: Task) -> list[GroupMember]:
    return list(task.members.current().select_related("user__organisation"))


def end_group_sight(*, task: Task, by: User, at: datetime) -> None:
    """The task is complete: nobody of the group sees anything there any more. Called by what completes the task."""
    end_sight(source=task.no, why=GrantEnd.TASK, by=by, at=at)
