"""Which policies a person sees, which are in force, and what hangs on them."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from insurers.base.querysets import InsurerRows, M, visible_through
from insurers.policies.choices import PolicyStatus


class PolicyQuerySet(InsurerRows[M]):
    def in_force(self, today: date) -> Self:
        """Stored status 有效 and the period, both days inclusive, holds the day (figure coverage.insured).

        Where an endorsement moved the last day, that one counts. Which day an endorsement takes effect needs no
        question here: none ends the cover before that day, and none prolongs it after the cover has ended.
        """
        detail: Any = self.model._meta.get_field("detail").related_model
        # Correlated, so that the planner may look up one policy or hash all that were moved, whichever costs less.
        moved = detail._default_manager.filter(policy=models.OuterRef("pk"))
        still, over = moved.filter(cover_end_on__gte=today), moved.filter(cover_end_on__lt=today)
        days = Q(end_on__gte=today) & ~Q(models.Exists(over)) | Q(models.Exists(still))
        return self.filter(days, status=PolicyStatus.IN_FORCE, start_on__lte=today)


class PolicyParts(models.QuerySet[M]):
    """Rows that hang on a policy: whoever sees the policy sees them."""

    def visible_to(self, user: Any) -> models.QuerySet[M]:
        return visible_through(self, "policy", user)
