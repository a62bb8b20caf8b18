"""Former passwords of people, as hashes: since when each stands, and that none comes back."""

from typing import Self

from django.conf import settings
from django.db import models

from core import clock
from core.people import Visitor


class PasswordQuerySet(models.QuerySet["FormerPassword"]):
    def visible_to(self, user: Visitor) -> Self:  # noqa: ARG002 - the form of a scoped ledger
        """Nobody reads them; the door alone compares."""
        return self.none()

    def of(self, person: models.Model) -> Self:
        return self.filter(person_id=person.pk).order_by("-pk")


class FormerPassword(models.Model):
    """A password that a person has or had; the newest one stands in `User.password`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    chosen_at = models.DateTimeField()

    objects = PasswordQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person_id} {clock.day_of(self.chosen_at)}"
