"""What pages of policies and plans show of services, and at which agencies' work a person looks."""

from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from accounts.models import User
from core.contributions.panels import register
from core.people import Visitor
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from insurers.activities.staff import names_in
from insurers.activities.views.looks import activity_table
from insurers.agencies.models import Professional
from insurers.plans.choices import PROMISING
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy

SHOWN: Final = 20


def register_panels() -> None:
    register("policy", of_policy)
    register("plan", of_plan)
    register("professional", of_professional)


def agencies_at_work(user: Visitor) -> QuerySet[Activity, Any]:
    """The agencies that gave a service which the person sees."""
    return Activity.objects.visible_to(user).filter(agency__isnull=False).order_by().values("agency")


def of_policy(policy: Policy, user: User, _day: date) -> dict[str, object]:
    services = Activity.objects.visible_to(user).standing().filter(policy=policy)
    may = may_enter(policy.insurer_id, user)
    latest = services.select_related("insurer", "branch").with_corrections()[:SHOWN]
    return {"services": activity_table(latest), "service_total": services.count(), "may_enter_service": may}


def of_plan(plan: ServicePlan, user: User, _day: date) -> dict[str, object]:
    """Whether a service may be entered from an item of the plan: it promises something, and the person is its insurer's."""
    return {"may_enter_service": plan.state in PROMISING and may_enter(plan.insurer_id, user)}


def of_professional(person: Professional, user: User, _day: date) -> dict[str, object]:
    """The latest services that name the person, for whoever keeps the entry: names are masked to others."""
    if user.organisation_id != person.organisation_id:
        return {"services": None}
    rows = Activity.objects.visible_to(user).standing().filter(staff__contains=person.name)
    rows = rows.select_related("insurer", "branch", "enterprise", "county").with_corrections()
    latest = [row for row in rows.order_by("-start_on", "-pk")[: SHOWN * 3] if person.name in names_in(row.staff)]
    return {"services": activity_table(latest[:SHOWN], names_unit=True)}


def may_enter(insurer_id: int, user: User) -> bool:
    return insurer_id == user.works_for_id and user.may(ActivityPermission.ACTIVITY_WRITE)
