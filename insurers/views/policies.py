"""A policy's page: its terms on a day, endorsements, coinsurance, what is asked about it, and its services."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from core import clock
from core.gate import GatedView
from core.templatetags.portal import percent, thousands, yuan
from insurers import policyrules
from insurers.models import Activity, CoinsuranceShare, Endorsement, Policy, PolicyDetail
from insurers.policyrules import QUESTIONS, Eye, budget_due
from insurers.terms import Terms, standing, terms_on
from insurers.views.terms import policy_or_404
from rulebook.book import rules_on

SHOWN = 20
NAMES = dict(QUESTIONS)


def day_asked(text: str, policy: Policy) -> tuple[date | None, str]:
    """`?on=`: a day of the policy's or later; with a complaint where it is none."""
    if not text:
        return None, ""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        return None, _("“%(text)s” is no day; please write it as 2023-10-01.") % {"text": text[:20]}
    if day < policy.start_on:
        return None, _("The policy begins on %(day)s; the page shows today's terms.") % {"day": policy.start_on}
    return day, ""


class PolicyDetailView(GatedView):
    """One policy, as its terms are today or on `?on=`."""

    permission = Permission.POLICY_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        policy = policy_or_404(request, pk)
        wanted, complaint = day_asked(request.GET.get("on", ""), policy)
        day = wanted or clock.today()
        changes = list(Endorsement.objects.visible_to(user).filter(policy=policy).select_related("recorded_by"))
        terms = terms_on(policy, changes, day)
        detail = PolicyDetail.objects.visible_to(user).filter(policy=policy).first()
        services = Activity.objects.visible_to(user).filter(policy=policy).select_related("insurer")
        context = {
            "policy": policy,
            "terms": terms,
            "on": wanted,
            "on_error": complaint,
            "day": day,
            "detail": detail,
            "endorsements": [(change, change.effective_on <= day) for change in changes],
            "shares": CoinsuranceShare.objects.visible_to(user).filter(policy=policy),
            "questions": questions(policy, terms, detail, Eye(Policy.objects.visible_to(user), day)),
            "services": services[:SHOWN],
            "service_total": services.count(),
            "standing": standing(policy, terms_on(policy, changes), day),
            "may_write": user.may(Permission.POLICY_WRITE),
            "may_open_enterprise": user.may(Permission.ENTERPRISE_VIEW),
            "may_see_plans": user.may(Permission.PLAN_VIEW),
        }
        return render(request, "insurers/policy_detail.html", context)


def questions(policy: Policy, terms: Terms, detail: PolicyDetail | None, eye: Eye) -> list[dict[str, Any]]:
    """What is asked about the policy: the question, what is seen, the rule with source and clause."""
    found = policyrules.questions_of(policy, eye)
    told: dict[str, Callable[[], str]] = {
        "LONG": lambda: _("%(n)s days") % {"n": (terms.end_on - policy.start_on).days + 1},
        "PARTLY": lambda: f"{thousands(terms.insured_people)} / {thousands(policy.enterprise.employees)}",
        "UNDER_LIMIT": lambda: yuan(terms.limit_per_person),
        "COMMISSION": lambda: percent(detail.commission_rate if detail else None),
        "FEE_SHARE": lambda: percent(policy.fee_rate),
        "BUDGET": lambda: f"{yuan(detail.fee_budget if detail else None)} / {yuan(budget_due(policy))}",
    }
    return [
        {
            "name": NAMES[code],
            "seen": told[code]() if code in told else "",
            "others": policyrules.overlapping(policy, eye).select_related("insurer") if code == "OVERLAP" else (),
            "rules": rules_of(code, policy, eye.day),
        }
        for code in found
    ]


def rules_of(code: str, policy: Policy, day: date) -> list[Any]:
    """The dated rules a question rests on, as of the day by which it is judged."""
    judged = day if code in {"LONG", "UNDER_LIMIT"} else policy.start_on
    return rules_on(policyrules.RULES_OF.get(code, ()), judged)
