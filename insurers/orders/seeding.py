"""Invented service orders on policies in force."""

from datetime import timedelta
from typing import Final

from accounts.models import Organisation, User
from core.seeding import Ledger, Plan, instant, save_all
from insurers.base.choices import ServiceKind
from insurers.orders.choices import OrderState
from insurers.orders.models import ServiceOrder
from insurers.policies.models import Policy

SIZES: Final = {"small": 60, "province": 2_000, "nation": 20_000}

SERVICES: Final = (ServiceKind.HAZ, ServiceKind.TRAIN, ServiceKind.DRILL, ServiceKind.RISK)


def fill_orders(plan: Plan) -> None:
    """Orders on every second policy in force, most of them taken on."""
    agencies = list(Organisation.objects.agencies().order_by("code"))
    rng, number = plan.luck("orders"), plan.sizes["orders"]
    policies = Policy.objects.in_force(plan.today).order_by("pk")[: number * 2]
    clerks = {user.organisation_id: user for user in User.objects.order_by("-username")}
    rows = []
    for policy in policies[::2]:
        day = plan.today + timedelta(days=rng.randint(-90, 30))
        if not policy.start_on <= day <= policy.end_on or day.year != plan.today.year:
            continue
        agency = rng.choice(agencies)
        state = rng.choice((OrderState.ACCEPTED, OrderState.ACCEPTED, OrderState.PLACED))
        placed = instant(min(day, plan.today) - timedelta(days=12), 10)
        is_answered = state == OrderState.ACCEPTED
        rows.append(
            ServiceOrder(
                insurer_id=policy.insurer_id,
                agency=agency,
                policy=policy,
                kind=rng.choice(SERVICES),
                service_on=day,
                note="按预防服务方案开展",
                state=state,
                placed_by=clerks[policy.insurer_id],
                placed_at=placed,
                answered_by=clerks[agency.pk] if is_answered else None,
                answered_at=placed + timedelta(days=1) if is_answered else None,
            )
        )
    save_all(ServiceOrder, rows)


LEDGERS = (Ledger("orders", ServiceOrder, SIZES, fill_orders),)
