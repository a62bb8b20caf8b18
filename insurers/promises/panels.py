"""What a plan's page shows of its promises."""

from datetime import date

from accounts.models import User
from core.contributions.panels import register
from insurers.plans.models import ServicePlan
from insurers.promises.models import PromisedRow


def register_panels() -> None:
    register("plan", of_plan)


def of_plan(plan: ServicePlan, user: User, _day: date) -> dict[str, object]:
    return {"promises": PromisedRow.objects.visible_to(user).filter(plan=plan).select_related("item")}
