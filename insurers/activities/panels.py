"""What a policy's page shows of its services, and at which agencies' work a person looks."""

from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from accounts.models import User
from core.contributions.panels import register
from core.people import Visitor
from insurers.activities.models import Activity
from insurers.policies.models import Policy

SHOWN: Final = 20


def register_panels() -> None:
    register("policy", of_policy)


def agencies_at_work(user: Visitor) -> QuerySet[Activity, Any]:
    """The agencies that gave a service which the person sees."""
    return Activity.objects.visible_to(user).filter(agency__isnull=False).order_by().values("agency")


def of_policy(policy: Policy, user: User, _day: date) -> dict[str, object]:
    services = Activity.objects.visible_to(user).standing().filter(policy=policy).select_related("insurer")
    return {"services": services[:SHOWN], "service_total": services.count()}
