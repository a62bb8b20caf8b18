"""What the pages of policies and services show of the questions about them."""

from datetime import date

from accounts.models import User
from core.contributions.panels import register
from crosschecks import experts, hazards, staff
from crosschecks.policies import Eye, Look, PolicyQuestion, open_questions
from insurers.activities.models import Activity
from insurers.policies.models import Endorsement, Policy, PolicyDetail
from insurers.policies.rules import Terms, terms_on
from rulebook.book import rules_on
from rulebook.models import DatedRule


def register_panels() -> None:
    register("policy", of_policy)
    register("activity", of_activity)


def of_policy(policy: Policy, user: User, day: date) -> dict[str, object]:
    changes = list(Endorsement.objects.visible_to(user).filter(policy=policy))
    detail = PolicyDetail.objects.visible_to(user).filter(policy=policy).first()
    eye = Eye(Policy.objects.visible_to(user), day)
    return {"questions": questions(policy, terms_on(policy, changes, day), detail, eye)}


def of_activity(activity: Activity, user: User, _day: date) -> dict[str, object]:
    return {
        "hazard_question": hazards.question_of(activity),
        "staff_questions": staff.question_of(activity),
        "experts": experts.questions_about(activity, Activity.objects.visible_to(user)),
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
