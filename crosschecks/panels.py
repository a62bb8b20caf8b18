"""What the pages of policies, services and plans show of the questions about them."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from core.contributions.panels import Way, register, register_ways
from core.rows import Row
from core.views.addresses import address
from crosschecks.cases import as_told, cases_known, fee_case_url
from crosschecks.catalogue import LABELS, Subject, words_about
from crosschecks.choices import FeeAsk, PromiseAsk
from crosschecks.matters import experts, hazards, staff
from crosschecks.matters.policies import Eye, Look, PolicyQuestion, open_questions
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from crosschecks.querysets import InquiryQuerySet
from dispositions.choices import CaseSource
from dispositions.permissions import DispositionPermission
from dispositions.sources import opening_url
from inspections.rules.routing import regulator_of
from insurers.activities.models import Activity
from insurers.agencies.permissions import AgencyPermission
from insurers.plans.models import ServicePlan
from insurers.policies.models import Endorsement, Policy, PolicyDetail
from insurers.policies.rules import Terms, terms_on
from rulebook.book import rules_on
from rulebook.models import DatedRule


def register_panels() -> None:
    register("policy", of_policy)
    register("activity", of_activity)
    register("plan", of_plan)
    register_ways("fees", ways_of_fees)
    register_ways("promises", ways_of_promises)


def of_policy(policy: Policy, user: User, day: date) -> dict[str, object]:
    changes = list(Endorsement.objects.visible_to(user).filter(policy=policy))
    detail = PolicyDetail.objects.visible_to(user).filter(policy=policy).first()
    eye = Eye(Policy.objects.visible_to(user), day)
    return {"questions": questions(policy, terms_on(policy, changes, day), detail, eye), **dialogue(policy, user, day)}


def of_activity(activity: Activity, user: User, day: date) -> dict[str, object]:
    return {
        "hazard_question": hazards.question_of(activity),
        "staff_questions": staff.question_of(activity),
        "staff_url": address("agencies:professional-list") if user.may(AgencyPermission.PROFESSIONAL_VIEW) else "",
        "experts": experts.questions_about(activity, Activity.objects.visible_to(user)),
        **dialogue(activity, user, day),
    }


def of_plan(plan: ServicePlan, user: User, day: date) -> dict[str, object]:
    return dialogue(plan, user, day)


def dialogue(row: Subject, user: User, day: date) -> dict[str, object]:
    """The questions that stand about a row or were asked, each with its state or the way to ask or answer it."""
    if not user.may(QuestionPermission.QUESTION_VIEW):
        return {}
    named = "policy" if isinstance(row, Policy) else "activity" if isinstance(row, Activity) else "plan"
    own = {} if named != "policy" else {"activity": None, "plan": None}
    rows = Inquiry.objects.visible_to(user).filter(**{named: row}, **own)
    known = {one.code: one for one in as_told(rows.told_to(user, cases_known(user)), user)}
    asked = set(rows.values_list("code", flat=True))  # those of which the person is not told yet among them
    words = {one.code: one.seen for one in known.values()} | words_about(row, user, day)
    starts = user.may(QuestionPermission.QUESTION_ANSWER) or user.may(QuestionPermission.QUESTION_SETTLE)
    return {
        "dialogue": [
            {
                "label": LABELS[code],
                "words": said,
                "inquiry": known.get(code),
                "start_url": address("crosschecks:question-new", code, row.pk) if starts and code not in asked else "",
                "case_url": fee_case_url(code, row.pk, user) if code not in known else "",
            }
            for code, said in words.items()
        ],
        "answers": user.may(QuestionPermission.QUESTION_ANSWER),
    }


def ways_of_fees(policies: Iterable[Row], user: User) -> dict[tuple[int, str], Way]:
    """From a fee flag of a policy: to its question or case, else to where the case is opened."""
    rows = {row.pk: row for row in policies}
    known = _known(Inquiry.objects.filter(policy__in=rows, activity=None, plan=None, code__in=FeeAsk.values), user)
    found = {(one.policy_id, one.code): way_to(one) for one in known}
    for pk, row in rows.items():
        if opens_case(row.city_id, user):
            flags = [code for code in FeeAsk.values if getattr(row, code, False) and (pk, code) not in found]
            found |= {(pk, code): Way(_("Open a case"), fee_case_url(code, pk, user)) for code in flags}
    return found


def ways_of_promises(promises: Iterable[Row], user: User) -> dict[tuple[int, str], Way]:
    """From a late promise likewise, by its plan."""
    rows = {row.plan_id: row for row in promises}
    known = _known(Inquiry.objects.filter(plan__in=rows, code=PromiseAsk.LATE), user)
    found = {(one.plan_id or 0, ""): way_to(one) for one in known}
    for pk, row in rows.items():
        if (pk, "") not in found and opens_case(row.city_id, user):
            found[pk, ""] = Way(_("Open a case"), opening_url(CaseSource.PROMISE, str(pk)))
    return found


def _known(rows: InquiryQuerySet[Inquiry], user: User) -> list[Inquiry]:
    return as_told(rows.visible_to(user).told_to(user, cases_known(user)).select_related("policy", "plan"), user)


def way_to(inquiry: Inquiry) -> Way:
    """To the question, by the number of its case where it was taken further."""
    url = address("crosschecks:question-detail", inquiry.pk)
    return Way(inquiry.case_name or str(inquiry.get_state_display()), url)


def opens_case(city: str, user: User) -> bool:
    """Whether the person's authority opens the cases on insurers of a city."""
    may = user.may(QuestionPermission.QUESTION_SETTLE) and user.may(DispositionPermission.CASE_WRITE)
    own = user.organisation
    return may and regulator_of(city) == (own.kind, own.division_id, "")


def questions(policy: Policy, terms: Terms, detail: PolicyDetail | None, eye: Eye) -> list[dict[str, object]]:
    """What is asked about the policy: the question, what is seen, the rule with source and clause."""
    look = Look(policy, terms, detail)
    return [
        {
            "name": question.label,
            "seen": question.seen(look),
            "others": question.others(policy, eye),
            "rules": rules_behind(question, policy, eye.day),
        }
        for question in open_questions(policy, eye)
    ]


def rules_behind(question: PolicyQuestion, policy: Policy, day: date) -> list[DatedRule]:
    """The dated rules a question rests on, as of the day by which it is judged."""
    return rules_on(question.rules, day if question.is_judged_today else policy.start_on)
