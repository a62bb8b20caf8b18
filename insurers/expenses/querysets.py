"""Which expenses and closed months a person sees."""

from datetime import date
from typing import Self

from django.db import models

from accounts.scope import scope_for
from core.people import Visitor, holds
from insurers.base.querysets import InsurerRows, M
from insurers.expenses.permissions import ExpensePermission


class ExpenseQuerySet(InsurerRows[M]):
    def visible_to(self, user: Visitor) -> Self:
        """Vouchers are for the insurer itself and its regulators; bureaus get totals only (`in_place_of`)."""
        if not holds(user, ExpensePermission.EXPENSE_VIEW):
            return self.none()
        return super().visible_to(user)

    def in_place_of(self, user: Visitor) -> Self:
        """Those that make the totals of a person's place, whether or not the vouchers may be read."""
        return super().visible_to(user)

    def countable(self, cutoff: date) -> Self:
        """Those that figures count: booked by the cut-off, reversals included (contract 5)."""
        return self.filter(booked_on__lte=cutoff)


class MonthClosingQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        """An insurer's own; nobody else works with them."""
        scope = scope_for(user)
        return self.none() if scope.insurer_id is None or scope.city else self.filter(insurer_id=scope.insurer_id)

    def months_of(self, insurer_id: int) -> set[tuple[int, int]]:
        """The closed months as (year, month)."""
        return {(day.year, day.month) for day in self.filter(insurer_id=insurer_id).values_list("month", flat=True)}
