"""What a policy's page shows of its services."""

from datetime import date
from typing import Final

from accounts.models import User
from core.contributions.panels import register
from insurers.activities.models import Activity
from insurers.policies.models import Policy

SHOWN: Final = 20


def register_panels() -> None:
    register("policy", of_policy)


def of_policy(policy: Policy, user: User, _day: date) -> dict[str, object]:
    services = Activity.objects.visible_to(user).filter(policy=policy).select_related("insurer")
    return {"services": services[:SHOWN], "service_total": services.count()}
