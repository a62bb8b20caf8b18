"""Which yearly evaluations a person sees."""

from typing import Self

from django.db import models

from accounts.scope import scope_for
from core.people import User
from insurers.base.querysets import M
from insurers.expenses.permissions import ExpensePermission


class EvaluationQuerySet(models.QuerySet[M]):
    def visible_to(self, user: User) -> Self:
        """One's own as an insurer; the supervisors read all of them."""
        scope = scope_for(user)
        if scope.insurer_id is not None and scope.city is None:
            return self.filter(insurer_id=scope.insurer_id)
        return self if user.may(ExpensePermission.FEE_VIEW) else self.none()
