"""Writes of accounts, and what the lock on sign-in remembers."""

from datetime import datetime

from axes.models import AccessAttempt

from accounts.models import User


def set_large_type(*, by: User, on: bool) -> None:
    """A person's own setting; no permission beyond being signed in, and no event."""
    User.objects.filter(pk=by.pk).update(large_type=on)


def last_failure(username: str, address: str | None) -> datetime | None:
    """When a sign-in of this name from this address failed last, or None when none is on record."""
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address).order_by("-attempt_time")
    found: datetime | None = attempts.values_list("attempt_time", flat=True).first()
    return found


def note_own_password(user: User, **_kwargs: object) -> None:
    """A person has chosen the own password: nothing asks for another one first."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
