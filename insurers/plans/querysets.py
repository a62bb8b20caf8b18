"""Which plans a person sees, what hangs on them, and what they promise."""

from typing import Self

from django.db import models

from accounts.scope import scope_for
from core.people import Visitor
from insurers.base.querysets import InsurerRows, M, visible_through
from insurers.plans.choices import PROMISING


class PlanQuerySet(InsurerRows[M]):
    def promising(self) -> Self:
        """Those that are a promise: confirmed by both sides and not replaced."""
        return self.filter(state__in=PROMISING)


class OfPlan(models.QuerySet[M]):
    """Rows that hang on a plan: seen by whom the plan is seen."""

    def visible_to(self, user: Visitor) -> models.QuerySet[M]:
        return self if scope_for(user).everything else visible_through(self, "plan", user)
