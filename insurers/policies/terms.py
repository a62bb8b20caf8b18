"""A policy's terms on a day: what its ledger says, with the endorsements in effect by then (domain.md 4.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from insurers.policies.choices import PolicyEnd
from insurers.policies.models import Endorsement, Policy

#: What an endorsement states anew, and what it adds to.
STATED: Final = ("insured_people", "limit_per_person", "limit_per_accident", "limit_total")

ADDED: Final = (("premium_due", "premium_due_change"), ("premium_paid", "premium_paid_change"))

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """People, amounts in yuan, the inclusive last day of cover; `ended` tells what ended it early, else empty."""

    insured_people: int
    limit_per_person: Decimal
    limit_per_accident: Decimal
    limit_total: Decimal
    premium_due: Decimal
    premium_paid: Decimal
    end_on: date
    ended: str = ""

    def complaint(self, start_on: date) -> str | None:
        """What cannot be: the orders of domain.md 4.2 and a cover that ends before it begins."""
        if self.limit_per_person > self.limit_per_accident:
            return f"每人责任限额 {self.limit_per_person:,.2f} 元高于每次事故责任限额 {self.limit_per_accident:,.2f} 元"
        if self.limit_per_accident > self.limit_total:
            return f"每次事故责任限额 {self.limit_per_accident:,.2f} 元高于累计责任限额 {self.limit_total:,.2f} 元"
        if self.premium_due < 0 or self.premium_paid < 0:
            return "批改后保费小于 0 元"
        if self.premium_paid > self.premium_due:
            return f"批改后实收保费 {self.premium_paid:,.2f} 元高于应收保费 {self.premium_due:,.2f} 元"
        if not self.ended and self.end_on < start_on:
            return f"批改后保险止期 {self.end_on} 早于保险起期 {start_on}"
        return None


def written(policy: Policy) -> Terms:
    """The terms as the ledger has them."""
    return Terms(*(getattr(policy, name) for name in (*STATED, "premium_due", "premium_paid", "end_on")))


def applied(terms: Terms, change: Endorsement) -> Terms:
    """The terms after one endorsement. One that ends the policy leaves the day before as the last day of cover."""
    stated: dict[str, Any] = {name: getattr(change, name) for name in STATED if getattr(change, name) is not None}
    added: dict[str, Any] = {name: getattr(terms, name) + (getattr(change, by) or 0) for name, by in ADDED}
    if change.ends:
        return replace(terms, **stated, **added, end_on=change.effective_on - ONE_DAY, ended=change.ends)
    moved: dict[str, Any] = {} if change.end_on is None else {"end_on": change.end_on, "ended": ""}
    return replace(terms, **stated, **added, **moved)


def terms_on(policy: Policy, endorsements: Iterable[Endorsement], day: date | None = None) -> Terms:
    """The terms on a day, or after all endorsements; `endorsements` in the order of their effect."""
    terms = written(policy)
    for change in endorsements:
        if day is None or change.effective_on <= day:
            terms = applied(terms, change)
    return terms


def standing(policy: Policy, terms: Terms, day: date) -> str:
    """in_force, future, expired 到期 (both by the days), or how it ended: SURRENDERED, CANCELLED."""
    if policy.status != "IN_FORCE":
        return str(policy.status)
    if terms.end_on < day:
        return terms.ended or "expired"
    return "future" if policy.start_on > day else "in_force"


def stated_on(name: str, day: date) -> Combinable:
    """One of STATED as it holds on the day, inside a query on policies; only endorsed ones are looked up."""
    changes = Endorsement.objects.filter(effective_on__lte=day, **{f"{name}__isnull": False})
    latest = changes.filter(policy=OuterRef("pk")).order_by("-effective_on", "-pk").values(name)[:1]
    return Case(When(pk__in=changes.values("policy"), then=Subquery(latest)), default=F(name))


def last_day(policy: Policy) -> tuple[Any, str]:
    """(last day of cover or None, what ended it) as PolicyDetail keeps them: None where no endorsement moved it."""
    changes = list(policy.endorsements.order_by("effective_on", "pk"))
    if not any(change.ends or change.end_on for change in changes):
        return None, ""
    terms = terms_on(policy, changes)
    return terms.end_on, terms.ended


def with_cover_end(rows: QuerySet[Policy]) -> Any:
    """Annotate `cover_to`, the inclusive last day of cover, and `ended`, what ended it early."""
    return rows.annotate(
        cover_to=Coalesce("detail__cover_end_on", "end_on"), ended=Coalesce("detail__ended", Value(""))
    )


#: How a policy stands on a day, for the filter of the list.
STANDINGS: Final = (
    ("in_force", _("In force")), ("future", _("Begins later")), ("expired", _("Expired")), *PolicyEnd.choices,
)  # fmt: skip


def of_standing(rows: Any, standing: str, day: date) -> Any:
    """Those of `with_cover_end` that stand so on the day; the same as `terms.standing` for each."""
    held = Q(status="IN_FORCE")
    over = held & Q(cover_to__lt=day)
    if standing in dict(PolicyEnd.choices):
        return rows.filter(Q(status=standing) | over & Q(ended=standing))
    conditions = {
        "in_force": held & Q(start_on__lte=day, cover_to__gte=day),
        "future": held & Q(start_on__gt=day, cover_to__gte=day),
        "expired": over & Q(ended=""),
    }
    return rows.filter(conditions[standing])
