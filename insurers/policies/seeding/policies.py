"""Invented policies and services on the seeded enterprises; the same seed makes the same rows."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db import connection

from accounts.models import Organisation, User
from accounts.roles import NINGBO
from core.seeding import BATCH, Changes, Ledger, Plan, entered, save_all
from enterprises.choices import Sector
from enterprises.models import Enterprise, EnterpriseName
from enterprises.seeding import pick
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy
from insurers.policies.seeding.stories import Story, periods, stories

POLICY_SIZES: Final = {"small": 500, "province": 50_000, "nation": 500_000}

#: Shares of the market, by the letter in the insurers' codes.
MARKET: Final = {"A": 38, "B": 28, "C": 22, "D": 12}

#: Yuan of premium for each person insured.
PRICES: Final[dict[str, int]] = {
    Sector.NCM: 220,
    Sector.HAZCHEM: 140,
    Sector.FIREWORK: 200,
    Sector.CIVEXP: 210,
    Sector.CONSTR: 130,
    Sector.TRANSPORT: 110,
}
RETURNS = ((PolicyStatus.SURRENDERED, 75), (PolicyStatus.CANCELLED, 25))

LIMITS = (("300000", 14), ("400000", 30), ("500000", 36), ("800000", 18), ("200000", 2))

SHARES = (("0.1500", 30), ("0.1800", 25), ("0.2000", 30), ("0.2100", 14), ("0.1200", 1))

FEN = Decimal("0.01")

COINSURED = "共保业务，首席承保人与共保人各自出单。"


def insurers_by_place() -> tuple[list[Organisation], list[Organisation]]:
    """The insurers that write in Ningbo, and those that write in the rest of the province."""
    rows = list(Organisation.objects.insurers().order_by("code"))
    return [r for r in rows if r.division_id == NINGBO], [r for r in rows if r.division_id != NINGBO]


@dataclass(slots=True)
class Underwriter:
    """Writes policies: luck, the insurers, the former names, and a number for each policy."""

    rng: random.Random
    today: date
    at: datetime
    ningbo: list[Organisation] = field(init=False)
    rest: list[Organisation] = field(init=False)
    former: dict[int, tuple[str, date]] = field(init=False)
    made: int = 0

    def __post_init__(self) -> None:
        self.ningbo, self.rest = insurers_by_place()
        names = EnterpriseName.objects.order_by("pk").values_list("enterprise", "name", "until")
        self.former = {enterprise: (name, until.date()) for enterprise, name, until in names}

    def choose(self, enterprise: Enterprise, number: int) -> list[Organisation]:
        """`number` insurers of the place, by their share of the market; different ones where there are enough."""
        left = list(self.ningbo if enterprise.city_id == NINGBO else self.rest)
        chosen = []
        for _ in range(min(number, len(left))):
            chosen.append(self.rng.choices(left, [MARKET.get(row.code[4:5], 10) for row in left])[0])
            left.remove(chosen[-1])
        return chosen

    def write(self, enterprise: Enterprise, story: Story) -> Iterator[Policy]:
        days = periods(self.rng, story, self.today)
        insurers = self.choose(enterprise, len(days))
        if story is not Story.COINSURED and self.rng.random() < 0.8:
            insurers = insurers[:1] * len(days)  # most renew where they were
        for (start, end), insurer in zip(days, insurers, strict=True):
            policy = self._policy(enterprise, insurer, start, end)
            if story is Story.GIVEN_BACK:
                policy.status = pick(self.rng, RETURNS)
            if story is Story.COINSURED:
                policy.note = COINSURED
            yield policy

    def _policy(self, enterprise: Enterprise, insurer: Organisation, start: date, end: date) -> Policy:
        rng = self.rng
        self.made += 1
        share = 1.0 if rng.random() < 0.91 else rng.uniform(0.6, 0.95)
        people = max(1, round(enterprise.employees * share))
        limit = Decimal(pick(rng, LIMITS))
        price = PRICES.get(enterprise.main_sector, 100) * rng.uniform(0.7, 1.4)
        due = Decimal(round(people * price)) + Decimal(rng.randint(800, 4000))
        since = entered(rng, start, 15, self.at)
        return Policy(
            insurer=insurer,
            enterprise=enterprise,
            city_id=enterprise.city_id,
            county_id=enterprise.county_id,
            policy_no=f"AZX-{insurer.code[4:]}-{start.year}-{self.made:06d}",
            enterprise_name=self._name(enterprise, start),
            start_on=start,
            end_on=end,
            insured_people=people,
            limit_per_person=limit,
            limit_per_accident=limit * 10,
            limit_total=limit * 20,
            premium_due=due,
            premium_paid=due if rng.random() < 0.94 else (due * Decimal("0.5")).quantize(FEN, ROUND_HALF_UP),
            fee_rate=Decimal(pick(rng, SHARES)),
            status=PolicyStatus.IN_FORCE,
            created_at=since,
            updated_at=since,
        )

    def _name(self, enterprise: Enterprise, day: date) -> str:
        """The name that the enterprise had on the day."""
        name, until = self.former.get(enterprise.pk, ("", day))
        return name if day < until else enterprise.name


def make_policies(
    rng: random.Random, enterprises: Iterable[Enterprise], number: int, today: date, at: datetime
) -> Iterator[Policy]:
    """`number` unsaved policies on the whole register, read in the order of ids."""
    firms = Enterprise.objects.order_by("pk").values_list("city__code", "main_sector", "status")
    told = stories(rng, firms.iterator(chunk_size=BATCH), number)
    writer = Underwriter(rng, today, at)
    for enterprise, code in zip(enterprises, told, strict=True):
        yield from writer.write(enterprise, Story(code))


def fill_policies(plan: Plan) -> None:
    """The policies as they were written first; those given back since then are changed month by month."""
    changes = Changes(Policy, "policy_no", plan.today)
    register = Enterprise.objects.order_by("pk").iterator(chunk_size=BATCH)
    made = make_policies(plan.luck("policies"), register, plan.sizes["policies"], plan.today, plan.at)
    save_all(Policy, _as_written(plan.luck("changes of policies"), made, changes))
    changes.write()
    remember_insurers()


def _as_written(rng: random.Random, rows: Iterable[Policy], changes: Changes) -> Iterator[Policy]:
    clerks = dict(User.objects.filter(username__startswith="ins-", is_lead=False).values_list("organisation", "pk"))
    for row in rows:
        if row.status != PolicyStatus.IN_FORCE:
            when = changes.month(rng, row.created_at.date())
            changes.plan(row.policy_no, when, clerks[row.insurer_id], status=row.status)
            row.status = PolicyStatus.IN_FORCE
        yield row


def remember_insurers() -> None:
    """Fill `insured_by` of all enterprises from the policies in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE enterprises_enterprise e SET insured_by = p.ids FROM (SELECT enterprise_id, "
            "array_agg(DISTINCT insurer_id ORDER BY insurer_id) AS ids FROM policies_policy GROUP BY 1) p "
            "WHERE p.enterprise_id = e.id AND e.insured_by IS DISTINCT FROM p.ids"
        )


POLICIES: Final = Ledger("policies", Policy, POLICY_SIZES, fill_policies)
