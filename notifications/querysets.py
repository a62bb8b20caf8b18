"""Which messages a person sees."""

from typing import Self, TypeVar

from django.db import models

from core.people import Visitor

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class MessageQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """One's own: messages, and what is wanted by mail."""
        return self.filter(person_id=user.pk) if getattr(user, "is_authenticated", False) else self.none()

    def digests(self) -> Self:
        """Of messages: the one of each day."""
        return self.filter(at_once=False)
