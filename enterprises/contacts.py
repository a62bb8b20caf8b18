"""Who may see contact data without a mask now, and who did: rooms above add their conditions."""

from collections.abc import Callable
from datetime import date

from django.db.models import BigIntegerField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from accounts.models import User
from core.models import AuditEvent
from enterprises.models import Enterprise

#: Answers the sentence why this person may not see them today, or None.
Condition = Callable[[User, Enterprise, date], str | None]
#: The event of a look at contact data.
LOOK = "enterprise.unmasked"
_conditions: list[Condition] = []


def register(condition: Condition) -> None:
    """Let a room above say when contact data stay masked."""
    _conditions.append(condition)


def objections(by: User, enterprise: Enterprise, today: date) -> list[str]:
    """The sentences of all conditions that are not met."""
    return [sentence for condition in _conditions if (sentence := condition(by, enterprise, today))]


def looks(by: User) -> QuerySet[AuditEvent]:
    """Who looked at contact data of the enterprises that the person sees, and why; the latest first."""
    firm = Cast(KeyTextTransform("enterprise", "detail"), BigIntegerField())
    rows = AuditEvent.objects.filter(action=LOOK).annotate(firm=firm)
    return rows.filter(firm__in=Enterprise.objects.visible_to(by).values("pk")).order_by("-pk")
