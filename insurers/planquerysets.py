"""Which plans a person sees, what hangs on them, and what they promise."""

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

from accounts.scope import scope_for
from insurers.choices import PROMISING
from insurers.querysets import InsurerRows

if TYPE_CHECKING:
    from insurers.models import AssistReminder, ServicePlan  # noqa: F401 - named in a base class as text

M = TypeVar("M", bound=models.Model)


class PlanQuerySet(InsurerRows["ServicePlan"]):
    def promising(self) -> Self:
        """Those that are a promise: confirmed by both sides and not replaced."""
        return self.filter(state__in=PROMISING)


class OfPlan(models.QuerySet[M]):
    """Rows that hang on a plan: seen by whom the plan is seen."""

    def visible_to(self, user: Any) -> Self:
        from insurers.models import ServicePlan

        scope = scope_for(user)
        if scope.everything:
            return self
        return self.filter(plan__in=ServicePlan.objects.visible_to(user))


class AssistReminderQuerySet(models.QuerySet["AssistReminder"]):
    def visible_to(self, user: Any) -> Self:
        """Those sent to one's insurer, or by one's own organisation."""
        scope = scope_for(user)
        if scope.insurer_id is not None:
            return self.filter(insurer_id=scope.insurer_id)
        organisation = getattr(user, "organisation_id", None)
        return self.none() if scope.nothing or organisation is None else self.filter(organisation_id=organisation)
