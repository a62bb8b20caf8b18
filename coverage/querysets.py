"""Which cases against the uninsured a person sees."""

from typing import Self

from django.db import models
from django.db.models import Q, Sum

from core.people import Visitor
from coverage.choices import FineState
from coverage.permissions import CoveragePermission
from enterprises.querysets import M_co, OfEnterprise
from insurers.base.querysets import visible_through


class CaseRows(OfEnterprise[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """The cases of one's place, for the bureaus; neither regulators nor sector authorities read their papers."""
        may_read = user.is_authenticated and user.may(CoveragePermission.GAP_CASE_VIEW)
        return super().visible_to(user) if may_read else self.none()

    def of_place(self, user: Visitor) -> Self:
        """Those of one's place of which a page shows no more than that they exist and how far they have come."""
        return super().visible_to(user)

    def with_fines(self) -> Self:
        """With `fined`, the sum of the fines decided in yuan; None where there is none."""
        fined = Sum("fines__amount", filter=Q(fines__state=FineState.DECIDED))
        # The database groups the rows, for which Django leaves the model's order away.
        return self.annotate(fined=fined).order_by("-opened_at", "-pk")


class FineRows(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> models.QuerySet[M_co]:
        """Seen with their case."""
        return visible_through(self, "case", user)

    def proposed(self) -> Self:
        """Those that wait for the second person."""
        return self.filter(state=FineState.PROPOSED)
