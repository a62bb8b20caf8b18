"""What is asked about a policy (domain.md 4.2): one class for each question, for the list's filter and the page.

A rule with days is judged by its value on the policy's first day; how many people and what limit are insured, on the
day looked at.
"""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Final, cast

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Abs
from django.utils.translation import ngettext
from typing_extensions import override

from accounts.models import User
from core.templatetags.portal import percent, thousands, yuan
from crosschecks.choices import PolicyAsk
from insurers.base.questions import M, Question
from insurers.expenses.models import Expense
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy, PolicyDetail
from insurers.policies.querysets import MONEY, PolicyQuerySet, budget_of
from insurers.policies.rules import TOLERANCE, Terms, fee_budget
from rulebook.book import value_by_day, value_on
from rulebook.choices import RuleCode

ONE_DAY: Final = timedelta(days=1)
YEAR: Final = timedelta(days=365)
NOBODY: Final = Q(pk__in=[])
#: Policies, with or without the columns that their queries add.
Policies = PolicyQuerySet[Any]


@dataclass(frozen=True, slots=True)
class Eye:
    """Who looks and when: `others` are the policies that the person may see, `day` the day looked at."""

    others: PolicyQuerySet[Policy]
    day: date

    def others_of_enterprise(self) -> Policies:
        """The other policies in force of the row's enterprise, each with the last day of its cover."""
        in_force = self.others.filter(status=PolicyStatus.IN_FORCE).order_by().with_cover_end()
        return in_force.filter(enterprise=OuterRef("enterprise")).exclude(pk=OuterRef("pk"))


@dataclass(frozen=True, slots=True)
class Look:
    """A policy as its page looks at it: with its terms on the day and its further facts."""

    policy: Policy
    terms: Terms
    detail: PolicyDetail | None


class PolicyQuestion(Question):
    """A question about a policy. `is_judged_today`: by the rule of the day looked at, not of the first day."""

    ledger = "policies"
    clause = "domain 4.2"
    is_judged_today: ClassVar[bool] = False

    @abstractmethod
    def condition(self, eye: Eye) -> Q:
        """Over the columns of `measured`."""

    def about(self, rows: QuerySet[M], user: User, day: date) -> QuerySet[M]:
        # The rows of this ledger are policies, though the room of questions knows them as rows only.
        policies = cast("Policies", rows)
        return cast("QuerySet[M]", self.among(policies, Eye(Policy.objects.visible_to(user), day)))

    def among(self, rows: Policies, eye: Eye) -> Policies:
        """The policies that it is about."""
        return measured(rows, eye).filter(self.condition(eye))

    def seen(self, look: Look) -> str:  # noqa: ARG002 - the form of a question
        """What is seen of it in the policy, in words; empty where the question says it all."""
        return ""

    def others(self, policy: Policy, eye: Eye) -> Iterable[Policy]:  # noqa: ARG002 - the form of a question
        """Other policies that it names."""
        return ()


class Overlap(PolicyQuestion):
    code = PolicyAsk.OVERLAP
    label = code.label

    def condition(self, eye: Eye) -> Q:
        others = eye.others_of_enterprise()
        same_days = others.filter(start_on__lte=OuterRef("cover_to"), cover_to__gte=OuterRef("start_on"))
        return Q(Exists(same_days), status=PolicyStatus.IN_FORCE, cover_to__gte=F("start_on"))

    def others(self, policy: Policy, eye: Eye) -> Iterable[Policy]:
        return overlapping(policy, eye).select_related("insurer")


class Break(PolicyQuestion):
    code = PolicyAsk.BREAK
    label = code.label

    def condition(self, eye: Eye) -> Q:
        before = eye.others_of_enterprise().filter(start_on__lt=OuterRef("start_on"))
        day_before = OuterRef("start_on") - ONE_DAY
        return Q(Exists(before), ~Exists(before.filter(cover_to__gte=day_before)), status=PolicyStatus.IN_FORCE)


class Long(PolicyQuestion):
    code = PolicyAsk.LONG
    label = code.label
    rules = (RuleCode.LONG_PERIOD_DAYS,)
    is_judged_today = True

    def condition(self, eye: Eye) -> Q:
        longest = value_on(RuleCode.LONG_PERIOD_DAYS, eye.day)
        return NOBODY if longest is None else Q(cover_to__gte=F("start_on") + timedelta(days=int(longest)))

    def seen(self, look: Look) -> str:
        return ngettext("%(n)s day", "%(n)s days", (look.terms.end_on - look.policy.start_on).days + 1) % {
            "n": (look.terms.end_on - look.policy.start_on).days + 1
        }


class PeoplePartly(PolicyQuestion):
    code = PolicyAsk.PARTLY
    label = code.label

    @override
    def condition(self, eye: Eye) -> Q:
        return Q(people_now__lt=F("enterprise__employees"))

    def seen(self, look: Look) -> str:
        return f"{thousands(look.terms.insured_people)} / {thousands(look.policy.enterprise.employees)}"


class LimitTooLow(PolicyQuestion):
    code = PolicyAsk.UNDER_LIMIT
    label = code.label
    rules = (RuleCode.LIMIT_PER_PERSON,)
    is_judged_today = True

    def condition(self, eye: Eye) -> Q:
        least = value_on(RuleCode.LIMIT_PER_PERSON, eye.day)
        return NOBODY if least is None else Q(limit_now__lt=least, cover_to__gte=eye.day)

    def seen(self, look: Look) -> str:
        return yuan(look.terms.limit_per_person)


class CommissionTooHigh(PolicyQuestion):
    code = PolicyAsk.COMMISSION
    label = code.label
    rules = (RuleCode.COMMISSION_MAX,)

    @override
    def condition(self, eye: Eye) -> Q:
        return Q(detail__commission_rate__gt=value_by_day(RuleCode.COMMISSION_MAX))

    def seen(self, look: Look) -> str:
        return percent(look.detail.commission_rate if look.detail else None)


class FeeShareOutside(PolicyQuestion):
    code = PolicyAsk.FEE_SHARE
    label = code.label
    rules = (RuleCode.FEE_SHARE_MIN, RuleCode.FEE_SHARE_MAX)

    @override
    def condition(self, eye: Eye) -> Q:
        lowest, highest = value_by_day(RuleCode.FEE_SHARE_MIN), value_by_day(RuleCode.FEE_SHARE_MAX)
        return Q(fee_rate__lt=lowest) | Q(fee_rate__gt=highest)

    def seen(self, look: Look) -> str:
        return percent(look.policy.fee_rate)


class UseNotTold(PolicyQuestion):
    """Begun a year ago or more, fees booked, and the insured not told of their use within the year."""

    code = PolicyAsk.TELL
    label = code.label
    clause = "AQ 9010 7.3"

    def condition(self, eye: Eye) -> Q:
        year_ago = eye.day - YEAR
        booked = Expense.objects.filter(policy=OuterRef("pk"), booked_on__lte=eye.day)
        never = Q(detail__disclosed_on__isnull=True) | Q(detail__disclosed_on__lt=year_ago)
        return never & Q(Exists(booked), start_on__lte=year_ago)


class BudgetDiffers(PolicyQuestion):
    code = PolicyAsk.BUDGET
    label = code.label

    @override
    def condition(self, eye: Eye) -> Q:
        return Q(budget_off__gt=TOLERANCE, detail__budget_reason="")

    def seen(self, look: Look) -> str:
        stated = look.detail.fee_budget if look.detail else None
        return f"{yuan(stated)} / {yuan(fee_budget(look.policy.premium_paid, look.policy.fee_rate))}"


ALL: Final[tuple[PolicyQuestion, ...]] = (
    Overlap(),
    Break(),
    Long(),
    PeoplePartly(),
    LimitTooLow(),
    CommissionTooHigh(),
    FeeShareOutside(),
    UseNotTold(),
    BudgetDiffers(),
)
#: The questions' codes and words, in their order.
QUESTIONS: Final = tuple((question.code, question.label) for question in ALL)
BY_CODE: Final = {question.code: question for question in ALL}


def measured(rows: Policies, eye: Eye) -> Policies:
    """The policies with what the conditions read: last day of cover, people and limit on the day, budget's difference."""
    stated = rows.with_cover_end().with_stated(eye.day, people_now="insured_people", limit_now="limit_per_person")
    return stated.annotate(budget_off=Abs(F("detail__fee_budget") - budget_of(), output_field=MONEY))


def asked(rows: PolicyQuerySet[Policy], code: str, eye: Eye) -> Policies:
    """The policies that one of QUESTIONS is about."""
    return BY_CODE[code].among(rows, eye)


def open_questions(policy: Policy, eye: Eye) -> list[PolicyQuestion]:
    """The questions about one policy, in their order, by one query."""
    flags = {
        f"ask_{question.code.lower()}": Case(
            When(question.condition(eye), then=Value(value=True)), default=Value(value=False)
        )
        for question in ALL
    }
    row = measured(Policy.objects.filter(pk=policy.pk), eye).annotate(**flags).values(*flags).get()
    return [question for question, is_open in zip(ALL, row.values(), strict=True) if is_open]


def questions_of(policy: Policy, eye: Eye) -> list[str]:
    """The codes of the questions about one policy."""
    return [question.code for question in open_questions(policy, eye)]


def overlapping(policy: Policy, eye: Eye) -> Policies:
    """The other policies, as far as they may be seen, whose days of cover meet this one's."""
    mine: Policies = Policy.objects.filter(pk=policy.pk).with_cover_end()
    last = mine.values_list("cover_to", flat=True).get()
    others: Policies = eye.others.filter(status=PolicyStatus.IN_FORCE, enterprise=policy.enterprise_id).exclude(
        pk=policy.pk
    )
    covering: Policies = others.with_cover_end()
    return covering.filter(start_on__lte=last, cover_to__gte=policy.start_on)
