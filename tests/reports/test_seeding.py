"""The demo world: the same seed and day give the same rows, in the numbers and proportions that the contract names."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Count, F, Sum

from campaigns.services import duty_sectors
from core import history
from core.seeding import Plan, by_weight, mostly_even
from coverage import cover, gap
from enterprises.models import Enterprise, EnterpriseName
from insurers.activities.models import Activity
from insurers.expenses.models import Expense
from insurers.plans.checks import complaints, terms_of
from insurers.plans.models import ServicePlan
from insurers.plans.rules import sending_complaints
from insurers.plans.services import head_of, values_of
from insurers.plans.templates import template_of, template_times
from insurers.policies.models import Policy
from insurers.policies.seeding.stories import POLICIES, Story, periods, stories
from insurers.promises.models import OutsideService, PromisedRow
from reports.seeding import LEDGERS, SCALES, LedgersNotEmptyError, fill, seed
from tests.databases import kept

#: One worker for all of them: the ledgers are filled once.
pytestmark = pytest.mark.xdist_group("seeding")
TODAY = date(2023, 11, 23)
SIZES = {
    "enterprises": 240,
    "policies": 200,
    "activities": 300,
    "expenses": 300,
    "inspections": 30,
    "plans": 120,
    "gap reminders": 22,
}


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with kept(django_db_blocker, lambda: fill(seed=133, today=TODAY, sizes=SIZES)):
        yield


@pytest.fixture
def world(filled: None, db: None) -> None:
    """Small ledgers of the seed 133, made once for all tests here."""


def test_each_ledger_has_exactly_its_rows(world: None) -> None:
    for ledger in LEDGERS:
        assert ledger.model._default_manager.count() == SIZES.get(ledger.name, 0), ledger.name


def test_the_sizes_of_the_contract() -> None:
    sizes = {scale: {ledger.name: ledger.sizes.get(scale, 0) for ledger in LEDGERS} for scale in SCALES}
    province = {"enterprises": 60_000, "policies": 50_000, "activities": 150_000, "expenses": 150_000}
    assert province.items() <= sizes["province"].items()
    assert {name: 10 * rows for name, rows in province.items()}.items() <= sizes["nation"].items()
    assert sizes["small"]["enterprises"] == 600
    assert not any(sizes["none"].values())


def test_lapses_returns_gaps_and_warnings_are_all_there(world: None) -> None:
    frame = gap.frame_of(TODAY, TODAY, duty_sectors(TODAY))
    numbers = gap.tab_counts(Enterprise.objects.all(), frame)
    counts = cover.counts(Enterprise.objects.all(), frame, TODAY + timedelta(days=30))
    assert all(numbers[kind] for kind in ("never", "lapsed", "cancelled", "partly"))
    assert 0.6 < (counts.rate or 0) < 0.9
    assert counts.expiring


def test_coinsurance_is_two_insurers_over_one_period(world: None) -> None:
    shared = Policy.objects.exclude(note="").values("enterprise", "start_on")
    pairs = shared.annotate(insurers=Count("insurer", distinct=True)).order_by()
    assert pairs
    assert {pair["insurers"] for pair in pairs} == {2}


def test_every_city_has_enterprises_and_the_fishery_lies_by_the_sea(world: None) -> None:
    cities = Counter(Enterprise.objects.values_list("city__code", flat=True))
    assert len(cities) == 11
    assert cities["330100"] > cities["330900"]
    inland = Enterprise.objects.filter(main_sector="FISHERY", city__code__in=("330600", "330700", "330800", "331100"))
    assert not inland.exists()


def test_the_ledgers_tell_a_year_of_history(world: None) -> None:
    """Renames and returned policies are changes of their month, and the policies carry the name of their day."""
    assert EnterpriseName.objects.exists()
    spring = TODAY - timedelta(days=200)
    assert 0 < Enterprise.objects.filter(created_at__lt=history.end_of(spring)).count() < 240
    back = Policy.objects.exclude(status="IN_FORCE")
    assert back.exists()
    for policy in back:
        held = history.held_on(Policy, policy.updated_at.date() - timedelta(days=1), pgh_obj_id=policy.pk)
        assert [row.status for row in held] in ([], ["IN_FORCE"])
    names = {name.enterprise_id: name for name in EnterpriseName.objects.all()}
    for policy in Policy.objects.filter(enterprise__in=names).select_related("enterprise"):
        former = names[policy.enterprise_id]
        expected = former.name if policy.start_on < former.until.date() else policy.enterprise.name
        assert policy.enterprise_name == expected


def test_nothing_lies_in_the_future_or_outside_its_policy(world: None) -> None:
    end = history.end_of(TODAY)
    for ledger in (Enterprise, Policy, Activity, Expense):
        assert not ledger._default_manager.filter(created_at__gte=end).exists()
        assert not ledger._default_manager.filter(updated_at__lt=F("created_at")).exists()
    outside = Activity.objects.exclude(start_on__gte=F("policy__start_on"), start_on__lte=F("policy__end_on"))
    assert not outside.exists()
    assert not Activity.objects.filter(start_on__gt=TODAY).exists()
    assert not Expense.objects.filter(booked_on__gt=TODAY).exists()


def test_plans_promise_within_their_policies_and_some_is_kept(world: None) -> None:
    plans = ServicePlan.objects.select_related("policy__enterprise").prefetch_related("items")
    for plan in plans:
        items = [values_of(item) for item in plan.items.all()]
        template = template_times(template_of(plan.policy.enterprise, plan.risk_grade, plan.start_on))
        assert list(complaints(head_of(plan), items, terms_of(plan.policy), template)) == []
        assert sending_complaints(items) == []
    rows = PromisedRow.objects.aggregate(times=Sum("times"), done=Sum("done"))
    assert 0 < rows["done"] < rows["times"]
    assert OutsideService.objects.exists()


def test_a_filled_database_is_refused(world: None) -> None:
    with pytest.raises(LedgersNotEmptyError):
        seed(scale="small", seed=1, today=TODAY)


@pytest.mark.parametrize("number", [0, 40, 83, 100, 160])
def test_stories_add_up_to_the_policies_wanted(number: int) -> None:
    firms = [("330100", "HAZCHEM", "ACTIVE")] * 80 + [("330900", "OTHER", "CLOSED")] * 20
    told = stories(random.Random(5), firms, number)
    assert sum(POLICIES[Story(code)] for code in told) == number
    assert len(told) == 100


@pytest.mark.parametrize("story", list(Story))
def test_a_story_has_its_periods(story: Story) -> None:
    days = periods(random.Random(3), story, TODAY)
    assert len(days) == POLICIES[story]
    assert all(start < end for start, end in days)
    if days and story not in {Story.LAPSED, Story.GIVEN_BACK}:
        assert days[-1][0] <= TODAY <= days[-1][1]


@pytest.mark.parametrize("spread", [by_weight, mostly_even])
def test_shares_add_up(spread: Any) -> None:
    assert sum(spread(random.Random(1), 7, 100)) == 100
    assert sum(spread(random.Random(1), 100, 7)) == 7
    assert list(spread(random.Random(1), 0, 5)) == []


def test_each_ledger_has_luck_of_its_own() -> None:
    plan = Plan(1, TODAY, {})
    assert plan.luck("a").random() != plan.luck("b").random()
    assert plan.luck("a").random() == Plan(1, TODAY, {}).luck("a").random()
