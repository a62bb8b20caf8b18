"""The whole demo world, in order of the rooms."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from accounts.seeding import seed_accounts
from campaigns.seeding import seed_campaign, seed_rules
from enterprises.models import Enterprise
from enterprises.seeding import make_enterprises
from inspections.seeding import seed_inspections, seed_pairing
from insurers.fee_seeding import make_expenses
from insurers.models import Activity, Expense, Policy
from insurers.seeding import make_activities, make_policies

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Scale:
    """How many rows of each ledger (contract 3); hazards follow with their ledger."""

    enterprises: int
    policies: int
    activities: int
    expenses: int = 0


SCALES: dict[str, Scale | None] = {
    "none": None,
    "small": Scale(600, 500, 1500, 1500),
    "province": Scale(60_000, 50_000, 150_000, 150_000),
    "nation": Scale(600_000, 500_000, 1_500_000, 1_500_000),
}


class LedgersNotEmpty(Exception):  # noqa: N818
    """The database already holds ledgers; seeding on top of them would mix real and invented rows."""


def has_ledgers() -> bool:
    return Enterprise.objects.exists()


@transaction.atomic
def seed(*, scale: str, seed: int, today: date, at: datetime) -> dict[str, int]:
    """Fill the database; returns the number of rows of each ledger. Raises LedgersNotEmpty."""
    if has_ledgers():
        raise LedgersNotEmpty
    seed_accounts()
    seed_campaign()
    seed_rules(at)
    seed_pairing()
    size = SCALES[scale]
    if size is not None:
        _seed_ledgers(random.Random(seed), size, today, at)  # noqa: S311 - invented data, to be repeated
    return {"enterprises": Enterprise.objects.count(), "policies": Policy.objects.count(),
            "activities": Activity.objects.count(), "expenses": Expense.objects.count()}  # fmt: skip


def _seed_ledgers(rng: random.Random, size: Scale, today: date, at: datetime) -> None:
    save_all(Enterprise, make_enterprises(rng, size.enterprises, at))
    register = Enterprise.objects.order_by("pk").iterator(chunk_size=BATCH)
    save_all(Policy, make_policies(rng, register, size.policies, today, at))
    policies = list(Policy.objects.order_by("pk"))
    save_all(Activity, make_activities(rng, policies, size.activities, today, at))
    remember_insurers()
    seed_inspections(rng=rng, today=today, at=at)
    served = Activity.objects.select_related("policy").order_by("pk").iterator(chunk_size=BATCH)
    save_all(Expense, make_expenses(rng, served, size.expenses, size.activities, today, at))


def save_all(model: type[models.Model], rows: Iterable[Any]) -> None:
    """bulk_create in batches, with memory bounded by one of them."""
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        model._default_manager.bulk_create(batch)


def remember_insurers() -> None:
    """Fill `insured_by` of all enterprises from the policies in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE enterprises_enterprise e SET insured_by = p.ids FROM (SELECT enterprise_id, "
            "array_agg(DISTINCT insurer_id ORDER BY insurer_id) AS ids FROM insurers_policy GROUP BY 1) p "
            "WHERE p.enterprise_id = e.id AND e.insured_by IS DISTINCT FROM p.ids"
        )
