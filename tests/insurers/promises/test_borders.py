"""Promised against done at its borders: what is due and late on which day, sums and their order, who lacks what."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.jobs import run_here
from insurers.plans.models import PlanItem, ServicePlan
from insurers.policies.models import Policy
from insurers.promises import figures as promised
from insurers.promises.figures import Frame, Numbers
from insurers.promises.models import PromisedRow
from insurers.promises.services import start_count
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]
TODAY = date(2023, 11, 23)
NOVEMBER = Frame(date(2023, 11, 1), TODAY)
SINCE = date(2023, 4, 27)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise(main_sector="HAZCHEM"))


def numbers(cast: Cast, by: str = "insurer", frame: Frame = NOVEMBER) -> list[Numbers]:
    user = cast.provincial_officer
    return promised.numbers_by(by, promised.promised_of(user), promised.outside_of(user, frame), frame)


@pytest.mark.parametrize(
    ("month", "limit"),
    [(date(2023, 10, 1), date(2023, 10, 1)), (date(2023, 11, 1), TODAY), (date(2023, 12, 1), TODAY)],
    ids=["past", "present", "ahead"],
)
def test_late_is_what_was_due_before_the_month_or_today(month: date, limit: date) -> None:
    assert Frame(month, TODAY).limit == limit


@pytest.mark.parametrize(
    ("today", "due", "late"),
    [
        (date(2023, 11, 29), 1, 0),
        (date(2023, 11, 30), 1, 0),
        (date(2023, 12, 1), 0, 1),
    ],
    ids=["day before the last", "last day", "day after"],
)
@pytest.mark.parametrize("is_done", [False, True])
def test_a_promise_is_due_on_its_last_day_and_late_the_day_after(
    cast: Cast, policy: Policy, today: date, due: int, late: int, is_done: bool
) -> None:
    world.plan(policy, world.plan_item(frequency=1, months=[11]))
    if is_done:
        world.activity(policy, start_on=date(2023, 11, 2), end_on=date(2023, 11, 2))
    (row,) = numbers(cast, frame=Frame(today.replace(day=1), today))
    wanted = (0, 0) if is_done else (due, late)
    assert (row.due, row.late, row.so_far, row.done) == (*wanted, 1, int(is_done))


@pytest.mark.parametrize(("month", "so_far"), [(10, 0), (11, 1), (12, 1)])
def test_promises_count_from_their_month_on(cast: Cast, policy: Policy, month: int, so_far: int) -> None:
    world.plan(policy, world.plan_item(frequency=1, months=[11]))
    (row,) = numbers(cast, frame=Frame(date(2023, month, 1), TODAY))
    assert (row.month, row.so_far) == (int(month == 11), so_far)


@pytest.mark.parametrize(("month", "outside"), [(8, 0), (9, 1), (10, 1)])
def test_services_outside_plans_count_from_their_month_on(cast: Cast, policy: Policy, month: int, outside: int) -> None:
    world.activity(policy)
    user, frame = cast.provincial_officer, Frame(date(2023, month, 1), TODAY)
    assert promised.outside_of(user, frame).count() == outside
    assert promised.outside_of(user).count() == 1


def test_who_promised_nothing_has_only_services_outside(cast: Cast, policy: Policy) -> None:
    world.activity(policy)
    company = policy.insurer
    assert numbers(cast) == [Numbers(company.pk, company.name, 0, 0, 0, 0, 0, 1)]


@pytest.mark.parametrize(("planned", "outside"), [("HAZ", "DRILL"), ("DRILL", "HAZ")])
def test_kinds_stand_in_one_order_promised_or_not(cast: Cast, policy: Policy, planned: str, outside: str) -> None:
    world.plan(policy, world.plan_item(kind=planned, topics=[]))
    world.activity(policy, kind=outside, topics=[])
    assert [row.key for row in numbers(cast, "kind")] == ["DRILL", "HAZ"]


def test_cities_stand_in_the_order_of_the_notice_promised_or_not(cast: Cast) -> None:
    """Hangzhou, Wenzhou, Quzhou, whoever of them has a plan."""
    for number, county in enumerate(("330802", "330106", "330302")):
        held = world.policy(world.enterprise(county))
        if number != 1:
            world.plan(held)
        world.activity(held, kind="RISK", topics=[])
    assert [row.key for row in numbers(cast, "city")] == ["330100", "330300", "330800"]


def test_a_total_adds_up_every_number() -> None:
    rows = [Numbers(1, "甲", 1, 2, 3, 4, 5, 6), Numbers(2, "乙", 10, 20, 30, 40, 50, 60)]
    assert promised.total_of(rows, "合计") == Numbers(None, "合计", 11, 22, 33, 44, 55, 66)
    assert promised.total_of([], "合计") == Numbers(None, "合计", 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("person", "is_counted"),
    [
        ("provincial_officer", True),
        ("zhejiang_regulator", True),
        ("hangzhou_officer", False),
        ("ningbo_regulator", False),
        ("insurer_a_clerk", False),
    ],
)
def test_who_looks_at_many_cities_reads_the_count(cast: Cast, person: str, is_counted: bool) -> None:
    assert promised.sums_are_counted(getattr(cast, person)) == is_counted


@pytest.mark.parametrize("written", ["enterprise", "activity", "plan", "item", "policy"])
def test_a_count_holds_until_what_it_rests_on_is_written(cast: Cast, policy: Policy, written: str) -> None:
    plan = world.plan(policy)
    assert not promised.is_counted()
    assert run_here(start_count(by=cast.provincial_officer, at=clock.now(), ring=False).pk).state == "DONE"
    assert promised.is_counted()
    if written == "enterprise":
        world.enterprise()
    elif written == "activity":
        world.activity(policy)
    elif written == "plan":
        ServicePlan.objects.filter(pk=plan.pk).update(note="改")
    elif written == "item":
        PlanItem.objects.filter(plan=plan).update(goal="改")
    else:
        Policy.objects.filter(pk=policy.pk).update(premium_paid=1)
    assert promised.is_counted() == (written == "policy")


def test_a_page_read_again_has_what_was_written_since(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    client = sign_in(cast.hangzhou_officer)

    def read() -> list[tuple[int, int]]:
        rows = client.get("/promised/?by=insurer").context["rows"]
        listed = client.get("/promised/outside/").context["page"].paginator.count
        assert listed == sum(row["numbers"].outside for row in rows)
        return [(row["numbers"].so_far, row["numbers"].outside) for row in rows]

    assert read() == []
    world.activity(policy, kind="RISK", topics=[])
    assert read() == [(0, 1)]
    world.plan(policy)
    assert read() == [(1, 1)]
    world.activity(policy, kind="RISK", topics=[])
    assert read() == [(1, 2)]


def test_the_calendar_goes_from_its_first_to_its_last_month(cast: Cast, policy: Policy) -> None:
    world.plan(policy, world.plan_item(frequency=4, months=[8, 9, 10, 11]))
    world.plan(world.policy(world.enterprise()), world.plan_item(kind="DRILL", topics=["D1"], frequency=2, months=[9]))
    world.activity(policy)
    found = promised.by_month(PromisedRow.objects.all(), date(2023, 9, 1), date(2023, 10, 1))
    assert [
        (month.month, [(row["kind"], row["n_times"], row["n_done"]) for row in rows]) for month, rows in found.items()
    ] == [
        (9, [("DRILL", 2, 0), ("HAZ", 1, 0)]),
        (10, [("HAZ", 1, 0)]),
    ]


def lacking(since: date = SINCE) -> set[int]:
    found = promised.lacking_assistance(Policy.objects.all(), since, TODAY)
    return set(found.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("since", "lacks"), [(date(2023, 8, 31), False), (date(2023, 9, 1), False), (date(2023, 9, 2), True)]
)
def test_help_counts_from_the_first_day_on(cast: Cast, policy: Policy, since: date, lacks: bool) -> None:
    world.activity(policy)
    assert lacking(since) == ({policy.pk} if lacks else set())


def test_other_services_and_the_help_of_others_leave_a_unit_without(cast: Cast, policy: Policy) -> None:
    world.activity(policy, campaign_assist=False)
    helped = world.policy(world.enterprise())
    world.activity(helped)
    assert lacking() == {policy.pk}


def test_a_unit_lacks_help_once_for_each_of_its_insurers(cast: Cast, policy: Policy) -> None:
    latest = world.policy(policy.enterprise)
    other_insurer = world.policy(policy.enterprise, "INS-B-ZJ")
    other_unit = world.policy(world.enterprise())
    ended = world.policy(world.enterprise(), status="SURRENDERED")
    assert lacking() == {latest.pk, other_insurer.pk, other_unit.pk}
    assert ended.pk not in lacking()
    world.activity(other_insurer)
    assert lacking() == {other_unit.pk}


@pytest.mark.parametrize(
    ("start", "end", "signed"),
    [
        (date(2023, 11, 24), date(2023, 12, 31), False),
        (TODAY, date(2023, 12, 31), True),
        (date(2023, 1, 1), TODAY, True),
        (date(2023, 1, 1), date(2023, 11, 22), False),
    ],
    ids=["begins tomorrow", "begins today", "ends today", "ended yesterday"],
)
def test_a_plan_is_signed_from_its_first_to_its_last_day(
    cast: Cast, policy: Policy, start: date, end: date, signed: bool
) -> None:
    world.plan(policy, start_on=start, end_on=end)
    latest = world.policy(policy.enterprise, "INS-B-ZJ")
    other = world.policy(world.enterprise())
    units = promised.insured_units(Policy.objects.all(), ServicePlan.objects.all(), TODAY)
    assert {unit.pk: unit.signed for unit in units} == {latest.pk: signed, other.pk: False}
