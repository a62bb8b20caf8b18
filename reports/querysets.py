"""Which built reports a person sees."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

from accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

M = TypeVar("M", bound=models.Model)


class SnapshotQuerySet(models.QuerySet[M]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The organisation that built it; the province reads all (domain.md 1.5)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.PROV_EM:
            return self
        if user.role == Role.CITY_EM:
            return self.filter(organisation_id=user.organisation_id)
        return self.none()
