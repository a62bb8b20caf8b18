"""Writes of accounts."""

from typing import Any

from accounts.models import User


def set_large_type(*, by: Any, on: bool) -> None:
    """A person's own setting; no permission beyond being signed in, and no event."""
    User.objects.filter(pk=by.pk).update(large_type=on)
