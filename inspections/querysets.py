"""Which tasks, forms and findings a person may open: the two cities of a task and the province."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.roles import Role
from core.people import User, Visitor
from inspections.choices import FindingState, ItemState
from inspections.permissions import InspectionPermission
from inspections.sights import findings_beyond_the_cities, watched_tasks
from insurers.base.querysets import visible_through

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
        if condition is None:
            condition = watched_tasks(user)
        return self.none() if condition is None else self.filter(condition)

    def on_board(self, user: Visitor) -> Self:
        """All tasks of the campaign, for those who may read the board: state and counts, no contents."""
        return self if isinstance(user, User) and user.is_active else self.none()


class OfTask(models.QuerySet[M_co]):
    """Rows with a `task`."""

    def visible_to(self, user: Visitor) -> Self:
        condition = _two_cities(user, "task__")
        return self.none() if condition is None else self.filter(condition)


class InsurerForms(OfTask[M_co]):
    """Forms of insurers: the regulator of the place reads them, too."""

    def visible_to(self, user: Visitor) -> Self:
        watched = watched_tasks(user, "task__")
        return super().visible_to(user) if watched is None else self.filter(watched)


class FindingRows(OfTask[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """The two cities and the province; beyond them as `inspections.sights` says."""
        if (condition := _two_cities(user, "task__")) is None:
            condition = findings_beyond_the_cities(user)
        return self.none() if condition is None else self.filter(condition)

    def countable(self, cutoff: date) -> Self:
        """Those that figures count: on submitted forms of firms checked, and found, by the cut-off; not revoked."""
        submitted = Q(enterprise_item__state=ItemState.SUBMITTED, enterprise_item__checked_on__lte=cutoff) | Q(
            insurer_item__state=ItemState.SUBMITTED, insurer_item__checked_on__lte=cutoff
        )
        return self.filter(submitted, found_on__lte=cutoff).exclude(state=FindingState.REVOKED)

    def unrouted(self) -> Self:
        """Those that nobody was given yet."""
        return self.filter(state__in=(FindingState.RECORDED, FindingState.OBJECTED))

    def objected(self) -> Self:
        """Those whose objection is not decided yet."""
        return self.filter(state=FindingState.OBJECTED)

    def unsettled(self) -> Self:
        return self.filter(state__in=(FindingState.ROUTED, FindingState.RECEIVED))


class OfFinding(models.QuerySet[M_co]):
    """Rows that hang on a finding: whoever sees the finding sees them."""

    def visible_to(self, user: Visitor) -> models.QuerySet[M_co]:
        return visible_through(self, "finding", user)


class HandoverRows(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """The two cities of the task, the province, and the authority that a letter is for."""
        if not isinstance(user, User) or not user.is_active or not user.may(InspectionPermission.FINDING_VIEW):
            return self.none()
        condition = _two_cities(user, "task__")
        return self.filter(Q(receiver_id=user.organisation_id) if condition is None else condition)

    def unsigned(self) -> Self:
        return self.filter(received_on__isnull=True)
