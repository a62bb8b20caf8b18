"""What a plan's page shows of its promises."""

from datetime import date

from accounts.models import User
from core.contributions.panels import register
from insurers.plans.models import ServicePlan
from insurers.promises.models import PromisedRow
from insurers.promises.views.looks import promise_table


def register_panels() -> None:
    register("plan", of_plan)


def of_plan(plan: ServicePlan, user: User, day: date) -> dict[str, object]:
    return {"promises": promise_table(PromisedRow.objects.visible_to(user).filter(plan=plan), day)}
