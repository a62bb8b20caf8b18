"""Filters of lists that people keep under a name."""

from typing import Self

from django.conf import settings
from django.db import models

from core.people import Visitor


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: Visitor) -> Self:
        """One's own."""
        return self.filter(owner=user) if getattr(user, "is_authenticated", False) else self.none()


class SavedView(models.Model):
    """A list as one person wants to see it again: `page` names the view, `query` is its address after the ?."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.CharField(max_length=100)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=2000)
    saved_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
