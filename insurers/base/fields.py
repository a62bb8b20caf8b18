"""Model fields that several ledgers share."""

from typing import TYPE_CHECKING, TypeAlias

from django.db import models

from accounts.models import Organisation, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: How a field is called: a text, or one that is translated when it is shown.
Label: TypeAlias = "str | _StrPromise"


def person(label: object = None) -> "models.ForeignKey[User, User]":
    """Somebody who did something that must stay known."""
    return models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=label)  # type: ignore[arg-type]


def maybe_person() -> "models.ForeignKey[User | None, User | None]":
    """Somebody, once it has been done."""
    return models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)


def organisation(label: object) -> "models.ForeignKey[Organisation, Organisation]":
    return models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=label)  # type: ignore[arg-type]
