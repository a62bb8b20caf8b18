"""Writes of the door: which password stands since when, codes used once, accounts that sleep."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce

from accounts.door.models import FormerPassword
from accounts.models import User
from core import audit
from core.writing import open_unattended


def note_password(*, person: User, at: datetime) -> datetime:
    """Since when the person's present password stands; a hash that is not on record yet stands since now."""
    newest = FormerPassword.objects.of(person).first()
    if newest is not None and newest.password == person.password:
        return newest.chosen_at
    with transaction.atomic():
        made = FormerPassword.objects.create(person=person, password=person.password, chosen_at=at)
        kept = FormerPassword.objects.of(person).values("pk")[: settings.PASSWORD_HISTORY + 1]
        FormerPassword.objects.of(person).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    return made.chosen_at


def use_code_once(*, factor: Authenticator, step: int) -> bool:
    """Mark the time step of a code as used; False where it was used before. The database decides, not the cache."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=factor.pk)
        if row.data.get("used_step") == step:
            return False
        row.data["used_step"] = step
        row.save(update_fields=["data"])
    factor.data = row.data
    return True


def close_dormant(*, at: datetime, true_at: datetime) -> list[str]:
    """Disable the accounts that nobody has signed in with for `DORMANT_DAYS`; the names (等保 8.1.4.2 c)."""
    days: int = settings.DORMANT_DAYS
    if not days:
        return []
    with open_unattended(at=at, step="close-dormant"):
        people = User.objects.select_for_update().filter(is_active=True)
        sleeping = people.annotate(last=Coalesce("last_login", "date_joined")).filter(
            last__lt=true_at - timedelta(days=days)
        )
        names = []
        for person in sleeping.order_by("pk"):
            person.is_active = False
            person.save(update_fields=["is_active"])
            names.append(person.username)
            audit.record("person.dormant", by=None, at=at, subject=person.username, days=days)
    return names
