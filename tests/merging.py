"""Merges as tests make them: proposed by one person of a bureau, agreed to by another."""

from datetime import timedelta

from accounts.models import User
from enterprises.models import Enterprise, Merge
from enterprises.services.merges import approve_merge, propose_merge
from tests import world

REASON = "同一营业执照"


def colleague_of(person: User) -> User:
    """Somebody else of the same organisation."""
    return User.objects.select_related("organisation").filter(organisation=person.organisation).exclude(pk=person.pk)[0]


def propose(loser: Enterprise, winner: Enterprise, by: User, reason: str = REASON) -> Merge:
    return propose_merge(loser=loser, winner=winner, reason=reason, by=by, at=world.now())


def merge(loser: Enterprise, winner: Enterprise, by: User, reason: str = REASON) -> Merge:
    proposed = propose(loser, winner, by, reason)
    return approve_merge(merge=proposed, by=colleague_of(by), at=world.now() + timedelta(seconds=1))
