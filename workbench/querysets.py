"""Which yearly evaluations a person sees, and what the own office arranges among its people."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F

from accounts.scope import scope_for
from core.people import Visitor, holds
from insurers.base.querysets import M
from insurers.expenses.permissions import ExpensePermission


class EvaluationQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        """One's own as an insurer; the supervisors read all of them."""
        scope = scope_for(user)
        if scope.insurer_id is not None and scope.city is None:
            return self.filter(insurer_id=scope.insurer_id)
        return self if holds(user, ExpensePermission.FEE_VIEW) else self.none()


class OwnOfficeQuerySet(models.QuerySet[M]):
    """What the people of one office arrange among themselves."""

    def visible_to(self, user: Visitor) -> Self:
        return self.filter(organisation=user.organisation_id) if user.is_active else self.none()

    def open(self) -> Self:
        """Of what was handed on: not taken back."""
        return self.filter(ended_at__isnull=True)

    def with_colleagues(self) -> Self:
        """Of what was handed on: what lies with somebody who works in the office. Other things wait for all of it again."""
        return self.open().filter(taken_by__is_active=True, taken_by__organisation=F("organisation"))

    def on(self, day: date) -> Self:
        """Of leave: that holds the day, of people of the office whose deputies still work in it."""
        both = {"person__organisation": F("organisation"), "deputy__organisation": F("organisation")}
        return self.filter(starts_on__lte=day, ends_on__gte=day, deputy__is_active=True, **both)
