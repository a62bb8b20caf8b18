"""Which tasks, forms and findings a person may open: the two cities of a task and the province."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.roles import REGULATORS, Role
from core.people import User, Visitor
from inspections.choices import PairingState, PlanState

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
        """All tasks of the campaign for city bureaus and the province, those of their place for regulators: state and
        counts, no contents.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.visible_to(user) if user.role in REGULATORS else self


class OfTask(models.QuerySet[M_co]):
    """Rows with a `task`."""

    def visible_to(self, user: Visitor) -> Self:
        condition = _two_cities(user, "task__")
        return self.none() if condition is None else self.filter(condition)


class JointPlanQuerySet(models.QuerySet[M_co]):
    """Versions of joint plans; a draft is the inspecting city's own until it is sent."""

    def visible_to(self, user: Visitor) -> Self:
        condition = _two_cities(user, "task__")
        rows = self.none() if condition is None else self.filter(condition)
        if not isinstance(user, User) or user.role != Role.CITY_EM:
            return rows.exclude(state=PlanState.DRAFT)
        return rows.filter(~Q(state=PlanState.DRAFT) | Q(task__inspecting=user.organisation.division_id))

    def agreed(self) -> Self:
        return self.filter(state=PlanState.AGREED)


class PairingQuerySet(models.QuerySet[M_co]):
    """The province sees its tables in every state, cities and regulators those that are published."""

    def visible_to(self, user: Visitor) -> Self:
        return self.filter(_of_pairing(user, ""))

    def published(self) -> Self:
        return self.filter(state=PairingState.PUBLISHED)


class RowsOfPairing(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        return self.filter(_of_pairing(user, "table__"))


def _of_pairing(user: Visitor, prefix: str) -> Q:
    if not isinstance(user, User) or not user.is_active:
        return Q(pk__in=[])
    if user.role == Role.PROV_EM:
        return Q()
    is_reader = user.role in REGULATORS | {Role.CITY_EM}
    return Q(**{f"{prefix}state": PairingState.PUBLISHED}) if is_reader else Q(pk__in=[])
