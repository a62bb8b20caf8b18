"""Which rows of the insurers' ledgers a person sees."""

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.scope import city_code_of, scope_for
from core.contributions.scoping import manager_of
from core.people import Visitor
from enterprises.querysets import by_grant

M = TypeVar("M", bound=models.Model)


class InsurerRows(models.QuerySet[M]):
    """Rows with `insurer`, `city`, `county` and `enterprise`."""

    #: Whether a grant on an enterprise, or on an insurer in a city, shows the rows as well.
    shown_by_grant: ClassVar[bool] = False

    def visible_to(self, user: Visitor) -> Self:
        """One's own as an insurer, else those whose enterprise lies in the person's place (domain.md 1.5)."""
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.nothing or scope.agency_id is not None:
            return self.none()
        if scope.insurer_id is not None:
            return self.filter(scope.of_insurer())
        condition = scope.place()
        if scope.county is not None:
            condition &= Q(city=city_code_of(scope.county))  # the city's index serves its counties, too
        if scope.sector:
            condition &= Q(enterprise__sectors__contains=[scope.sector])
        given = by_grant(user) if self.shown_by_grant else None
        return self.filter(condition if given is None else condition | given)


def visible_through(rows: models.QuerySet[M], relation: str, user: Visitor) -> models.QuerySet[M]:
    """The rows whose `relation` points at a row that the person sees."""
    return rows.filter(**{f"{relation}__in": manager_of(rows.model, relation).visible_to(user)})
