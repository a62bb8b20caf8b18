"""What the pages of policies, services and plans show of the questions about them."""

from datetime import date

from accounts.models import User
from core.contributions.panels import register
from core.views.addresses import address
from crosschecks.cases import fee_case_url
from crosschecks.catalogue import LABELS, Subject, words_about
from crosschecks.matters import experts, hazards, staff
from crosschecks.matters.policies import Eye, Look, PolicyQuestion, open_questions
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from insurers.activities.models import Activity
from insurers.plans.models import ServicePlan
from insurers.policies.models import Endorsement, Policy, PolicyDetail
from insurers.policies.rules import Terms, terms_on
from rulebook.book import rules_on
from rulebook.models import DatedRule


def register_panels() -> None:
    register("policy", of_policy)
    register("activity", of_activity)
    register("plan", of_plan)


def of_policy(policy: Policy, user: User, day: date) -> dict[str, object]:
    changes = list(Endorsement.objects.visible_to(user).filter(policy=policy))
    detail = PolicyDetail.objects.visible_to(user).filter(policy=policy).first()
    eye = Eye(Policy.objects.visible_to(user), day)
    return {"questions": questions(policy, terms_on(policy, changes, day), detail, eye), **dialogue(policy, user, day)}


def of_activity(activity: Activity, user: User, day: date) -> dict[str, object]:
    return {
        "hazard_question": hazards.question_of(activity),
        "staff_questions": staff.question_of(activity),
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
    known = {one.code: one for one in Inquiry.objects.visible_to(user).filter(**{named: row}, **own)}
    words = {one.code: one.seen for one in known.values()} | words_about(row, user, day)
    starts = user.may(QuestionPermission.QUESTION_ANSWER) or user.may(QuestionPermission.QUESTION_SETTLE)
    return {
        "dialogue": [
            {
                "label": LABELS[code],
                "words": said,
                "inquiry": known.get(code),
                "start_url": address("crosschecks:question-new", code, row.pk) if starts else "",
                "case_url": fee_case_url(code, row.pk, user) if code not in known else "",
            }
            for code, said in words.items()
        ],
        "answers": user.may(QuestionPermission.QUESTION_ANSWER),
    }


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
