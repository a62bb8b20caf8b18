"""Policies and services: lists and single rows."""

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

TOPICS = dict(ServiceTopic.choices)


class PolicyListView(LedgerPage):
    permission = Permission.POLICY_VIEW
    template_name = "insurers/policy_list.html"
    filters = PolicyFilter

    def rows(self) -> QuerySet[Policy]:
        rows = Policy.objects.visible_to(self.request.user)
        return rows.select_related("insurer", "enterprise", "county").order_by("-start_on", "-pk")

    def extra(self) -> dict[str, Any]:
        return {"may_upload": self.request.user.may(Permission.POLICY_UPLOAD)}


class PolicyDetailView(GatedView):
    permission = Permission.POLICY_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Policy.objects.visible_to(request.user).select_related("insurer", "enterprise", "county", "city")
        policy = get_object_or_404(rows, pk=pk)
        services = Activity.objects.visible_to(request.user).filter(policy=policy)
        context = {
            "policy": policy,
            "services": services[:20],
            "service_total": services.count(),
            "is_expired": policy.end_on < clock.today(),
            "may_open_enterprise": request.user.may(Permission.ENTERPRISE_VIEW),
        }
        return render(request, "insurers/policy_detail.html", context)


class ActivityListView(LedgerPage):
    permission = Permission.ACTIVITY_VIEW
    template_name = "insurers/activity_list.html"
    filters = ActivityFilter

    def rows(self) -> QuerySet[Activity]:
        rows = Activity.objects.visible_to(self.request.user)
        return rows.select_related("insurer", "enterprise", "county").order_by("-start_on", "-pk")

    def extra(self) -> dict[str, Any]:
        return {
            "may_upload": self.request.user.may(Permission.ACTIVITY_UPLOAD),
            "may_open_enterprise": self.request.user.may(Permission.ENTERPRISE_VIEW),
        }


class ActivityDetailView(GatedView):
    permission = Permission.ACTIVITY_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Activity.objects.visible_to(request.user)
        activity = get_object_or_404(
            rows.select_related("insurer", "enterprise", "county", "city", "policy", "agency"), pk=pk
        )
        context = {
            "activity": activity,
            "topics": [TOPICS.get(code, code) for code in activity.topics],
            "own_insurer": scope_for(request.user).insurer_id,
            "may_open_enterprise": request.user.may(Permission.ENTERPRISE_VIEW),
            "may_open_policy": request.user.may(Permission.POLICY_VIEW),
        }
        return render(request, "insurers/activity_detail.html", context)
