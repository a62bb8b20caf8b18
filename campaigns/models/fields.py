"""Fields that several tables of the campaign share."""

from typing import Any

from django.db import models

from accounts.models import Division, Organisation, User
from core.plain import Label


def by_person() -> "models.ForeignKey[User, User]":
    """Who did something, which must stay known."""
    return models.ForeignKey(User, models.PROTECT, related_name="+")


def by_person_later() -> "models.ForeignKey[User | None, User | None]":
    """The same, once it has been done."""
    return models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)


def of_office(label: Label) -> "models.ForeignKey[Organisation, Organisation]":
    """The office that something is of, or for."""
    return models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=label)


def in_city(label: Label, **options: Any) -> "models.ForeignKey[Division, Division]":
    """The city that a row lies in, the province's own code for what is of the whole province."""
    return models.ForeignKey(
        Division,
        models.PROTECT,
        to_field="code",
        db_column="city_code",
        related_name="+",
        verbose_name=label,
        **options,
    )
