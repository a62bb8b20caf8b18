"""Invented expenses on the seeded services; the same seed makes the same rows."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from core.seeding import BATCH, Ledger, Plan, entered, mostly_even, save_all
from enterprises.seeding import pick
from insurers.activities.models import Activity
from insurers.expenses.choices import ExpenseCategory
from insurers.expenses.models import Expense

SIZES: Final = {"small": 1500, "province": 150_000, "nation": 1_500_000}

CATEGORIES = (
    (ExpenseCategory.EXPERT, 34),
    (ExpenseCategory.AGENCY, 30),
    (ExpenseCategory.TRAVEL, 16),
    (ExpenseCategory.MATERIAL, 10),
    (ExpenseCategory.EQUIPMENT, 6),
    (ExpenseCategory.ONLINE, 4),
)

PAYEE, PAYEE_CODE = "示例咨询有限公司", "91330106MA0000007Q"

FEN = Decimal("0.01")


def make_expenses(
    rng: random.Random, services: Iterable[Activity], number: int, of: int, today: date, at: datetime
) -> Iterator[Expense]:
    """`number` unsaved expenses for the `of` services given: most were paid for once, some twice or not yet.

    The costs keep near the budgets of the policies, so that few of them raise a question.
    """
    made = 0
    for service, count in zip(services, mostly_even(rng, of, number), strict=True):
        for _ in range(count):
            made += 1
            yield _expense(rng, service, made, today, at)


def _expense(rng: random.Random, service: Activity, number: int, today: date, at: datetime) -> Expense:
    policy = service.policy
    booked = min(today, service.end_on + timedelta(days=rng.randint(2, 40)))
    category = pick(rng, CATEGORIES)
    budget = policy.premium_paid * policy.fee_rate
    amount = (budget * Decimal(rng.randint(4, 15)) / 100).quantize(FEN, ROUND_HALF_UP)
    bought = category == ExpenseCategory.AGENCY
    since = entered(rng, booked, 10, at)
    return Expense(
        insurer_id=policy.insurer_id,
        enterprise_id=policy.enterprise_id,
        city_id=policy.city_id,
        county_id=policy.county_id,
        policy=policy,
        activity=service,
        voucher_no=f"PZ-{booked.year}-{number:06d}",
        booked_year=booked.year,
        category=category,
        payee=PAYEE,
        payee_uscc=PAYEE_CODE,
        amount=max(amount, FEN),
        invoice_no=f"2333{number:016d}" if bought else "",
        invoice_on=booked if bought else None,
        booked_on=booked,
        created_at=since,
        updated_at=since,
    )


def fill_expenses(plan: Plan) -> None:
    served = Activity.objects.order_by("pk")
    made = make_expenses(
        plan.luck("expenses"),
        served.select_related("policy").iterator(chunk_size=BATCH),
        plan.sizes["expenses"],
        served.count(),
        plan.today,
        plan.at,
    )
    save_all(Expense, made)


LEDGERS: Final = (Ledger("expenses", Expense, SIZES, fill_expenses),)
