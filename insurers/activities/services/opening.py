"""The door through which one service is written to."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from accounts.models import User
from core import writing
from insurers.activities.models import Activity


def open_service(
    activity: Activity, permission: str, step: str, by: User, at: datetime, related: Sequence[str] = ()
) -> AbstractContextManager[Activity]:
    return writing.open_row(activity, by=by, permission=permission, at=at, step=step, related=related)
