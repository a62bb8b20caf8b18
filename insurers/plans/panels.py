"""What the page of a policy shows of its plans."""

from datetime import date

from accounts.models import User
from core.contributions.panels import register
from insurers.plans.permissions import PlanPermission
from insurers.policies.models import Policy


def register_panels() -> None:
    register("policy", of_policy)


def of_policy(_policy: Policy, user: User, _day: date) -> dict[str, object]:
    return {"may_see_plans": user.may(PlanPermission.PLAN_VIEW)}
