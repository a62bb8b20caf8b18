"""What the pages of policies and services show of the questions about them."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import User
from core.panels import register
from core.templatetags.portal import percent, thousands, yuan
from crosschecks import experts, hazards, policies
from crosschecks.policies import QUESTIONS, Eye
from insurers.activities.models import Activity
from insurers.policies.models import Endorsement, Policy, PolicyDetail
from insurers.policies.rules import Terms, fee_budget, terms_on
from rulebook.book import rules_on

NAMES: Final = dict(QUESTIONS)


def register_panels() -> None:
    register("policy", of_policy)
    register("activity", of_activity)


def of_policy(policy: Policy, user: User, day: date) -> dict[str, Any]:
    changes = list(Endorsement.objects.visible_to(user).filter(policy=policy))
    detail = PolicyDetail.objects.visible_to(user).filter(policy=policy).first()
    eye = Eye(Policy.objects.visible_to(user), day)
    return {"questions": questions(policy, terms_on(policy, changes, day), detail, eye)}


def of_activity(activity: Activity, user: User, day: date) -> dict[str, Any]:  # noqa: ARG001 - the form of a panel
    return {
        "hazard_question": hazards.question_of(activity),
        "experts": experts.questions_about(activity, Activity.objects.visible_to(user)),
    }


def questions(policy: Policy, terms: Terms, detail: PolicyDetail | None, eye: Eye) -> list[dict[str, Any]]:
    """What is asked about the policy: the question, what is seen, the rule with source and clause."""
    found = policies.questions_of(policy, eye)
    told: dict[str, Callable[[], str]] = {
        "LONG": lambda: _("%(n)s days") % {"n": (terms.end_on - policy.start_on).days + 1},
        "PARTLY": lambda: f"{thousands(terms.insured_people)} / {thousands(policy.enterprise.employees)}",
        "UNDER_LIMIT": lambda: yuan(terms.limit_per_person),
        "COMMISSION": lambda: percent(detail.commission_rate if detail else None),
        "FEE_SHARE": lambda: percent(policy.fee_rate),
        "BUDGET": lambda: (
            f"{yuan(detail.fee_budget if detail else None)} / {yuan(fee_budget(policy.premium_paid, policy.fee_rate))}"
        ),
    }
    return [
        {
            "name": NAMES[code],
            "seen": told[code]() if code in told else "",
            "others": policies.overlapping(policy, eye).select_related("insurer") if code == "OVERLAP" else (),
            "rules": rules_of(code, policy, eye.day),
        }
        for code in found
    ]


def rules_of(code: str, policy: Policy, day: date) -> list[Any]:
    """The dated rules a question rests on, as of the day by which it is judged."""
    judged = day if code in {"LONG", "UNDER_LIMIT"} else policy.start_on
    return rules_on(policies.RULES_OF.get(code, ()), judged)
