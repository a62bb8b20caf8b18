"""Which dated rules a person sees: all who know the campaign see all of them, decided or not."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from core.people import Visitor, holds
from rulebook.choices import RuleState
from rulebook.permissions import RulebookPermission

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class DatedRuleQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """Rules are public to everybody who works in the campaign; proposals only to those who decide on them."""
        if not holds(user, RulebookPermission.CAMPAIGN_VIEW):
            return self.none()
        return self if holds(user, RulebookPermission.RULE_WRITE) else self.filter(state=RuleState.IN_FORCE)

    def in_force(self, day: date) -> Self:
        """Decided ones whose days hold `day`."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), state=RuleState.IN_FORCE, valid_from__lte=day
        )
