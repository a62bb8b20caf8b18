"""Divisions in the one order of the campaign, and which organisations a person may name."""

from typing import Self, TypeVar

from django.db import models
from django.db.models.functions import Coalesce

from accounts.choices import DivisionLevel, OrganisationKind
from core.people import Visitor

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


def place_order(prefix: str = "") -> tuple[Coalesce, str]:
    """The one order of places: cities as in annex 2 of the notice, each before its counties, these by code.

    `prefix` is the path to the division with its underscores, such as "county__".
    """
    return Coalesce(f"{prefix}notice_order", f"{prefix}parent__notice_order"), f"{prefix}code"


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
