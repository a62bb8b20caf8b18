"""A joint mechanism with its meetings, made by services."""

from datetime import date
from typing import Any, Final

from accounts.models import User
from campaigns.models import Mechanism
from campaigns.services import joint
from core import clock

TODAY: Final = date(2023, 11, 23)


def set_up(by: User) -> Mechanism:
    return joint.set_up_mechanism(
        established_on=date(2023, 9, 1), duties="双方按月会商", by=by, today=TODAY, at=clock.now()
    )


def meet(mechanism: Mechanism, by: User, *decisions: joint.Decision, **changes: Any) -> None:
    given = {"held_on": TODAY, "title": "联席会议", "attendance": "两家", "minutes": "纪要", **changes}
    text = joint.MeetingText(**given)
    joint.record_meeting(mechanism=mechanism, text=text, decisions=decisions, by=by, today=TODAY, at=clock.now())
