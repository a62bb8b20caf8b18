"""Which organisations a person may name."""

from typing import Self, TypeVar

from django.db import models

from accounts.choices import OrganisationKind
from core.people import Visitor

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class OrganisationQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """The list of bodies is public to all who work here (notice, addressees); it holds no business data."""
        return self if user.is_authenticated and user.is_active else self.none()

    def insurers(self) -> Self:
        return self.filter(kind=OrganisationKind.INSURER)

    def agencies(self) -> Self:
        return self.filter(kind=OrganisationKind.SERVICE_AGENCY)
