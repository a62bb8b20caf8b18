"""The indicators of domain.md 4.12 that rest on more than a day: who counts above and who below the line."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hazards.models import Hazard, Refusal, RefusalReport, Treatment
from hazards.models.gathering import points_of
from hazards.querysets import five_points
from hazards.rules.plans import FIVE, five_missing
from insurers.policies.models import Endorsement, Policy
from insurers.policies.rules import terms_on
from reports.figures import FIGURES
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.reports.figuring import CUTOFF, figure

ONE_DAY = timedelta(days=1)
ZONE = ZoneInfo("Asia/Shanghai")


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZONE)


def major(**changes: Any) -> Hazard:
    return life.hazard(world.enterprise(), level="MAJOR", **changes)


def test_a_hazard_without_deadline_or_not_due_is_in_no_rate_of_time(cast: Cast) -> None:
    major(state="CLOSED", closed_on=date(2023, 10, 20), deadline=CUTOFF + ONE_DAY)
    assert figure("hazards.in_time_rate") is None
    major(state="CLOSED", closed_on=date(2023, 11, 1), deadline=date(2023, 10, 31))
    assert figure("hazards.in_time_rate") == 0
    major(state="CLOSED", closed_on=date(2023, 10, 31), deadline=date(2023, 10, 31))
    assert figure("hazards.in_time_rate") == Decimal("0.5000")
    assert figure("hazards.rectified_rate") == 1


@pytest.mark.parametrize(("capacity", "counts"), [("HEAD", 1), ("CONTROLLER", 1), ("SAFETY", 0), ("OTHER", 0), ("", 0)])
def test_whose_signature_counts_for_a_major_hazard(cast: Cast, capacity: str, counts: int) -> None:
    major(capacity=capacity)
    life.hazard(world.enterprise(), capacity="HEAD")
    assert figure("hazards.head_receipt_rate") == counts


@pytest.mark.parametrize(
    ("state", "counts"),
    [("NOTIFIED", None), ("RECTIFYING", 1), ("SUBMITTED", 1), ("CLOSED", 1), ("REFUSED", None), ("ENFORCING", None)],
)
def test_which_major_hazards_owe_five_points(cast: Cast, state: str, counts: int | None) -> None:
    of = major(state=state, closed_on=CUTOFF if state == "CLOSED" else None)
    life.treated(of, cast.insurer_a_clerk) if state == "RECTIFYING" else write_points(of, whole_points(), cast)
    assert figure("hazards.five_points_rate") == counts
    Treatment.objects.update(points={})
    assert figure("hazards.five_points_rate") == (None if counts is None else 0)


def whole_points() -> dict[str, dict[str, Any]]:
    points: dict[str, dict[str, Any]] = {key: {"settled": True, "text": "已落实", "person": "王某"} for key in FIVE}
    points["funds"]["amount"] = "36500"
    return points


def write_points(of: Hazard, points: dict[str, dict[str, Any]], cast: Cast) -> None:
    Treatment.objects.create(hazard=of, points=points, updated_by=cast.insurer_a_clerk, updated_at=world.now())


TEXT = st.sampled_from(["", " ", "　", "已落实", " 王某"])
WHOLE = {"settled": True, "text": "已落实", "person": "王某", "amount": "1"}
POINT = st.fixed_dictionaries(
    {"settled": st.booleans(), "text": TEXT, "person": TEXT},
    optional={"amount": st.sampled_from([None, "", "0", "0.50", "36500", "-1"])},
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(list(FIVE)), st.one_of(st.just(WHOLE), POINT)))
def test_five_points_in_sql_are_those_of_the_rule(cast: Cast, points: dict[str, Any]) -> None:
    of = Hazard.objects.first() or major()
    row, _made = Treatment.objects.update_or_create(
        hazard=of, defaults={"points": points, "updated_by": cast.insurer_a_clerk, "updated_at": world.now()}
    )
    found = Treatment.objects.filter(five_points(), pk=row.pk).exists()
    assert found == (not five_missing(points_of(points)))


def refused(cast: Cast, sent: dict[str, datetime], agreed: datetime) -> Refusal:
    """A refusal agreed at an instant, and each body told in its role at another."""
    of = major(state="REPORTED", refused_on=agreed.date())
    row = life.refusal(of, cast.insurer_a_clerk, cast.insurer_a_lead, told=())
    Refusal.objects.filter(pk=row.pk).update(agreed_at=agreed, reported_at=max(sent.values()))
    for role, instant in sent.items():
        body = {"EM": "EM-330106", "SECTOR": "SA-330100-CONSTR"}[role]
        RefusalReport.objects.create(
            refusal=row, recipient=world.insurer(body), roles=[role], sent_at=instant, due_on=CUTOFF
        )
    return row


FOUND_AT = at(date(2023, 11, 10), 9)
LIMIT = FOUND_AT + timedelta(hours=24)


@pytest.mark.parametrize(
    ("sent", "counts"),
    [
        ({"EM": LIMIT, "SECTOR": LIMIT}, 1),
        ({"EM": LIMIT - timedelta(seconds=1), "SECTOR": FOUND_AT}, 1),
        ({"EM": FOUND_AT, "SECTOR": LIMIT + timedelta(seconds=1)}, 0),
        ({"EM": FOUND_AT}, 0),
        ({"SECTOR": FOUND_AT}, 0),
    ],
)
def test_a_refusal_is_reported_in_time_to_both_within_24_hours(
    cast: Cast, sent: dict[str, datetime], counts: int
) -> None:
    refused(cast, sent, FOUND_AT)
    assert figure("hazards.refusals_in_time_rate") == counts


@pytest.mark.parametrize(("hour", "counts"), [(23, 1), (24, None)])
def test_a_refusal_counts_on_the_day_of_its_report_in_local_time(cast: Cast, hour: int, counts: int | None) -> None:
    instant = at(CUTOFF, 0) + timedelta(hours=hour)
    refused(cast, {"EM": instant, "SECTOR": instant}, instant)
    assert figure("hazards.refusals_in_time_rate") == counts


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_premium_and_budget_are_those_after_the_endorsements_of_the_day(cast: Cast, days: int) -> None:
    held, plain = world.policy(world.enterprise()), world.policy(world.enterprise())
    for number, change in (("1", Decimal("500.50")), ("2", Decimal(-200))):
        Endorsement.objects.create(
            policy=held,
            endorsement_no=number,
            effective_on=CUTOFF + ONE_DAY * days,
            premium_paid_change=change,
            reason="增加人员",
            recorded_by=cast.insurer_a_clerk,
            recorded_at=world.now(),
        )
    terms = [terms_on(row, row.endorsements.all(), CUTOFF).premium_paid for row in (held, plain)]
    assert sum(terms) == (Decimal(20000) if days > 0 else Decimal("20300.50"))
    assert figure("coverage.premium_paid") == sum(terms)
    assert figure("expenses.budget") == (Decimal(3000) if days > 0 else Decimal("3045.08"))
    rows = Policy.objects.with_premium(CUTOFF).order_by("pk").values_list("premium_so_far", flat=True)
    assert list(rows) == terms


def test_a_unit_counts_once_whatever_its_services_and_plans(cast: Cast) -> None:
    held = world.policy(world.enterprise())
    world.policy(world.enterprise())
    for _ in range(2):
        world.activity(held, kind="TRAIN", topics=["T1"])
        world.activity(held, kind="DRILL", topics=["D1"])
    world.plan(held)
    for kind, wanted in (("TRAIN", "0.5000"), ("DRILL", "0.5000"), ("HAZ", "0")):
        assert figure(f"campaign.service_rate.{kind}") == Decimal(wanted)
    assert figure("campaign.drilled_units.D1") == 1
    assert figure("plans.signed_rate") == Decimal("0.5000")


@pytest.mark.parametrize("state", ["DRAFT", "SENT", "AMENDED"])
def test_a_plan_that_is_no_promise_signs_nothing(cast: Cast, state: str) -> None:
    world.plan(world.policy(world.enterprise()), state=state)
    assert figure("plans.signed_rate") == 0


def test_rates_of_nothing_are_unknown(cast: Cast) -> None:
    rates = [name for name, one in FIGURES.items() if one.form == "rate"]
    assert len(rates) == 16
    assert {name: figure(name) for name in rates} == dict.fromkeys(rates)
