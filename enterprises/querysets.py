"""Which enterprises a person sees, and the adjectives of the register."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from accounts.scope import scope_for

if TYPE_CHECKING:
    from enterprises.models import Enterprise  # noqa: F401 - named in a base class as text

WORKING = ("ACTIVE", "BUILDING")


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    def visible_to(self, user: Any) -> Self:
        """Those in the person's place; an insurer those it insures; an agency none (its orders come later)."""
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.nothing or scope.agency_id is not None:
            return self.none()
        if scope.insurer_id is not None:
            return self.filter(insured_by__contains=[scope.insurer_id])
        rows = self.filter(scope.place())
        return rows.filter(sectors__contains=[scope.sector]) if scope.sector else rows

    def must_insure(self, sectors: Iterable[str]) -> Self:
        """应保: working (在产 or 在建) with at least one sector of the campaign (figure coverage.must_insure)."""
        return self.filter(status__in=WORKING, sectors__overlap=list(sectors))

    def search(self, text: str) -> Self:
        """Name contains, or credit code begins with, the text."""
        return self.filter(Q(name__icontains=text) | Q(uscc__startswith=text.upper()))
