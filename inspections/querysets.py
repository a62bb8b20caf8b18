"""Which tasks, forms and findings a person may open: the two cities of a task, its group, and the province."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.roles import REGULATORS, Role
from core.people import User, Visitor
from core.rows import Rows
from inspections.choices import FindingState, ItemState, PairingState, PlanState, RosterKind, TaskState
from inspections.permissions import InspectionPermission
from inspections.sights import findings_beyond_the_cities, watched_tasks
from insurers.base.querysets import visible_through

M_co = TypeVar("M_co", bound=models.Model, covariant=True)
#: Roles whose people may be members of a group besides the bureau's.
JOINING = REGULATORS | {Role.SECTOR}
GOES_ON = ~Q(task__state=TaskState.COMPLETED)


def _sight(user: Visitor, prefix: str, *, invited: bool = True) -> Q | None:
    """The condition on a task's two cities, its group and its invited bodies; None for no row. `prefix` leads to the task.

    `invited`: whether a body that was only invited, with nobody in the group yet, sees the rows.
    """
    if not isinstance(user, User) or not user.is_active:
        return None
    if user.role == Role.PROV_EM:
        return Q()
    if user.role in JOINING:
        return Q(**{f"{prefix}pk__in": tasks_of(user) if invited else tasks_joined(user)})
    if user.role != Role.CITY_EM:
        return None
    city = user.organisation.division_id
    return Q(**{f"{prefix}inspecting_id": city}) | Q(**{f"{prefix}inspected_id": city})


def _either(*conditions: Q | None) -> Q | None:
    """Rows of any of the conditions; an empty one is for all rows, None for none."""
    given = [condition for condition in conditions if condition is not None]
    if not given:
        return None
    return Q() if any(not condition for condition in given) else reduce(or_, given)


def tasks_of(user: User) -> "models.QuerySet[Any, Any]":
    """Ids of the tasks that go on whose group the person is in, or to which the own body was invited."""
    invited = apps.get_model("inspections", "GroupInvitation")._default_manager.filter(body=user.organisation_id)
    return tasks_joined(user).union(invited.filter(GOES_ON).values("task"))


def tasks_joined(user: User) -> Rows:
    """Ids of the tasks that go on whose group the person is in."""
    members: MemberQuerySet[Any] = apps.get_model("inspections", "GroupMember")._default_manager.all()
    return members.of(user).filter(GOES_ON).values("task")


def sees_visits(task: models.Model, user: User) -> bool:
    """Whether the person reads the forms of enterprises: not a regulator or a sector authority outside of the group."""
    return user.role not in JOINING or tasks_joined(user).filter(task=task.pk).exists()


class TaskQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        condition = _either(_sight(user, ""), watched_tasks(user))
        return self.none() if condition is None else self.filter(condition)

    def on_board(self, user: Visitor) -> Self:
        """All tasks of the campaign for city bureaus and the province, those of their place for regulators: state and
        counts, no contents.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.visible_to(user) if user.role in REGULATORS else self


class OfTask(models.QuerySet[M_co]):
    """Rows with a `task`, or that hang on one by another row."""

    #: From the model's name to the path that leads to its task.
    PATHS: ClassVar[dict[str, str]] = {
        "Recusal": "member__task__",
        "Roster": "draw__task__",
        "DrawStratum": "roster__draw__task__",
        "RosterLine": "roster__draw__task__",
        "ManualAddition": "draw__task__",
        "DrawSignature": "draw__task__",
    }

    @property
    def path(self) -> str:
        return self.PATHS.get(self.model.__name__, "task__")

    def visible_to(self, user: Visitor) -> Self:
        condition = _sight(user, self.path)
        return self.none() if condition is None else self.filter(condition)


class JointPlanQuerySet(models.QuerySet[M_co]):
    """Versions of joint plans; a draft is the inspecting city's own until it is sent."""

    def visible_to(self, user: Visitor) -> Self:
        condition = _sight(user, "task__")
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

    def settling(self) -> Self:
        """Those that are no drafts any more."""
        return self.exclude(state=PairingState.DRAFT)


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


class MemberQuerySet(OfTask[M_co]):
    def current(self) -> Self:
        """Those who are in the group now."""
        return self.filter(left_at=None)

    def of(self, user: User) -> Self:
        """The person's own place in a group now, while in the office that it was entered for: a move leaves it behind."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        office = Q(body=user.organisation_id) | Q(unit=str(user.organisation))
        return self.current().filter(office, user=user.pk)

    def members_on(self, day: date) -> Self:
        """Who was in the group on some moment of a day."""
        return self.filter(Q(left_at=None) | Q(left_at__date__gte=day), joined_at__date__lte=day)


class LineQuerySet(OfTask[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """The drawn ones as the draw; whole rosters only for the side that they belong to, and no other."""
        rows = super().visible_to(user)
        if not isinstance(user, User) or user.role == Role.PROV_EM:
            return rows
        city = user.organisation.division_id if user.role == Role.CITY_EM else None
        of_people = Q(roster__kind=RosterKind.PEOPLE)
        own = Q(of_people, roster__draw__task__inspecting=city) | Q(~of_people, roster__draw__task__inspected=city)
        return rows.filter(own | self.is_drawn())

    @staticmethod
    def is_drawn() -> Q:
        return Q(position__isnull=False)

    def drawn(self) -> Self:
        """In the order of the draw."""
        return self.filter(self.is_drawn()).order_by("roster", "stratum", "position")


class SeenOnVisits(OfTask[M_co]):
    """Forms of enterprises, and what was sent with any form: for the group itself, not for bodies that were only invited."""

    def visible_to(self, user: Visitor) -> Self:
        condition = _sight(user, self.path, invited=False)
        return self.none() if condition is None else self.filter(condition)


class InsurerForms(OfTask[M_co]):
    """Forms of insurers: the regulator of the place reads them, too."""

    def visible_to(self, user: Visitor) -> Self:
        condition = _either(_sight(user, "task__", invited=False), watched_tasks(user, "task__"))
        return self.none() if condition is None else self.filter(condition)


class ReopeningRows(OfTask[M_co]):
    """That a form was opened again: whoever reads the form reads it."""

    def visible_to(self, user: Visitor) -> Self:
        watched = watched_tasks(user, "task__")
        of_insurers = None if watched is None else Q(insurer_item__isnull=False) & watched
        condition = _either(_sight(user, self.path, invited=False), of_insurers)
        return self.none() if condition is None else self.filter(condition)


class FindingRows(OfTask[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """The two cities, the province and the group; beyond them as `inspections.sights` says."""
        condition = _either(_sight(user, "task__", invited=False), findings_beyond_the_cities(user))
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
        """The two cities of the task, the province, the authority that a letter is for, and who took a finding over."""
        if not isinstance(user, User) or not user.is_active or not user.may(InspectionPermission.FINDING_VIEW):
            return self.none()
        taken = apps.get_model("inspections", "Routing")._default_manager.filter(taken_over_by=user.organisation_id)
        own = Q(receiver_id=user.organisation_id) | Q(pk__in=taken.order_by().values("handover"))
        condition = _either(_sight(user, "task__"), own)
        return self.none() if condition is None else self.filter(condition)

    def unsigned(self) -> Self:
        return self.filter(received_on__isnull=True)
