"""Which organisations a person may name."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from accounts.choices import OrganisationKind

if TYPE_CHECKING:
    from accounts.models import Organisation, User  # noqa: F401 - named in a base class as text


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: "User | Any") -> Self:
        """The list of bodies is public to all who work here (notice, addressees); it holds no business data."""
        return self if user.is_authenticated and user.is_active else self.none()

    def insurers(self) -> Self:
        return self.filter(kind=OrganisationKind.INSURER)

    def agencies(self) -> Self:
        return self.filter(kind=OrganisationKind.SERVICE_AGENCY)
