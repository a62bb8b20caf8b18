"""A filed service stands as it is: a correction is a service of its own, and one of the two holds (AQ 9010, 7.4).

What hangs on the corrected service goes along: its files, and the links that rooms above keep on it, which they
register here.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from accounts.models import User
from core import attachments
from insurers.activities.models import Activity
from insurers.activities.querysets import NOT_GIVEN

#: `follower(corrected, correction)` lets a link on the one be a link on the other, too.
Follower = Callable[[Activity, Activity], None]

_followers: Final[list[Follower]] = []


def follow(follower: Follower) -> None:
    _followers.append(follower)


def take_along(corrected: Activity, correction: Activity, *, by: User, at: datetime) -> None:
    """Let files and links of a service go with its correction. Raises NotAllowed, Refused."""
    attachments.hand_on(corrected, correction, by=by, at=at)
    for follower in _followers:
        follower(corrected, correction)


def corrections_of(activity: Activity) -> list[Activity]:
    """The corrections of a service, each of the one before it, the newest last."""
    found: list[Activity] = []
    row = activity
    while (later := Activity.objects.filter(detail__corrects=row).first()) is not None:
        found.append(later)
        row = later
    return found


def holding(activity: Activity) -> Activity:
    """Of a service and its corrections the one that counts: the newest that was given and is not void."""
    given = [row for row in corrections_of(activity) if row.state not in NOT_GIVEN]
    return given[-1] if given else activity
