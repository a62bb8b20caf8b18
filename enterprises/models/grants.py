"""Sight of an enterprise of another place for a time (architecture.md 4, wall 4)."""

from typing import Any, ClassVar

import pghistory
from django.db import models

from accounts.models import TemporaryGrant, grant_constraints
from accounts.querysets import GrantQuerySet
from enterprises.models.register import Enterprise


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class EnterpriseGrant(TemporaryGrant):
    """Sight of an enterprise and of what the insurers' and hazards' ledgers hold of it."""

    content_object = models.ForeignKey(Enterprise, models.PROTECT, related_name="grants")

    objects: ClassVar[Any] = GrantQuerySet["EnterpriseGrant"].as_manager()  # type: ignore[assignment]

    class Meta(TemporaryGrant.Meta):
        constraints = grant_constraints()

    def __str__(self) -> str:
        return f"{self.source} {self.user_id} {self.content_object_id}"
