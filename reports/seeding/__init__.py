"""The whole demo world, in order of the rooms: each ledger brings its maker and its sizes (contract 3)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.seeding import seed_accounts
from campaigns.seeding import LEDGERS as OFFICES
from campaigns.seeding import seed_basis, seed_campaign, seed_library, seed_listed
from core.seeding import Ledger, Plan
from coverage.seeding import LEDGERS as CASES
from crosschecks.seeding import LEDGERS as QUESTIONS
from dispositions.seeding import LEDGERS as DISPOSITIONS
from enterprises.initials import refresh as refresh_initials
from enterprises.models import Enterprise
from enterprises.seeding import LEDGERS as REGISTER
from hazards.seeding import seed_criteria
from hazards.services.searching import refresh as refresh_words
from inspections.seeding import LEDGERS as INSPECTIONS
from inspections.seeding import seed_pairing
from insurers.activities.seeding import ACTIVITIES, VISITS
from insurers.agencies.seeding import LEDGERS as AGENCIES
from insurers.complaints.seeding import LEDGERS as COMPLAINTS
from insurers.expenses.seeding import LEDGERS as EXPENSES
from insurers.hazard_links.seeding.hazards import LEDGERS as HAZARDS
from insurers.materials.seeding import LEDGERS as MATERIALS
from insurers.orders.seeding import LEDGERS as ORDERS
from insurers.plans.seeding import seed_templates
from insurers.policies.seeding import POLICIES, TERMS
from insurers.promises.seeding import LEDGERS as PLANS
from publicity.seeding import LEDGERS as PUBLICITY
from reports.duties import seed_duties
from reports.seeding.demo import LEDGERS as DELIVERIES
from rulebook.seeding import seed_rules

#: In the order of filling: a ledger stands after those that it rests on.
LEDGERS: tuple[Ledger, ...] = (
    *REGISTER, POLICIES, ACTIVITIES, *INSPECTIONS, *EXPENSES, *AGENCIES, *ORDERS, *PLANS, TERMS, VISITS, *COMPLAINTS,
    *MATERIALS, *HAZARDS, *QUESTIONS, *CASES, *DISPOSITIONS, *DELIVERIES, *OFFICES, *PUBLICITY,
)  # fmt: skip
SCALES = ("none", "small", "province", "nation")


class LedgersNotEmptyError(Exception):
    """The database already holds ledgers; seeding on top of them would mix real and invented rows."""


def has_ledgers() -> bool:
    return Enterprise.objects.exists()


@transaction.atomic
def seed(*, scale: str, seed: int, today: date, hazards: int | None = None, searched: bool = True) -> dict[str, int]:
    """Fill the database; returns the number of rows of each ledger. Raises LedgersNotEmptyError.

    `hazards` is another number of hazards than the scale's. Not `searched`, what the search reads is left to its sweep.

    The same scale, seed and day give the same rows, whatever the time and the machine.
    """
    if has_ledgers():
        raise LedgersNotEmptyError
    seed_accounts()
    campaign = seed_campaign()
    seed_library()
    seed_basis(campaign)
    seed_listed()
    seed_rules(Plan(seed, today, {}).at)
    seed_criteria(Plan(seed, today, {}).at)
    seed_templates()
    seed_pairing()
    seed_duties()
    if scale != "none":
        sizes = {ledger.name: ledger.sizes.get(scale, 0) for ledger in LEDGERS}
        sizes = sizes if hazards is None else {**sizes, "hazards": hazards}
        fill(seed=seed, today=today, sizes=sizes, searched=searched)
    return {ledger.name: ledger.model._default_manager.count() for ledger in LEDGERS}


def fill(*, seed: int, today: date, sizes: Mapping[str, int], searched: bool = True) -> None:
    """Fill the ledgers with so many rows each; one that is not named stays empty."""
    plan = Plan(seed, today, sizes)
    for ledger in LEDGERS:
        if plan.sizes.get(ledger.name):
            ledger.fill(plan)
    if searched:
        refresh_initials()
        refresh_words()
