"""What must be true of the sight that inspections gave: no open grant without its running task and its member."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from accounts.grants import grant_models
from core.integrity import Found
from inspections.models import GroupMember, Task
from inspections.services.sight import OPEN


def stray_grants() -> Iterator[Found]:
    """Open grants of this room's tasks whose task is over, or whose person is in the group no more (issue: orphans 0)."""
    running = Task.objects.filter(no=OuterRef("source"), state__in=OPEN)
    members = GroupMember.objects.current().filter(task__no=OuterRef("source"), user=OuterRef("user"))
    for kind in grant_models():
        astray = kind.objects.open().filter(~Q(Exists(running)) | ~Q(Exists(members)))
        for grant in astray.order_by("pk"):
            yield Found(kind._meta.db_table, grant.pk, f"open for {grant.source} without a running task and a member")
