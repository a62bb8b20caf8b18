"""Policies and services: lists and single rows."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.permissions import Permission
from accounts.scope import scope_for
from core import clock
from core.gate import GatedView
from core.views.lists import LedgerPage
from insurers.choices import ServiceTopic
from insurers.filters import ActivityFilter, PolicyFilter
from insurers.models import Activity, Policy

SHOWN = 20
TOPICS = dict(ServiceTopic.choices)


class PolicyListView(LedgerPage):
    permission = Permission.POLICY_VIEW
    template_name = "insurers/policy_list.html"
    filters = PolicyFilter

    def rows(self) -> QuerySet[Policy]:
        rows = Policy.objects.visible_to(self.person)
        return rows.select_related("insurer", "enterprise", "county").order_by("-start_on", "-pk")

    def extra(self) -> dict[str, Any]:
        return {
            "may_upload": self.person.may(Permission.POLICY_UPLOAD),
            "may_export": self.person.may(Permission.LEDGER_EXPORT),
            "may_open_enterprise": self.person.may(Permission.ENTERPRISE_VIEW),
        }


class PolicyDetailView(GatedView):
    """One policy and the services given under it."""

    permission = Permission.POLICY_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        rows = Policy.objects.visible_to(user).select_related("insurer", "enterprise", "county", "city")
        policy = get_object_or_404(rows, pk=pk)
        services = Activity.objects.visible_to(user).filter(policy=policy).select_related("insurer")
        context = {
            "policy": policy,
            "services": services[:SHOWN],
            "service_total": services.count(),
            "standing": standing(policy, clock.today()),
            "may_open_enterprise": user.may(Permission.ENTERPRISE_VIEW),
            "may_see_plans": user.may(Permission.PLAN_VIEW),
        }
        return render(request, "insurers/policy_detail.html", context)


def standing(policy: Policy, today: date) -> str:
    """in_force, future, expired (both derived from the period), or ended (given back, cancelled)."""
    if policy.status != "IN_FORCE":
        return "ended"
    if policy.end_on < today:
        return "expired"
    return "future" if policy.start_on > today else "in_force"


class ActivityListView(LedgerPage):
    permission = Permission.ACTIVITY_VIEW
    template_name = "insurers/activity_list.html"
    filters = ActivityFilter

    def rows(self) -> QuerySet[Activity]:
        rows = Activity.objects.visible_to(self.person)
        return rows.select_related("insurer", "enterprise", "county").order_by("-start_on", "-pk")

    def extra(self) -> dict[str, Any]:
        return {
            "may_upload": self.person.may(Permission.ACTIVITY_UPLOAD),
            "may_export": self.person.may(Permission.LEDGER_EXPORT),
            "may_open_enterprise": self.person.may(Permission.ENTERPRISE_VIEW),
        }


class ActivityDetailView(GatedView):
    permission = Permission.ACTIVITY_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        rows = Activity.objects.visible_to(user)
        activity = get_object_or_404(
            rows.select_related("insurer", "enterprise", "county", "city", "policy", "agency"), pk=pk
        )
        context = {
            "activity": activity,
            "topics": [TOPICS.get(code, code) for code in activity.topics],
            "own_insurer": scope_for(user).insurer_id,
            "may_open_enterprise": user.may(Permission.ENTERPRISE_VIEW),
            "may_open_policy": user.may(Permission.POLICY_VIEW),
        }
        return render(request, "insurers/activity_detail.html", context)
