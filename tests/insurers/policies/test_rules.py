"""What counts is said once for one policy and once for a query on many: both say the same."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from core import clock
from core.writing import Refused, Stale, version_of
from crosschecks.matters.policies import Eye
from crosschecks.panels import questions
from insurers.expenses.figures import with_fees
from insurers.plans.checks import terms_of as plan_terms_of
from insurers.policies import services
from insurers.policies.choices import PolicyEnd, PolicyStatus, Standing
from insurers.policies.models import Policy, PolicyDetail
from insurers.policies.querysets import budget_of
from insurers.policies.rules import Terms, complain_budget, fee_budget, standing, terms_on
from insurers.policies.services import Change
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]
DAY = timedelta(days=1)
START, END = date(2023, 1, 1), date(2023, 12, 31)
#: One world for many generated rows: what an example leaves is told apart by its key.
many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


@pytest.mark.parametrize(
    ("premium", "rate", "budget"),
    [
        ("100.30", "0.15", "15.05"),
        ("100.10", "0.15", "15.02"),
        ("100.29", "0.15", "15.04"),
        ("0", "0.15", "0.00"),
        ("10000", "0", "0.00"),
        ("33.33", "0.2101", "7.00"),
    ],
)
def test_the_budget_is_half_up_to_the_fen(premium: str, rate: str, budget: str) -> None:
    assert fee_budget(Decimal(premium), Decimal(rate)) == Decimal(budget)


@many
@given(
    premium=st.decimals(0, Decimal("999999999999.99"), places=2),
    rate=st.decimals(0, Decimal("1.0000"), places=4),
)
@example(premium=Decimal("100.30"), rate=Decimal("0.1500"))
@example(premium=Decimal("0.05"), rate=Decimal("0.1000"))
def test_a_query_rounds_a_budget_as_the_rule_does(cast: Cast, premium: Decimal, rate: Decimal) -> None:
    policy = Policy.objects.first() or world.policy(world.enterprise())
    Policy.objects.filter(pk=policy.pk).update(premium_due=premium, premium_paid=premium, fee_rate=rate)
    assert Policy.objects.values_list(budget_of(), flat=True).get(pk=policy.pk) == fee_budget(premium, rate)


def test_all_pages_tell_the_same_budget(cast: Cast) -> None:
    policy = world.policy(world.enterprise(), premium_paid=Decimal("100.30"), fee_rate=Decimal("0.15"))
    detail = PolicyDetail.objects.create(policy=policy, fee_budget=Decimal("20.00"), updated_at=clock.now())
    asked = questions(policy, terms_on(policy, []), detail, Eye(Policy.objects.all(), END))
    assert [line["seen"] for line in asked] == ["20.00 / 15.05"]
    assert [row.budget for row in with_fees(Policy.objects.all(), END)] == [Decimal("15.05")]  # type: ignore[attr-defined]
    assert plan_terms_of(policy).budget == Decimal("15.05")


@pytest.mark.parametrize(
    ("budget", "reason", "is_sound"),
    [
        (None, "", True),
        ("15.05", "", True),
        ("16.05", "", True),
        ("14.05", "", True),
        ("16.06", "", False),
        ("14.04", "", False),
        ("16.06", "示例", True),
    ],
)
def test_a_budget_within_a_yuan_needs_no_reason(budget: str | None, reason: str, is_sound: bool) -> None:
    given_budget = None if budget is None else Decimal(budget)
    assert (complain_budget(given_budget, reason, Decimal("15.05")) is None) is is_sound


def changes() -> st.SearchStrategy[list[Change]]:
    """Endorsements on and about the borders of a policy over 2023; some of them no service takes."""
    days = st.one_of(st.dates(START - DAY, END + 40 * DAY), st.sampled_from((START, START + DAY, END - DAY, END)))
    ends = st.one_of(st.none(), days)
    kind = st.sampled_from(("", "", *PolicyEnd.values))
    return st.lists(
        st.builds(
            Change,
            endorsement_no=st.integers(1, 10**9).map("P-{}".format),
            effective_on=days,
            reason=st.just("示例"),
            insured_people=st.one_of(st.none(), st.integers(1, 99)),
            end_on=ends,
            ends=kind,
        ),
        max_size=3,
    )


def endorse(policy: Policy, wanted: Sequence[Change], by: User) -> None:
    """Enter those that can be."""
    for change in wanted:
        try:
            services.endorse(policy=policy, change=change, by=by, at=clock.now())
        except Refused:
            continue


@many
@given(status=st.sampled_from((PolicyStatus.IN_FORCE, *PolicyStatus)), wanted=changes())
@example(status=PolicyStatus.IN_FORCE, wanted=[])
@example(
    status=PolicyStatus.IN_FORCE,
    wanted=[Change(endorsement_no="P-1", effective_on=START, reason="示例", ends=PolicyEnd.SURRENDERED)],
)
@example(
    status=PolicyStatus.IN_FORCE,
    wanted=[Change(endorsement_no="P-1", effective_on=END, reason="示例", end_on=END + 30 * DAY)],
)
def test_a_query_judges_a_policy_as_the_rule_does(cast: Cast, status: str, wanted: list[Change]) -> None:
    policy = world.policy(world.enterprise(), status=status, start_on=START, end_on=END)
    endorse(policy, wanted, cast.insurer_a_clerk)
    terms = terms_on(policy, services.in_effect(policy))
    mine = Policy.objects.filter(pk=policy.pk)
    people = {row.effective_on for row in policy.endorsements.all()}
    borders = {START, END, terms.end_on, *people}
    for day in sorted({day + step for day in borders for step in (-DAY, 0 * DAY, DAY)}):
        judged = standing(policy, terms, day)
        listed = [one for one in Standing if mine.with_cover_end().of_standing(one, day).exists()]
        assert listed == [judged], day
        assert mine.in_force(day).exists() is (judged == Standing.IN_FORCE), day
        stated = mine.with_stated(day, people="insured_people").values_list("people", flat=True).get()
        assert stated == terms_on(policy, services.in_effect(policy), day).insured_people, day


@pytest.mark.parametrize("seen", ["", "x", "2023-01-01T00:00:00+08:00", "2023-13-45", None])
def test_a_stale_page_does_not_overwrite_the_details(cast: Cast, as_user: SignIn, seen: str | None) -> None:
    policy = world.policy(world.enterprise())
    detail = PolicyDetail.objects.create(policy=policy, product="示例甲", updated_at=clock.now())
    client, url = as_user(cast.insurer_a_clerk), f"/policies/{policy.pk}/details/"
    sent = {"product": "示例乙"} if seen is None else {"product": "示例乙", "seen": seen}
    assert client.post(url, sent).status_code == 409
    detail.refresh_from_db()
    assert detail.product == "示例甲"
    assert client.post(url, {**sent, "seen": version_of(detail)}).status_code == 302


def test_details_that_nobody_has_written_have_no_version(cast: Cast) -> None:
    policy = world.policy(world.enterprise())
    with pytest.raises(Stale, match="页面已失效"):
        services.save_detail(policy=policy, values={}, seen="x", by=cast.insurer_a_clerk, at=clock.now())
    assert not PolicyDetail.objects.exists()


SOUND = {
    "insured_people": 10,
    "limit_per_person": Decimal(100),
    "limit_per_accident": Decimal(200),
    "limit_total": Decimal(300),
    "premium_due": Decimal(50),
    "premium_paid": Decimal(40),
    "end_on": START,
}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, None),
        ({"limit_per_person": Decimal(200)}, None),
        ({"limit_per_person": Decimal("200.01")}, "每人责任限额 200.01 元高于每次事故责任限额 200.00 元"),
        ({"limit_per_accident": Decimal(300)}, None),
        ({"limit_per_accident": Decimal("300.01")}, "每次事故责任限额 300.01 元高于累计责任限额 300.00 元"),
        ({"premium_due": Decimal(0), "premium_paid": Decimal(0)}, None),
        ({"premium_paid": Decimal("-0.01")}, "批改后保费小于 0 元"),
        ({"premium_due": Decimal("-0.01"), "premium_paid": Decimal(0)}, "批改后保费小于 0 元"),
        ({"premium_paid": Decimal(50)}, None),
        ({"premium_paid": Decimal("50.01")}, "批改后实收保费 50.01 元高于应收保费 50.00 元"),
        ({"end_on": START - DAY}, "批改后保险止期 2022-12-31 早于保险起期 2023-01-01"),
        ({"end_on": START - DAY, "ended": PolicyEnd.values[0]}, None),
    ],
)
def test_what_terms_cannot_be(changes: dict[str, Any], told: str | None) -> None:
    assert Terms(**{**SOUND, **changes}).complaint(START) == told


@pytest.mark.parametrize(("seconds", "is_new"), [(-1, True), (0, True), (1, False)])
def test_a_first_policy_is_new_from_the_moment_on(cast: Cast, seconds: int, is_new: bool) -> None:
    first = world.policy(world.enterprise())
    since = first.created_at + timedelta(seconds=seconds)
    assert Policy.objects.all().first_of_insurer(since).filter(pk=first.pk).exists() is is_new
    again = world.policy(first.enterprise)
    other = world.policy(first.enterprise, by="INS-B-ZJ")
    news = set(Policy.objects.all().first_of_insurer(since).values_list("pk", flat=True))
    assert again.pk not in news
    assert (other.pk in news) == is_new


def test_each_policy_adds_its_own_endorsements_to_its_premium(cast: Cast) -> None:
    one, other, plain = (world.policy(world.enterprise(), start_on=START, end_on=END) for _ in range(3))
    for number, (held, added) in enumerate(((one, 50), (one, 7), (other, -30))):
        paid = Decimal(added)
        change = Change(
            endorsement_no=f"P-{number}",
            effective_on=START,
            reason="示例",
            premium_due_change=paid,
            premium_paid_change=paid,
        )
        services.endorse(policy=held, change=change, by=cast.insurer_a_clerk, at=clock.now())
    rows = dict(Policy.objects.with_premium(START).values_list("pk", "premium_so_far"))
    added_to = {held.pk: rows[held.pk] - held.premium_paid for held in (one, other, plain)}
    assert added_to == {one.pk: 57, other.pk: -30, plain.pk: 0}
