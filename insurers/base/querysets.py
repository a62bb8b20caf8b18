"""Which rows of the insurers' ledgers a person sees."""

from typing import Self, TypeVar

from django.db import models

from accounts.scope import city_code_of, scope_for
from core.contributions.scoping import manager_of
from core.people import Visitor

M = TypeVar("M", bound=models.Model)


class InsurerRows(models.QuerySet[M]):
    """Rows with `insurer`, `city`, `county` and `enterprise`."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own as an insurer, else those whose enterprise lies in the person's place (domain.md 1.5)."""
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.nothing or scope.agency_id is not None:
            return self.none()
        if scope.insurer_id is not None:
            return self.filter(scope.of_insurer())
        rows = self.filter(scope.place())
        if scope.county is not None:
            rows = rows.filter(city=city_code_of(scope.county))  # the city's index serves its counties, too
        return rows.filter(enterprise__sectors__contains=[scope.sector]) if scope.sector else rows


def visible_through(rows: models.QuerySet[M], relation: str, user: Visitor) -> models.QuerySet[M]:
    """The rows whose `relation` points at a row that the person sees."""
    return rows.filter(**{f"{relation}__in": manager_of(rows.model, relation).visible_to(user)})
