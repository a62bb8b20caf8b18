"""What a person who moves leaves behind in the old office, whichever way the move came in."""

from collections.abc import Callable
from datetime import datetime
from types import FunctionType
from typing import cast

from accounts.models import Posting, User
from accounts.services.access import drop_sessions
from accounts.services.grants import end_sight_of
from core import walls
from core.contributions import contributions
from core.models import Draft, SavedView

#: A room's own part, `THROW_AWAY` in its `leaving.py`: what is the person's there and tells of the old office.
ThrowAway = Callable[[User, datetime], None]


def leave_office(*, person: User, left: int, by: User, at: datetime) -> None:
    """End sessions and temporary sight, and throw away what told the person of the old office's business.

    Inside a write that has moved the person away from the organisation `left`. What was done there stays that one's: the
    posting says until when.
    """
    Posting.objects.create(person=person, organisation_id=left, until=at)
    drop_sessions(person)
    end_sight_of(person=person, by=by, at=at)
    with walls.aside("what is a person's own and tells of the office that it leaves is thrown away"):
        Draft.objects.filter(owner=person).delete()
        SavedView.objects.filter(owner=person).delete()
        for throw_away in contributions("leaving", "THROW_AWAY", FunctionType):
            cast(ThrowAway, throw_away)(person, at)
