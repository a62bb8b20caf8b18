"""Which material a person sees."""

from typing import Self

from django.db import models

from accounts.scope import scope_for
from core.contributions.scoping import manager_of
from core.people import Visitor
from insurers.base.querysets import M
from insurers.materials.choices import MaterialState


class MaterialQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        """An insurer's own; the supervisors those that were given to units of their place."""
        scope = scope_for(user)
        if scope.insurer_id is not None and scope.city is None:
            return self.filter(insurer_id=scope.insurer_id)
        if scope.everything:
            return self.exclude(state=MaterialState.DRAFT)
        assignments = manager_of(self.model, "assignments").visible_to(user)
        return self.filter(pk__in=assignments.values("material"))
