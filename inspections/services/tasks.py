"""A task sets out."""

from datetime import datetime

from accounts.models import User
from core import clock
from core.transitions import fire
from core.writing import open_ledger
from inspections import states
from inspections.models import Task
from inspections.permissions import InspectionPermission
from inspections.services.draws import add_drawn


def start_inspection(*, task: Task, by: User, at: datetime) -> Task:
    """The group sets out: what was drawn is on its list and in its sight from here on. Raises NotAllowed, Refused."""
    with open_ledger(Task, task, by=by, permission=InspectionPermission.INSPECTION_WRITE, at=at, step="start", on=task):
        started: Task = fire(states.START, task, by=by, at=at, started_at=at, started_by=by)
        add_drawn(task=started, by=by, today=clock.day_of(at), at=at)
    return started
