"""Which tasks, forms and findings a person may open: the two cities of a task and the province."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.roles import Role
from core.people import User, Visitor

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


def _two_cities(user: Visitor, prefix: str) -> Q | None:
    """The condition on a task's two cities; None for no row."""
    if not isinstance(user, User) or not user.is_active:
        return None
    if user.role == Role.PROV_EM:
        return Q()
    if user.role != Role.CITY_EM:
        return None
    city = user.organisation.division_id
    return Q(**{f"{prefix}inspecting_id": city}) | Q(**{f"{prefix}inspected_id": city})


class TaskQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        condition = _two_cities(user, "")
        return self.none() if condition is None else self.filter(condition)

    def on_board(self, user: Visitor) -> Self:
        """All tasks of the campaign, for those who may read the board: state and counts, no contents."""
        return self if isinstance(user, User) and user.is_active else self.none()


class OfTask(models.QuerySet[M_co]):
    """Rows with a `task`."""

    def visible_to(self, user: Visitor) -> Self:
        condition = _two_cities(user, "task__")
        return self.none() if condition is None else self.filter(condition)
