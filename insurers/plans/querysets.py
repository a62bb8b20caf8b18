"""Which plans a person sees, what hangs on them, and what they promise."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.scope import scope_for
from core.people import Visitor
from insurers.base.querysets import InsurerRows, M, visible_through
from insurers.plans.choices import PROMISING


class PlanQuerySet(InsurerRows[M]):
    shown_by_grant = True

    def promising(self) -> Self:
        """Those that are a promise: confirmed by both sides and not replaced."""
        return self.filter(state__in=PROMISING)


class OfPlan(models.QuerySet[M]):
    """Rows that hang on a plan: seen by whom the plan is seen."""

    def visible_to(self, user: Visitor) -> models.QuerySet[M]:
        return self if scope_for(user).everything else visible_through(self, "plan", user)


class TemplateItemQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        """The templates are the same for all who work here."""
        return self if user.is_authenticated and user.is_active else self.none()

    def on(self, day: date) -> Self:
        """Those in force that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
