"""Which policies a person sees, how they stand on a day, their budgets, and what hangs on them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Case, DecimalField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Round

from core.people import Visitor
from insurers.base.querysets import InsurerRows, M, visible_through
from insurers.policies.choices import PolicyEnd, PolicyStatus, Standing

#: Sums of yuan in queries.
MONEY: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=18, decimal_places=2)


def budget_of(premium: str = "premium_paid", rate: str = "fee_rate") -> Round:
    """`rules.fee_budget` in a query: PostgreSQL rounds half away from nothing. `premium` and `rate` name columns."""
    return Round(ExpressionWrapper(F(premium) * F(rate), output_field=MONEY), 2, output_field=MONEY)


class PolicyQuerySet(InsurerRows[M]):
    shown_by_grant = True

    def in_force(self, today: date) -> Self:
        """Stored status 有效 and the period, both days inclusive, holds the day (figure coverage.insured).

        Where an endorsement moved the last day, that one counts. Which day an endorsement takes effect needs no
        question here: none ends the cover before that day, and none prolongs it after the cover has ended.
        """
        # Correlated, so that the planner may look up one policy or hash all that were moved, whichever costs less.
        moved = self._of("detail").filter(policy=OuterRef("pk"))
        still, over = moved.filter(cover_end_on__gte=today), moved.filter(cover_end_on__lt=today)
        days = Q(end_on__gte=today) & ~Q(Exists(over)) | Q(Exists(still))
        return self.filter(days, status=PolicyStatus.IN_FORCE, start_on__lte=today)

    def first_of_insurer(self, since: datetime) -> Self:
        """Entered since then, by an insurer that had no policy on the enterprise before."""
        earlier = self.model._default_manager.filter(
            insurer=OuterRef("insurer"), enterprise=OuterRef("enterprise"), pk__lt=OuterRef("pk")
        )
        return self.filter(created_at__gte=since).exclude(Exists(earlier))

    def with_cover_end(self) -> Self:
        """Annotate `cover_to`, the inclusive last day of cover, and `ended`, what ended it early."""
        return self.annotate(
            cover_to=Coalesce("detail__cover_end_on", "end_on"), ended=Coalesce("detail__ended", Value(""))
        )

    def of_standing(self, standing: str, day: date) -> Self:
        """Those of `with_cover_end` that stand so on the day: the same as `rules.standing` for each."""
        held = Q(status=PolicyStatus.IN_FORCE)
        over = held & Q(cover_to__lt=day)
        if standing in PolicyEnd.values:
            return self.filter(Q(status=standing) | over & Q(ended=standing))
        conditions: dict[str, Q] = {
            Standing.IN_FORCE: held & Q(start_on__lte=day, cover_to__gte=day),
            Standing.FUTURE: held & Q(start_on__gt=day, cover_to__gte=day),
            Standing.EXPIRED: over & Q(ended=""),
        }
        return self.filter(conditions[standing])

    def with_premium(self, day: date) -> "PolicyQuerySet[Any]":
        """Annotate `premium_so_far`: the premium paid in yuan with what endorsements of effect by the day added or gave
        back, as `rules.terms_on` has it; only endorsed ones are looked up.
        """
        changes = self._of("endorsements").filter(effective_on__lte=day, premium_paid_change__isnull=False)
        of_one = changes.filter(policy=OuterRef("pk")).order_by().values("policy")
        added = Subquery(of_one.annotate(n=Sum("premium_paid_change")).values("n"))
        endorsed = When(pk__in=changes.values("policy"), then=F("premium_paid") + added)
        rows: PolicyQuerySet[Any] = self.annotate(
            premium_so_far=Case(endorsed, default=F("premium_paid"), output_field=MONEY)
        )
        return rows

    def with_stated(self, day: date, **names: str) -> "PolicyQuerySet[Any]":
        """Annotate under each name one of `rules.STATED` as it holds on the day; only endorsed ones are looked up."""
        rows: PolicyQuerySet[Any] = self.annotate(**{alias: self._stated(name, day) for alias, name in names.items()})
        return rows

    def _stated(self, name: str, day: date) -> Combinable:
        changes = self._of("endorsements").filter(effective_on__lte=day, **{f"{name}__isnull": False})
        latest = changes.filter(policy=OuterRef("pk")).order_by("-effective_on", "-pk").values(name)[:1]
        return Case(When(pk__in=changes.values("policy"), then=Subquery(latest)), default=F(name))

    def _of(self, relation: str) -> models.QuerySet[models.Model]:
        """All rows of the model at the other end of a relation."""
        other: type[models.Model] = self.model._meta.get_field(relation).related_model  # type: ignore[assignment]
        return other._default_manager.all()


class PolicyParts(models.QuerySet[M]):
    """Rows that hang on a policy: whoever sees the policy sees them."""

    def visible_to(self, user: Visitor) -> models.QuerySet[M]:
        return visible_through(self, "policy", user)
