"""Totals of prevention fees at their borders: which policies and vouchers count, sums, shares, questions, and who reads."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from insurers.expenses.figures import (
    InsurerFees,
    any_flag,
    by_insurer,
    fee_questions,
    sentences,
    shares_on,
    total_of,
    with_fees,
)
from insurers.expenses.models import Expense, MonthClosing
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast

CUTOFF = date(2023, 11, 23)
ONE_DAY = timedelta(days=1)


def fees(name: str = "甲", **changes: object) -> InsurerFees:
    values = {
        "insurer_id": 1,
        "name": name,
        "policies": 2,
        "premium": Decimal(8000),
        "budget": Decimal(1200),
        "booked": Decimal(300),
        "flags": {one.code: 1 for one in fee_questions()},
        "asked": 1,
        **changes,
    }
    return InsurerFees(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "counts"), [(-1, True), (0, True), (1, False)])
def test_a_policy_counts_from_its_first_day_on(cast: Cast, days: int, counts: bool) -> None:
    world.policy(world.enterprise(), start_on=CUTOFF + ONE_DAY * days, end_on=date(2024, 10, 1))
    rows = by_insurer(Policy.objects.all(), CUTOFF)
    expected = (1, Decimal(10000), Decimal(1500), Decimal(0))
    assert [(row.policies, row.premium, row.budget, row.booked) for row in rows] == [expected] * counts


@pytest.mark.parametrize(("days", "counts"), [(-1, True), (0, True), (1, False)])
def test_what_was_spent_on_a_policy_to_come_counts_without_a_premium(cast: Cast, days: int, counts: bool) -> None:
    held = world.policy(world.enterprise(), start_on=date(2024, 1, 1), end_on=date(2024, 12, 31))
    world.expense(held, booked_on=CUTOFF + ONE_DAY * days)
    rows = with_fees(Policy.objects.all(), CUTOFF)
    found = [(row.premium, row.budget, row.booked) for row in rows]  # type: ignore[attr-defined]
    assert found == [(0, 0, 1000)] * counts


def test_vouchers_and_services_of_a_policy_are_its_own(cast: Cast) -> None:
    spent, idle = (world.policy(world.enterprise()) for _n in range(2))
    world.expense(spent, amount=Decimal("500.05"))
    world.expense(spent, amount=Decimal("99.95"))
    world.activity(idle)
    rows = {row.pk: row for row in with_fees(Policy.objects.all(), CUTOFF)}
    assert [(rows[one.pk].booked, rows[one.pk].served) for one in (spent, idle)] == [(600, False), (0, True)]  # type: ignore[attr-defined]


def test_each_question_is_about_the_policies_that_it_says_something_of(cast: Cast) -> None:
    beyond = world.policy(world.enterprise())
    world.expense(beyond, amount=Decimal("1500.01"))
    unpaid = world.policy(world.enterprise())
    world.activity(unpaid)
    asked = {
        one.code: set(one.about(Policy.objects.all(), cast.provincial_officer, CUTOFF).values_list("pk", flat=True))
        for one in fee_questions()
    }
    assert {code: found for code, found in asked.items() if found} == {
        "over_budget": {beyond.pk},
        "idle_spend": {beyond.pk},
        "unpaid_service": {unpaid.pk},
    }
    shares = shares_on(CUTOFF)
    rows = with_fees(Policy.objects.all(), CUTOFF)
    told = {row.pk: list(sentences(row, shares).values()) for row in rows}  # type: ignore[arg-type]
    assert ["列支 1,500.01 元超过预算 1,500.00 元" in one for one in told[beyond.pk]].count(True) == 1
    assert [len(told[one.pk]) for one in (beyond, unpaid)] == [2, 1]
    (row,) = by_insurer(Policy.objects.all(), CUTOFF)
    assert row.asked == with_fees(Policy.objects.all(), CUTOFF).filter(any_flag()).count() == 2


def test_a_total_adds_up_every_sum() -> None:
    other = fees("乙", policies=5, premium=Decimal("0.10"), budget=Decimal("0.02"), booked=Decimal("-0.01"))
    total = total_of([fees(), other], "合计")
    assert (total.name, total.policies, total.premium, total.budget, total.booked) == (
        "合计",
        7,
        Decimal("8000.10"),
        Decimal("1200.02"),
        Decimal("299.99"),
    )
    assert total.asked == 2
    assert total.flags == {one.code: 2 for one in fee_questions()}
    nothing = total_of([], "合计")
    assert (nothing.policies, nothing.premium, nothing.budget, nothing.booked) == (
        0,
        Decimal(0),
        Decimal(0),
        Decimal(0),
    )
    assert not any(nothing.flags.values())


def test_shares_agreed_spent_and_of_the_premium() -> None:
    row = fees()
    assert (row.agreed, row.spent, row.of_premium) == (Decimal("0.15"), Decimal("0.25"), Decimal("0.0375"))
    nothing = fees(premium=Decimal(0), budget=Decimal(0))
    assert (nothing.agreed, nothing.spent, nothing.of_premium) == (None, None, None)


@pytest.mark.parametrize(
    ("person", "vouchers", "totals"),
    [
        ("insurer_a_clerk", True, True),
        ("insurer_b_clerk", False, False),
        ("zhejiang_regulator", True, True),
        ("ningbo_regulator", False, False),
        ("hangzhou_officer", False, True),
        ("quzhou_officer", False, False),
        ("agency", False, False),
        ("adm_system", False, False),
    ],
)
def test_vouchers_are_the_insurers_and_regulators_totals_the_place_s(
    cast: Cast, person: str, vouchers: bool, totals: bool
) -> None:
    row = world.expense(world.policy(world.enterprise()))
    user = getattr(cast, person)
    assert list(Expense.objects.visible_to(user)) == [row] * vouchers
    assert list(Expense.objects.in_place_of(user)) == [row] * totals


def test_closed_months_are_an_insurers_own(cast: Cast) -> None:
    for company, by, months in (
        ("INS-A-ZJ", cast.insurer_a_lead, ((2022, 12), (2023, 1))),
        ("INS-B-ZJ", cast.insurer_b_clerk, ((2023, 5),)),
    ):
        for year, month in months:
            MonthClosing.objects.create(
                insurer=world.insurer(company), month=date(year, month, 1), closed_by=by, closed_at=world.now()
            )
    a, b = world.insurer("INS-A-ZJ").pk, world.insurer("INS-B-ZJ").pk
    assert MonthClosing.objects.months_of(a) == {(2022, 12), (2023, 1)}
    assert MonthClosing.objects.months_of(b) == {(2023, 5)}
    seen = {name: MonthClosing.objects.visible_to(user).count() for name, user in cast.everybody().items()}
    assert {name: number for name, number in seen.items() if number} == {
        "insurer_a_clerk": 2,
        "insurer_a_lead": 2,
        "insurer_b_clerk": 1,
    }
