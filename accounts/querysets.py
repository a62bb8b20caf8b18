"""Divisions in the one order of the campaign, and which organisations a person may name."""

from datetime import date, datetime
from typing import Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from accounts.choices import DivisionLevel, OrganisationKind, RequestState
from accounts.permissions import AccountPermission
from core.people import Visitor, holds

TEXT: "models.TextField[str, str]" = models.TextField()
KEY: "models.BigIntegerField[int, int]" = models.BigIntegerField()
M_co = TypeVar("M_co", bound=models.Model, covariant=True)


def place_order(prefix: str = "") -> tuple[Coalesce, str]:
    """The one order of places: cities as in annex 2 of the notice, each before its counties, these by code.

    `prefix` is the path to the division with its underscores, such as "county__".
    """
    return Coalesce(f"{prefix}notice_order", f"{prefix}parent__notice_order"), f"{prefix}code"


def _former(person: models.expressions.Combinable, at: models.expressions.Combinable) -> Subquery:
    """The office that somebody has left since an instant, the first of several; null for who is still there."""
    left = apps.get_model("accounts", "Posting")._default_manager.filter(person=person, until__gt=at)
    return Subquery(left.order_by("until", "pk").values("organisation")[:1], output_field=KEY)


def office_at(person: str, at: str) -> Coalesce:
    """For a query, as `User.office_at`: the organisation that whom the key `person` names worked in at the instant `at`."""
    return Coalesce(_former(OuterRef(person), OuterRef(at)), F(f"{person}__organisation"), output_field=KEY)


def acted_in(office: int, person: str, at: str) -> Exists:
    """For a query, as `User.acted_in`."""
    former = _former(OuterRef(OuterRef(person)), OuterRef(OuterRef(at)))
    bodies = apps.get_model("accounts", "Organisation")._default_manager.order_by()
    then = bodies.filter(pk=Coalesce(former, OuterRef(f"{person}__organisation"), output_field=KEY))
    return Exists(then.filter(Q(pk=office) | Q(closed_on__isnull=False)))


class DivisionQuerySet(models.QuerySet[M_co]):
    """Divisions stand in the order of places by default (`Division.Meta.ordering`)."""

    def cities(self) -> Self:
        return self.filter(level=DivisionLevel.CITY)

    def counties(self) -> Self:
        return self.filter(level=DivisionLevel.COUNTY)

    def ranks(self) -> dict[str, int]:
        """{code: place in the order}, for numbers that were grouped by division."""
        return {code: rank for rank, code in enumerate(self.values_list("code", flat=True))}


class OrganisationQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """The list of bodies is public to all who work here (notice, addressees); it holds no business data."""
        return self if user.is_authenticated and user.is_active else self.none()

    def insurers(self) -> Self:
        return self.filter(kind=OrganisationKind.INSURER)

    def agencies(self) -> Self:
        return self.filter(kind=OrganisationKind.SERVICE_AGENCY)

    def working(self) -> Self:
        """Those that are not closed."""
        return self.filter(closed_on=None)

    def in_tree(self) -> Self:
        """Each behind the one that it belongs to, with its depth; trees are three deep at most."""
        slash = Value("/")
        path = Case(
            When(
                parent__parent__isnull=False, then=Concat("parent__parent__code", slash, "parent__code", slash, "code")
            ),
            When(parent__isnull=False, then=Concat("parent__code", slash, "code")),
            default="code",
            output_field=TEXT,
        )
        depth = Case(
            When(parent__parent__isnull=False, then=Value(2)),
            When(parent__isnull=False, then=Value(1)),
            default=Value(0),
        )
        return self.annotate(tree_path=path, depth=depth).order_by("tree_path")


class LinkQuerySet(models.QuerySet[M_co]):
    def open_at(self, at: datetime) -> Self:
        """Those that still set a password."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


class OwnQuerySet(models.QuerySet[M_co]):
    """Rows with a `person` and an instant `at`: each person's own, and for a lead those of who worked in the own
    organisation then. What was done to somebody elsewhere is that office's."""

    def visible_to(self, user: Visitor) -> Self:
        if not (user.is_authenticated and user.is_active):
            return self.none()
        own = Q(person=user.pk)
        if not (holds(user, AccountPermission.OWN_PEOPLE_VIEW) and getattr(user, "is_lead", False)):
            return self.filter(own)
        rows = self.alias(office=office_at("person", "at"))
        return rows.filter(own | Q(office=getattr(user, "organisation_id", None)))


class RequestQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """The system administrator all of them, a lead those of the own organisation."""
        if holds(user, AccountPermission.USERS_WRITE):
            return self
        if holds(user, AccountPermission.OWN_PEOPLE_VIEW) and getattr(user, "is_lead", False):
            return self.filter(organisation=getattr(user, "organisation_id", None))
        return self.none()

    def waiting(self) -> Self:
        return self.filter(state=RequestState.OPEN)


class GrantQuerySet(models.QuerySet[M_co]):
    """Grants that end (`accounts.grants`). Nothing is deleted, so that the past can be asked."""

    def is_generic(self) -> bool:
        """guardian asks the manager: each kind has a key to its own rows."""
        return False

    def visible_to(self, user: Visitor) -> Self:
        """Each person's own."""
        return self.filter(user=user.pk) if user.is_authenticated and user.is_active else self.none()

    def open(self) -> Self:
        """Not ended by anybody, their last day past or not."""
        return self.filter(ended_at=None)

    def in_force(self, day: date) -> Self:
        """Those that give sight on the day: after the last day one gives nothing, whoever has ended it or not."""
        return self.open().filter(until__gte=day)

    def held_on(self, day: date) -> Self:
        """Those that gave sight on some moment of a day, past ones included: who could see what on which day."""
        return self.filter(Q(ended_at=None) | Q(ended_at__date__gte=day), given_at__date__lte=day, until__gte=day)
