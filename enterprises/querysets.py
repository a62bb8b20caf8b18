"""Which enterprises a person sees, and the adjectives of the register."""

from collections.abc import Iterable
from datetime import date
from typing import Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.scope import scope_for
from core.people import Visitor, holds
from enterprises.choices import EnterpriseStatus, ExemptionState
from enterprises.permissions import EnterprisePermission

M_co = TypeVar("M_co", bound=models.Model, covariant=True)
WORKING = (EnterpriseStatus.ACTIVE, EnterpriseStatus.BUILDING)
#: So many enterprises are found by a former name; more come by a longer text.
MOST_BEARERS = 500


def must_condition(sectors: Iterable[str], today: date) -> Q:
    """应保: 在产 or 在建, at least one sector of the campaign, no approved exemption on the day, no mere trace."""
    exempt = apps.get_model("enterprises", "Exemption")._default_manager.in_force(today).values("enterprise")
    duty = Q(status__in=WORKING, sectors__overlap=list(sectors), merged_into__isnull=True)
    return duty & ~Q(pk__in=exempt)


class EnterpriseQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor, *, traces: bool = False) -> Self:
        """Those in the person's place; an insurer those it insures; an agency none (its orders come later).

        `traces`: entries that were merged into another one, too.
        """
        scope = scope_for(user)
        rows = self if traces else self.standing()
        if scope.everything:
            return rows
        if scope.nothing or scope.agency_id is not None:
            return self.none()
        if scope.insurer_id is not None:
            return rows.filter(insured_by__contains=[scope.insurer_id])
        rows = rows.filter(scope.place())
        return rows.filter(sectors__contains=[scope.sector]) if scope.sector else rows

    def standing(self) -> Self:
        """Without the traces of merged doubles."""
        return self.filter(merged_into__isnull=True)

    def must_insure(self, sectors: Iterable[str], today: date) -> Self:
        """Those who must be insured on the day (figure coverage.must_insure)."""
        return self.filter(must_condition(sectors, today))

    def search(self, text: str) -> Self:
        """Name contains, or credit code begins with, the text; a former name finds its bearer too."""
        names = apps.get_model("enterprises", "EnterpriseName")._default_manager
        # Read first: a subquery beside the others would keep the database from their indexes.
        bearers = list(names.filter(name__icontains=text).values_list("enterprise", flat=True)[:MOST_BEARERS])
        return self.filter(Q(name__icontains=text) | Q(uscc__startswith=text.upper()) | Q(pk__in=bearers))


class OfEnterprise(models.QuerySet[M_co]):
    """Rows with an `enterprise`, seen by whoever sees that entry in their place; insurers and agencies see none."""

    def visible_to(self, user: Visitor) -> Self:
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.nothing or scope.agency_id is not None or scope.insurer_id is not None:
            return self.none()
        rows = self.filter(scope.place("enterprise__city_id", "enterprise__county_id"))
        return rows.filter(enterprise__sectors__contains=[scope.sector]) if scope.sector else rows


class ExemptionQuerySet(OfEnterprise[M_co]):
    def in_force(self, today: date) -> Self:
        """Approved, and the day lies within (both days inclusive)."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today), state=ExemptionState.APPROVED, starts_on__lte=today
        )


class TransferQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """Both cities' bureaus and the province: the offer is the receiving side's only sight of the entry."""
        scope = scope_for(user)
        if scope.everything:
            return self
        if not holds(user, EnterprisePermission.ENTERPRISE_TRANSFER):
            return self.none()
        return self.filter(Q(from_city=scope.city) | Q(to_city=scope.city))
