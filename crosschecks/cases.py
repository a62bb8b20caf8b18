"""Facts that questions are about and that open cases directly: fee flags, promises not kept (N41, N42).

The question and the flag are one fact: a case that was opened directly is written down as the question taken further,
and a question that was asked is taken further on its own page alone. So neither opens a second case.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from accounts.models import User
from core.identifiers import key_in
from core.languages import official
from core.views.addresses import address
from crosschecks import services
from crosschecks.catalogue import CALLED, LABELS, Subject, fact_of, words_of
from crosschecks.choices import FeeAsk, InquiryState, PromiseAsk
from crosschecks.models import Inquiry, fee_key
from crosschecks.permissions import QuestionPermission
from dispositions.choices import CaseSource
from dispositions.models import Case
from dispositions.openers.promises import SOURCE as PROMISES
from dispositions.openers.questions import SOURCE as QUESTIONS
from dispositions.openers.questions import fact_of as fact_of_question
from dispositions.services import complain_fact
from dispositions.sources import Fact, Source, opening_url, register
from inspections.choices import FindingKind, FindingSubject
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy


def fee_case_url(code: str, policy: int, user: User) -> str:
    """Where the case of a fee flag is opened; empty for other questions, and for who takes nothing further."""
    if code not in FeeAsk.values or not user.may(QuestionPermission.QUESTION_SETTLE):
        return ""
    return opening_url(CaseSource.FEE, fee_key(code, policy))


def may_take_further(inquiry: Inquiry, user: User) -> bool:
    """Whether the person's authority opens cases of the question's place and insurer."""
    return complain_fact(fact_of_question(inquiry), user) is None


def as_told(rows: Iterable[Inquiry], user: User) -> list[Inquiry]:
    """The questions as their reader knows them: that one was taken further its insurer learns by a paper of the case,
    and the authority's reason never (issue 18)."""
    listed = list(rows)
    if not user.may(QuestionPermission.QUESTION_ANSWER):
        return listed
    names = {one.case_name for one in listed if one.case_name}
    known = set(cases_known(user).filter(number__in=names).values_list("number", flat=True)) if names else set()
    for one in listed:
        if one.state != InquiryState.FURTHER:
            continue
        one.decision, one.decided_by, one.decided_on = "", None, None
        if one.case_name not in known:
            one.state = InquiryState.ANSWERED if one.answered_on else InquiryState.ASKED
            one.case_name, one.case_url = "", ""
    return listed


def cases_known(user: User) -> QuerySet[Case]:
    """The cases of which a person knows."""
    return Case.objects.visible_to(user).order_by()


def _policy_of(key: str) -> tuple[str, str]:
    """The code of the flag and the key of the policy; empty where the key names neither."""
    code, _sign, policy = key.rpartition("-")
    return (code, policy) if code in FeeAsk.values and key_in(policy) else ("", "")


def find_fee(user: User, key: str, today: date) -> Fact | None:
    """A fee flag that stands and was not asked about."""
    code, pk = _policy_of(key)
    if not code or not user.may(QuestionPermission.QUESTION_VIEW):
        return None
    policy = Policy.objects.visible_to(user).select_related("insurer", "enterprise").filter(pk=pk).first()
    words = words_of(code, policy, user, today) if policy is not None else ""
    if policy is None or not words or services.inquiry_of(code, policy) is not None:
        return None
    return Fact(
        source=CaseSource.FEE,
        key=key,
        name=f"{policy.policy_no}：{LABELS[code]}"[:200],
        title="事故预防费用疑点",
        facts=fact_of(policy, words)[:2000],
        subject=FindingSubject.INSURER,
        kind=FindingKind.FALSE_EXPENSE,
        city=policy.city_id,
        county=policy.county_id,
        insurer=policy.insurer,
    )


def fee_state(_case: Case, key: str, user: User, today: date) -> str:
    """Whether the books still show what the flag says."""
    code, pk = _policy_of(key)
    policy = Policy.objects.visible_to(user).select_related("enterprise").filter(pk=int(pk or 0)).first()
    return _seen_today(code, policy, user, today) if policy is not None else ""


def question_state(_case: Case, key: str, user: User, today: date) -> str:
    """Whether what was asked about is still seen."""
    number = key_in(key)
    asked = Inquiry.objects.visible_to(user).filter(pk=number).first() if number else None
    return _seen_today(asked.code, asked.subject, user, today) if asked is not None else ""


def _seen_today(code: str, subject: Subject, user: User, today: date) -> str:
    words = words_of(code, subject, user, today)
    if words:
        return f"{fact_of(subject, words).rstrip('。')}，疑点仍然存在"
    with official():
        return f"{CALLED[type(subject)]} {subject} 现已没有「{LABELS[code]}」的疑点"


def fee_opened(case: Case, key: str, by: User, today: date, at: datetime) -> None:
    """The flag's question is taken further by this case."""
    code, pk = _policy_of(key)
    services.note_case(code=code, subject=Policy.objects.get(pk=pk), case=case, by=by, today=today, at=at)


def url_of_fee(key: str) -> str:
    """The page of the flag's question, else of its policy."""
    code, pk = _policy_of(key)
    inquiry = Inquiry.objects.filter(code=code, policy=int(pk or 0), activity=None, plan=None).first()
    if inquiry is not None:
        return address("crosschecks:question-detail", inquiry.pk)
    return address("policies:policy-detail", int(pk)) if pk else ""


def find_promise(user: User, key: str, today: date) -> Fact | None:
    """Promises of a plan that are late, unless somebody asked about them."""
    fact = PROMISES.find(user, key, today)
    if fact is None or Inquiry.objects.filter(code=PromiseAsk.LATE, plan=int(key)).exists():
        return None
    return fact


def promise_opened(case: Case, key: str, by: User, today: date, at: datetime) -> None:
    """The question about the plan's late promises is taken further by this case."""
    plan = ServicePlan.objects.get(pk=key)
    services.note_case(code=PromiseAsk.LATE, subject=plan, case=case, by=by, today=today, at=at)


FEES: Final = Source(code=CaseSource.FEE, find=find_fee, url=url_of_fee, opened=fee_opened, state=fee_state)


def register_sources() -> None:
    """Let fee flags open cases, and let promises do so beside their questions; questions are looked at again."""
    register(FEES)
    register(replace(QUESTIONS, state=question_state))
    register(replace(PROMISES, find=find_promise, opened=promise_opened))
