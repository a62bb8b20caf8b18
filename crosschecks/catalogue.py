"""Every question of the portal by its code: what row it is about, and what is seen of it today.

A question stands as long as its words are not empty. They are Chinese always, since they go to the insurer.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from django.db.models import QuerySet

from accounts.models import User
from core.languages import official
from crosschecks.choices import ASKS, ActivityAsk, FeeAsk, PolicyAsk, PromiseAsk
from crosschecks.matters import experts, fees, hazards, policies, promises, staff
from insurers.activities.models import Activity
from insurers.expenses.figures import shares_on, with_fees
from insurers.plans.models import ServicePlan
from insurers.policies.models import Endorsement, Policy, PolicyDetail
from insurers.policies.rules import terms_on

Subject: TypeAlias = Policy | Activity | ServicePlan
#: The words of the questions of one family that stand about a row: {code: words}.
Words: TypeAlias = dict[str, str]
CALLED: Final[dict[type[Subject], str]] = {Policy: "保单", Activity: "服务记录", ServicePlan: "服务方案"}
#: What a question asks at the end of what is seen.
REQUEST: Final = re.compile(r"[，；]请[^，。；]{0,40}。?$")


def fact_of(subject: Subject, seen: str) -> str:
    """What is seen, as the fact of a case: of which row and enterprise, without what the question asks."""
    return f"{CALLED[type(subject)]} {subject}（{subject.enterprise}）：{REQUEST.sub('。', seen)}"


@dataclass(frozen=True, slots=True)
class Family:
    """Questions about rows of one model; `words` answers those that stand, for a person on a day."""

    codes: tuple[str, ...]
    model: type[Subject]
    words: Callable[..., Words]


def _of_policy(policy: Policy, user: User, day: date) -> Words:
    eye = policies.Eye(Policy.objects.visible_to(user), day)
    open_ones = policies.open_questions(policy, eye)
    if not open_ones:
        return {}
    changes = list(Endorsement.objects.visible_to(user).filter(policy=policy))
    detail = PolicyDetail.objects.visible_to(user).filter(policy=policy).first()
    look = policies.Look(policy, terms_on(policy, changes, day), detail)
    return {one.code: "：".join(filter(None, (str(one.label), one.seen(look)))) for one in open_ones}


def _of_fees(policy: Policy, _user: User, day: date) -> Words:
    row = with_fees(Policy.objects.filter(pk=policy.pk), day).first()
    if row is None:
        return {}
    shares = shares_on(day)
    return {one.code: one.sentence(row, shares) for one in fees.ALL if getattr(row, one.code)}  # type: ignore[arg-type]


def _of_activity(activity: Activity, user: User, _day: date) -> Words:
    found = {
        ActivityAsk.HAZARDS: hazards.question_of(activity),
        ActivityAsk.STAFF: "；".join(staff.question_of(activity)),
        ActivityAsk.EXPERTS: "；".join(_pairs(activity, user)),
    }
    return {code: words for code, words in found.items() if words}


def _pairs(activity: Activity, user: User) -> Iterator[str]:
    """Where else an expert was that day: the place alone, since the other service may be another insurer's."""
    for pair in experts.questions_about(activity, Activity.objects.visible_to(user)):
        other = pair.second if pair.first.pk == activity.pk else pair.first
        yield f"专家 {pair.name} 同日另在{other.county.name}服务（{other.start_on} 起）"


def _of_plan(plan: ServicePlan, user: User, day: date) -> Words:
    words = promises.question_of(plan, user, day)
    return {PromiseAsk.LATE: words} if words else {}


FAMILIES: Final = (
    Family(tuple(PolicyAsk.values), Policy, _of_policy),
    Family(tuple(FeeAsk.values), Policy, _of_fees),
    Family(tuple(ActivityAsk.values), Activity, _of_activity),
    Family(tuple(PromiseAsk.values), ServicePlan, _of_plan),
)
LABELS: Final = dict(ASKS)


def family_of(code: str) -> Family | None:
    """None for a code that no question has."""
    return next((family for family in FAMILIES if code in family.codes), None)


def rows_for(code: str, user: User) -> QuerySet[Subject] | None:
    """The rows that the question may be about, as far as the person sees them."""
    family = family_of(code)
    rows: QuerySet[Subject] | None = family.model.objects.visible_to(user) if family else None
    return rows


def words_about(row: Subject, user: User, day: date) -> Words:
    """{code: words} of all questions that stand about a row."""
    with official():
        return {
            code: words
            for family in FAMILIES
            if isinstance(row, family.model)
            for code, words in family.words(row, user, day).items()
        }


def words_of(code: str, row: Subject, user: User, day: date) -> str:
    """What is seen of one question, empty where it does not stand."""
    family = family_of(code)
    if family is None or not isinstance(row, family.model):
        return ""
    with official():
        return family.words(row, user, day).get(code, "")
