"""Which policies and services a person sees, and their adjectives."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from accounts.scope import city_code_of, scope_for

if TYPE_CHECKING:
    from insurers.models import (  # noqa: F401 - named as text
        Activity,
        Expense,
        Material,
        MonthClosing,
        OrderRecord,
        Policy,
        ServiceOrder,
        YearReport,
    )

M = TypeVar("M", bound=models.Model)


class InsurerRows(models.QuerySet[M]):
    """Rows with `insurer`, `city`, `county` and `enterprise`."""

    def visible_to(self, user: Any) -> Self:
        """One's own as an insurer, else those whose enterprise lies in the person's place (domain.md 1.5)."""
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.nothing or scope.agency_id is not None:
            return self.none()
        if scope.insurer_id is not None:
            return self.filter(insurer_id=scope.insurer_id)
        rows = self.filter(scope.place())
        if scope.county is not None:
            rows = rows.filter(city=city_code_of(scope.county))  # the city's index serves its counties, too
        return rows.filter(enterprise__sectors__contains=[scope.sector]) if scope.sector else rows


class PolicyQuerySet(InsurerRows["Policy"]):
    def in_force(self, today: date) -> Self:
        """Stored status 有效 and the period, both days inclusive, holds the day (figure coverage.insured).

        Where an endorsement moved the last day, that one counts. Which day an endorsement takes effect needs no
        question here: none ends the cover before that day, and none prolongs it after the cover has ended.
        """
        # Correlated, so that the planner may look up one policy or hash all that were moved, whichever costs less.
        moved = apps.get_model("insurers", "PolicyDetail")._default_manager.filter(policy=models.OuterRef("pk"))
        still, over = moved.filter(cover_end_on__gte=today), moved.filter(cover_end_on__lt=today)
        days = Q(end_on__gte=today) & ~Q(models.Exists(over)) | Q(models.Exists(still))
        return self.filter(days, status="IN_FORCE", start_on__lte=today)


class PolicyParts(models.QuerySet[M]):
    """Rows that hang on a policy: whoever sees the policy sees them."""

    def visible_to(self, user: Any) -> Self:
        policies = apps.get_model("insurers", "Policy")._default_manager
        return self.filter(policy__in=policies.visible_to(user))


class ActivityQuerySet(InsurerRows["Activity"]):
    def visible_to(self, user: Any) -> Self:
        scope = scope_for(user)
        if scope.agency_id is not None:
            return self.filter(agency_id=scope.agency_id)
        return super().visible_to(user)

    def countable(self, cutoff: date) -> Self:
        """Those that figures count: given and not void, begun by the cut-off (contract 5), none that was corrected."""
        given = self.exclude(state__in=("VOID", "SCHEDULED")).filter(start_on__lte=cutoff)
        detail = apps.get_model("insurers", "ActivityDetail")._default_manager
        return given.exclude(
            pk__in=detail.filter(corrects__isnull=False).exclude(activity__state="VOID").values("corrects")
        )


class ActivityParts(models.QuerySet[M]):
    """Rows that hang on a service: whoever sees the service sees them."""

    def visible_to(self, user: Any) -> Self:
        services = apps.get_model("insurers", "Activity")._default_manager
        return self.filter(activity__in=services.visible_to(user))


class ExpenseQuerySet(InsurerRows["Expense"]):
    def visible_to(self, user: Any) -> Self:
        """Vouchers are for the insurer itself and its regulators; bureaus get totals only (`in_place_of`)."""
        if not getattr(user, "is_authenticated", False) or not user.may(Permission.EXPENSE_VIEW):
            return self.none()
        return super().visible_to(user)

    def in_place_of(self, user: Any) -> Self:
        """Those that make the totals of a person's place, whether or not the vouchers may be read."""
        return super().visible_to(user)

    def countable(self, cutoff: date) -> Self:
        """Those that figures count: booked by the cut-off, reversals included (contract 5)."""
        return self.filter(booked_on__lte=cutoff)


class MonthClosingQuerySet(models.QuerySet["MonthClosing"]):
    def visible_to(self, user: Any) -> Self:
        """An insurer's own; nobody else works with them."""
        scope = scope_for(user)
        return self.none() if scope.insurer_id is None else self.filter(insurer_id=scope.insurer_id)

    def months_of(self, insurer_id: int) -> set[tuple[int, int]]:
        """The closed months as (year, month)."""
        return {(day.year, day.month) for day in self.filter(insurer_id=insurer_id).values_list("month", flat=True)}


class AgencyRows(models.QuerySet[M]):
    """What an agency keeps about itself: its own people, the insurers that choose, and the province read it."""

    def visible_to(self, user: Any) -> Self:
        scope = scope_for(user)
        if scope.agency_id is not None:
            return self.filter(agency_id=scope.agency_id)
        return self if scope.everything or scope.insurer_id is not None else self.none()


class ContractRows(models.QuerySet[M]):
    """What stands between one insurer and one agency: theirs alone, and the province's."""

    def visible_to(self, user: Any) -> Self:
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.agency_id is not None:
            return self.filter(agency_id=scope.agency_id)
        return self.none() if scope.insurer_id is None else self.filter(insurer_id=scope.insurer_id)


class ServiceOrderQuerySet(ContractRows["ServiceOrder"]):
    """An agency sees the orders given to it, an insurer those it gave."""


class OrderRecordQuerySet(models.QuerySet["OrderRecord"]):
    def visible_to(self, user: Any) -> Self:
        """Of the orders one sees."""
        orders = apps.get_model("insurers", "ServiceOrder")._default_manager
        return self.filter(order__in=orders.visible_to(user))


class MaterialQuerySet(models.QuerySet["Material"]):
    def visible_to(self, user: Any) -> Self:
        """An insurer's own; the supervisors those that were given to units of their place."""
        scope = scope_for(user)
        if scope.insurer_id is not None:
            return self.filter(insurer_id=scope.insurer_id)
        if scope.everything:
            return self.exclude(state="DRAFT")
        given = apps.get_model("insurers", "Assignment")._default_manager
        return self.filter(pk__in=given.visible_to(user).values("material"))


class EvaluationQuerySet(models.QuerySet["YearReport"]):
    def visible_to(self, user: Any) -> Self:
        """One's own as an insurer; the supervisors read all of them."""
        scope = scope_for(user)
        if scope.insurer_id is not None:
            return self.filter(insurer_id=scope.insurer_id)
        return self if user.may(Permission.FEE_VIEW) else self.none()
