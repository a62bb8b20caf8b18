"""Policies and services: lists and single rows."""

from typing import Any

from django.db.models import QuerySet

from accounts.permissions import Permission
from core.views.lists import LedgerPage
from insurers.choices import ServiceTopic
from insurers.filters import ActivityFilter, PolicyFilter
from insurers.models import Activity, Policy
from insurers.policyrules import with_cover_end

TOPICS = dict(ServiceTopic.choices)


class PolicyListView(LedgerPage):
    permission = Permission.POLICY_VIEW
    template_name = "insurers/policy_list.html"
    filters = PolicyFilter

    def rows(self) -> QuerySet[Policy]:
        rows = with_cover_end(Policy.objects.visible_to(self.person))
        return rows.select_related("insurer", "enterprise", "county").order_by("-start_on", "-pk")  # type: ignore[no-any-return]

    def extra(self) -> dict[str, Any]:
        return {
            "may_upload": self.person.may(Permission.POLICY_UPLOAD),
            "may_export": self.person.may(Permission.LEDGER_EXPORT),
            "may_open_enterprise": self.person.may(Permission.ENTERPRISE_VIEW),
        }


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
            "may_write": self.person.may(Permission.ACTIVITY_WRITE),
            "may_export": self.person.may(Permission.LEDGER_EXPORT),
            "may_open_enterprise": self.person.may(Permission.ENTERPRISE_VIEW),
        }
