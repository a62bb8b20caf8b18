"""What is asked about a policy (domain.md 4.2): one condition each, for the list's filter and for the policy's page.

A rule with days is judged by its value on the policy's first day; how many people and what limit are insured, on the
day looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Abs
from django.utils.translation import gettext_lazy as _

from insurers.expenses.models import Expense
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy
from insurers.policies.querysets import MONEY, PolicyQuerySet, budget_of
from insurers.policies.rules import TOLERANCE
from rulebook.book import value_by_day, value_on
from rulebook.choices import RuleCode

ONE_DAY: Final = timedelta(days=1)

QUESTIONS: Final = (
    ("OVERLAP", _("Overlaps another policy of the enterprise")),
    ("BREAK", _("Cover was interrupted before it")),
    ("LONG", _("Period longer than usual")),
    ("PARTLY", _("Fewer people insured than employed")),
    ("UNDER_LIMIT", _("Limit per person below the minimum")),
    ("COMMISSION", _("Commission above the limit")),
    ("FEE_SHARE", _("Prevention fee share outside the limits")),
    ("TELL", _("Use of the fee not told for a year")),
    ("BUDGET", _("Budget differs from premium times share")),
)

#: The dated rules behind a question, whose source and clause its page shows.
RULES_OF: Final = {
    "LONG": (RuleCode.LONG_PERIOD_DAYS,),
    "UNDER_LIMIT": (RuleCode.LIMIT_PER_PERSON,),
    "COMMISSION": (RuleCode.COMMISSION_MAX,),
    "FEE_SHARE": (RuleCode.FEE_SHARE_MIN, RuleCode.FEE_SHARE_MAX),
}


@dataclass(frozen=True, slots=True)
class Eye:
    """Who looks and when: `others` are the policies that the person may see, `day` the day looked at."""

    others: PolicyQuerySet[Policy]
    day: date


def _others(eye: Eye) -> Any:
    held = eye.others.filter(status=PolicyStatus.IN_FORCE).order_by().with_cover_end()
    return held.filter(enterprise=OuterRef("enterprise")).exclude(pk=OuterRef("pk"))


def _overlap(eye: Eye) -> Q:
    same_days = _others(eye).filter(start_on__lte=OuterRef("cover_to"), cover_to__gte=OuterRef("start_on"))
    return Q(Exists(same_days), status=PolicyStatus.IN_FORCE, cover_to__gte=F("start_on"))


def _break(eye: Eye) -> Q:
    before = _others(eye).filter(start_on__lt=OuterRef("start_on"))
    day_before = OuterRef("start_on") - ONE_DAY
    return Q(Exists(before), ~Exists(before.filter(cover_to__gte=day_before)), status=PolicyStatus.IN_FORCE)


def _long(eye: Eye) -> Q:
    longest = value_on(RuleCode.LONG_PERIOD_DAYS, eye.day)
    return Q(pk__in=[]) if longest is None else Q(cover_to__gte=F("start_on") + timedelta(days=int(longest)))


def _under_limit(eye: Eye) -> Q:
    least = value_on(RuleCode.LIMIT_PER_PERSON, eye.day)
    return Q(pk__in=[]) if least is None else Q(limit_now__lt=least, cover_to__gte=eye.day)


def _fee_share(_eye: Eye) -> Q:
    lowest, highest = value_by_day(RuleCode.FEE_SHARE_MIN), value_by_day(RuleCode.FEE_SHARE_MAX)
    return Q(fee_rate__lt=lowest) | Q(fee_rate__gt=highest)


def _untold(eye: Eye) -> Q:
    """AQ 9010, 7.3: begun a year ago or more, fees booked, and the insured not told of their use within the year."""
    year_ago = eye.day - timedelta(days=365)
    booked = Expense.objects.filter(policy=OuterRef("pk"), booked_on__lte=eye.day)
    never = Q(detail__disclosed_on__isnull=True) | Q(detail__disclosed_on__lt=year_ago)
    return never & Q(Exists(booked), start_on__lte=year_ago)


CONDITIONS: Final[dict[str, Callable[[Eye], Q]]] = {
    "OVERLAP": _overlap,
    "BREAK": _break,
    "LONG": _long,
    "PARTLY": lambda _eye: Q(people_now__lt=F("enterprise__employees")),
    "UNDER_LIMIT": _under_limit,
    "COMMISSION": lambda _eye: Q(detail__commission_rate__gt=value_by_day(RuleCode.COMMISSION_MAX)),
    "FEE_SHARE": _fee_share,
    "TELL": _untold,
    "BUDGET": lambda _eye: Q(budget_off__gt=TOLERANCE, detail__budget_reason=""),
}


def _measured(rows: PolicyQuerySet[Policy], eye: Eye) -> Any:
    stated = rows.with_cover_end().with_stated(eye.day, people_now="insured_people", limit_now="limit_per_person")
    return stated.annotate(budget_off=Abs(F("detail__fee_budget") - budget_of(), output_field=MONEY))


def asked(rows: PolicyQuerySet[Policy], code: str, eye: Eye) -> Any:
    """The policies that one of QUESTIONS is about."""
    return _measured(rows, eye).filter(CONDITIONS[code](eye))


def questions_of(policy: Policy, eye: Eye) -> list[str]:
    """The codes of the questions about one policy, in the order of QUESTIONS, by one query."""
    flags = {
        f"ask_{code.lower()}": Case(When(CONDITIONS[code](eye), then=Value(value=True)), default=Value(value=False))
        for code, _name in QUESTIONS
    }
    rows: Any = _measured(Policy.objects.filter(pk=policy.pk), eye)
    found = rows.annotate(**flags).values(*flags).get()
    return [code for code, _name in QUESTIONS if found[f"ask_{code.lower()}"]]


def overlapping(policy: Policy, eye: Eye) -> Any:
    """The other policies, as far as they may be seen, whose days of cover meet this one's."""
    mine = Policy.objects.filter(pk=policy.pk).with_cover_end().values_list("cover_to", flat=True).get()
    others = eye.others.filter(status=PolicyStatus.IN_FORCE, enterprise=policy.enterprise_id).exclude(pk=policy.pk)
    return others.with_cover_end().filter(start_on__lte=mine, cover_to__gte=policy.start_on)
