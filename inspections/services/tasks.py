"""The life of a task: it begins."""

from datetime import datetime

from accounts.models import User
from core.transitions import fire
from core.writing import open_ledger
from inspections import states
from inspections.models import Task
from inspections.permissions import InspectionPermission


def start_inspection(*, task: Task, by: User, at: datetime) -> Task:
    """The inspecting city begins; from here on it may draw enterprises and insurers. Raises NotAllowed, Refused."""
    with open_ledger(Task, task, by=by, permission=InspectionPermission.INSPECTION_WRITE, at=at, step="start", on=task):
        started: Task = fire(states.START, task, by=by, at=at, started_at=at, started_by=by)
    return started
