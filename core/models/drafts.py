"""Long forms on their way: what was typed and not yet sent."""

from typing import Self

from django.conf import settings
from django.db import models

from core.people import Visitor


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: Visitor) -> Self:
        """One's own."""
        return self.filter(owner=user) if getattr(user, "is_authenticated", False) else self.none()


class Draft(models.Model):
    """The fields of one form of one person; `key` names the form and the row that it is about."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    values = models.JSONField()
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="draft_of_form")]

    def __str__(self) -> str:
        return self.key
