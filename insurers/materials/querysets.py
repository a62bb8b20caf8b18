"""Which material a person sees."""

from typing import Any, Self

from django.db import models

from accounts.scope import scope_for
from insurers.base.querysets import M
from insurers.materials.choices import MaterialState


class MaterialQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Any) -> Self:
        """An insurer's own; the supervisors those that were given to units of their place."""
        scope = scope_for(user)
        if scope.insurer_id is not None:
            return self.filter(insurer_id=scope.insurer_id)
        if scope.everything:
            return self.exclude(state=MaterialState.DRAFT)
        assignments: Any = self.model._meta.get_field("assignments").related_model
        return self.filter(pk__in=assignments._default_manager.visible_to(user).values("material"))
