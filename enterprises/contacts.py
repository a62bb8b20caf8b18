"""Who may see contact data without a mask now, and who did: rooms above add their conditions."""

from collections.abc import Callable
from datetime import date

from django.db.models import BigIntegerField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from accounts.models import Division, User
from accounts.scope import scope_for
from core.models import AuditEvent
from enterprises.models import Enterprise

#: Answers the sentence why this person may not see them today, or None.
Condition = Callable[[User, Enterprise, date], str | None]
#: The event of a look at contact data.
LOOK = "enterprise.unmasked"
#: The event of an export, and how many of the unmasked ones the page shows.
EXPORT = "ledger.exported"
SHOWN = 50
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


def exports(by: User) -> list[AuditEvent]:
    """The latest exports of ledgers with contact data unmasked that hold rows of the person's place.

    `here` on each is how many rows lie there. Only bureaus read them: their place is what the rows are counted by.
    """
    scope = scope_for(by)
    counties = Division.objects.counties().filter(scope.place("parent_id", "code")).values_list("code", flat=True)
    places = set(counties) if scope.everything or scope.city or scope.county else set()
    rows = AuditEvent.objects.filter(action=EXPORT, detail__masked=False, detail__places__has_any_keys=sorted(places))
    found = list(rows.order_by("-pk")[:SHOWN])
    for event in found:
        event.here = sum(number for code, number in event.detail["places"].items() if code in places)  # type: ignore[attr-defined]
    return found
