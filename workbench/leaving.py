"""What of the work handed on, and of leave, ends when a person moves to another office (`accounts.services.leaving`)."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from workbench.models import Absence, Delegation


def throw_away(person: User, at: datetime) -> None:
    """What colleagues handed on goes back to the office; leave that is not over ends, the person's and as a deputy."""
    Delegation.objects.filter(taken_by=person).open().update(ended_at=at)
    Absence.objects.filter(Q(person=person) | Q(deputy=person), ends_on__gte=timezone.localdate(at)).delete()


THROW_AWAY = throw_away
