"""Every figure at its borders: the day before, the day, the day after; none, one, many."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from core import clock
from enterprises.models import Outsourcing
from insurers.base.choices import ServiceKind
from insurers.plans.models import ServicePlan
from insurers.policies.models import PolicyDetail
from reports.definitions import Place
from reports.definitions.coverage import by_insurer
from reports.figures import FIGURES, LedgerFigure
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.reports.figuring import CITY, CUTOFF, basis, figure

FIRST, LAST = date(2023, 4, 27), date(2023, 12, 31)
LATER = date(2024, 3, 1)
ONE_DAY = timedelta(days=1)
PREMIUM, BUDGET, BOOKED = Decimal(10000), Decimal(1500), Decimal(1000)
#: Topics of trainings and drills that have figures.
TOPICS = [f"{kind}{n}" for kind in "TD" for n in range(1, 5)]
Make = Callable[[date], object]


def policy(column: str, day: date) -> object:
    """A policy with one of its two days moved; the other lies far away."""
    days: dict[str, Any] = {"start_on": date(2022, 1, 1), "end_on": LATER, column: day}
    return world.policy(world.enterprise(), **days)


def policy_in_force(end: date = LATER) -> Any:
    return world.policy(world.enterprise(), end_on=end)


def service(day: date, **changes: Any) -> object:
    return world.activity(policy_in_force(), start_on=day, end_on=day, **changes)


def voucher(day: date) -> object:
    return world.expense(policy_in_force(), booked_on=day)


def hazard(column: str, day: date, **changes: Any) -> object:
    """A hazard of June with one of its days moved."""
    days = {"found_on": date(2023, 6, 1), "notified_on": date(2023, 6, 2), "deadline": date(2023, 6, 30)}
    return life.hazard(world.enterprise(), **{**days, **changes, column: day})


def hazard_found(day: date, **changes: Any) -> object:
    return hazard("found_on", day, notified_on=None, deadline=None, **changes)


def contract(*, managed: bool = False) -> object:
    """A contract of outsourcing at an insured unit."""
    return Outsourcing.objects.create(
        enterprise=policy_in_force().enterprise,
        kind="OUTSOURCED",
        counterparty="示例劳务有限公司",
        project="检修",
        qualified=True,
        agreement=True,
        managed=managed,
        created_at=world.now(),
        updated_at=world.now(),
    )


def plan_confirmed(day: date) -> object:
    made = world.plan(policy_in_force())
    return ServicePlan.objects.filter(pk=made.pk).update(confirm_on=day, talk_on=FIRST)


@dataclass(frozen=True, slots=True)
class Border:
    """A figure, a row that has its day on the border, and the figure for the day before, the day, the day after."""

    figure: str
    make: Make
    wanted: tuple[object, object, object]
    day: date = CUTOFF
    cutoff: date = CUTOFF


#: Figures of services: the row that makes one, and the number it makes.
SERVICES: list[tuple[str, dict[str, Any], int]] = [
    *[(f"campaign.activities.{kind}", {"kind": kind, "topics": []}, 1) for kind in ServiceKind.values],
    ("campaign.participants.TRAIN", {"kind": "TRAIN", "topics": [], "participants": 30}, 30),
    ("campaign.participants.DRILL", {"kind": "DRILL", "topics": [], "participants": 30}, 30),
    ("campaign.assisted_units", {}, 1),
    ("campaign.assist_rate", {}, 1),
]
BORDERS = [
    *[
        Border(name, partial(policy, column), wanted)
        for name, begun, ended in (
            ("coverage.insured", (1, 1, 0), (0, 1, 1)),
            ("coverage.not_insured", (0, 0, 1), (1, 0, 0)),
            ("coverage.insured_units", (1, 1, 0), (0, 1, 1)),
            ("coverage.rate", (1, 1, 0), (0, 1, 1)),
            ("coverage.premium_paid", (PREMIUM, PREMIUM, 0), (PREMIUM, PREMIUM, PREMIUM)),
        )
        for column, wanted in (("start_on", begun), ("end_on", ended))
    ],
    *[
        border
        for name, changes, one in SERVICES
        for border in (
            Border(name, partial(service, **changes), (one, one, 0)),
            Border(name, partial(service, **changes), (0, one, one), day=FIRST),
            Border(name, partial(service, **changes), (one, one, 0), day=LAST, cutoff=LATER),
        )
    ],
    Border("hazards.found.GENERAL", hazard_found, (1, 1, 0)),
    Border("hazards.found.MAJOR", partial(hazard_found, level="MAJOR"), (1, 1, 0)),
    Border("hazards.notified", partial(hazard, "notified_on", deadline=None), (1, 1, 0)),
    Border("hazards.rectified", partial(hazard, "rectified_on", state="SUBMITTED"), (1, 1, 0)),
    Border("hazards.closed", partial(hazard, "closed_on", state="CLOSED"), (1, 1, 0)),
    Border("hazards.refused", partial(hazard, "refused_on", state="REFUSED", level="MAJOR"), (1, 1, 0)),
    Border("hazards.overdue", partial(hazard, "deadline"), (1, 0, 0)),
    Border("hazards.overdue", partial(hazard, "closed_on", state="CLOSED"), (0, 0, 1)),
    Border("expenses.booked", voucher, (BOOKED, BOOKED, 0)),
    Border("expenses.share", voucher, (Decimal("0.1"), Decimal("0.1"), 0)),
    Border("expenses.budget", partial(policy, "start_on"), (BUDGET, BUDGET, 0)),
    Border("expenses.budget", partial(policy, "end_on"), (0, BUDGET, BUDGET), day=FIRST),
    Border("expenses.budget_rate", voucher, (Decimal("0.6667"), Decimal("0.6667"), 0)),
    Border("hazards.rectified_rate", partial(hazard, "closed_on", state="CLOSED"), (1, 1, 0)),
    Border("hazards.rectified_rate.MAJOR", partial(hazard, "closed_on", state="CLOSED", level="MAJOR"), (1, 1, 0)),
    Border("hazards.in_time_rate", partial(hazard, "closed_on", state="CLOSED"), (1, 1, 0), day=date(2023, 6, 30)),
    Border("hazards.in_time_rate", partial(hazard, "deadline"), (0, 0, None)),
    Border("hazards.notified_rate", partial(hazard, "notified_on", deadline=None), (1, 1, 0)),
    Border("hazards.head_receipt_rate", partial(hazard, "notified_on", deadline=None, level="MAJOR"), (1, 1, None)),
    Border("plans.signed_rate", plan_confirmed, (1, 1, 0)),
    Border("topics.T1.times", partial(service, topics=["T1"]), (1, 1, 0)),
    Border("topics.T1.times", partial(service, topics=["T1"]), (0, 1, 1), day=FIRST),
    Border("checks.H1.checked", partial(service, h1_checked=4), (4, 4, 0)),
    Border("checks.H1.rectified", partial(hazard, "closed_on", state="CLOSED", topic="H1"), (1, 1, 0)),
    Border("campaign.drilled_units.D1", partial(service, kind="DRILL", topics=["D1"]), (1, 1, 0)),
    *[
        Border(f"campaign.service_rate.{kind}", partial(service, kind=kind, topics=[]), wanted, day=day)
        for kind in ("TRAIN", "HAZ", "DRILL")
        for day, wanted in ((CUTOFF, (1, 1, 0)), (FIRST, (0, 1, 1)))
    ],
]


@pytest.mark.parametrize("border", BORDERS, ids=lambda border: f"{border.figure}-{border.day}")
@pytest.mark.parametrize("position", [0, 1, 2], ids=["day before", "the day", "day after"])
def test_a_figure_at_its_border(cast: Cast, border: Border, position: int) -> None:
    border.make(border.day + ONE_DAY * (position - 1))
    assert figure(border.figure, cutoff=border.cutoff) == border.wanted[position]


ONE_MORE: dict[str, tuple[Callable[[], object], Any]] = {
    "coverage.must_insure": (world.enterprise, 1),
    "coverage.insured": (policy_in_force, 1),
    "coverage.not_insured": (world.enterprise, 1),
    "coverage.insured_units": (policy_in_force, 1),
    "coverage.premium_paid": (policy_in_force, PREMIUM),
    "campaign.assisted_units": (partial(service, FIRST), 1),
    **{
        f"campaign.activities.{kind}": (partial(service, FIRST, kind=kind, topics=[]), 1) for kind in ServiceKind.values
    },
    "campaign.participants.TRAIN": (partial(service, FIRST, kind="TRAIN", topics=[], participants=7), 7),
    "campaign.participants.DRILL": (partial(service, FIRST, kind="DRILL", topics=[], participants=7), 7),
    "hazards.found.GENERAL": (partial(hazard_found, CUTOFF), 1),
    "hazards.found.MAJOR": (partial(hazard_found, CUTOFF, level="MAJOR"), 1),
    "hazards.notified": (partial(hazard, "notified_on", CUTOFF, deadline=None), 1),
    "hazards.rectified": (partial(hazard, "rectified_on", CUTOFF, state="SUBMITTED"), 1),
    "hazards.closed": (partial(hazard, "closed_on", CUTOFF, state="CLOSED"), 1),
    "hazards.overdue": (partial(hazard, "deadline", CUTOFF - ONE_DAY), 1),
    "hazards.refused": (partial(hazard, "refused_on", CUTOFF, state="REFUSED", level="MAJOR"), 1),
    "expenses.booked": (partial(voucher, CUTOFF), BOOKED),
    "expenses.budget": (policy_in_force, BUDGET),
    "campaign.drilled_units.D1": (partial(service, FIRST, kind="DRILL", topics=["D1"]), 1),
    **{f"topics.{topic}.times": (partial(service, FIRST, topics=[topic, "T9"]), 1) for topic in TOPICS},
    **{
        f"topics.{topic}.participants": (partial(service, FIRST, topics=[topic], participants=7), 7) for topic in TOPICS
    },
    **{f"checks.H{n}.checked": (partial(service, FIRST, **{f"h{n}_checked": 5}), 5) for n in range(1, 7)},
    **{f"checks.H{n}.problems": (partial(service, FIRST, **{f"h{n}_problems": 3}), 3) for n in range(1, 7)},
    **{
        f"checks.H{n}.rectified": (partial(hazard, "closed_on", CUTOFF, state="CLOSED", topic=f"H{n}"), 1)
        for n in range(1, 7)
    },
    "outsourcing.found": (contract, 1),
    "outsourcing.managed": (partial(contract, managed=True), 1),
}


@pytest.mark.parametrize("name", ONE_MORE)
def test_none_one_and_many(cast: Cast, name: str) -> None:
    """Rows of another city never count."""
    make, step = ONE_MORE[name]
    world.policy(world.enterprise(world.QUZHOU))
    assert figure(name) == 0
    make()
    assert figure(name) == step
    make()
    make()
    assert figure(name) == 3 * step


def test_all_counted_figures_are_tried_with_none_one_and_many() -> None:
    counted = {name for name, shown in FIGURES.items() if isinstance(shown, LedgerFigure)}
    assert {name for name in counted if not name.startswith("cross.")} == set(ONE_MORE)


@pytest.mark.parametrize(
    ("name", "row", "counts"),
    [
        ("campaign.activities.HAZ", partial(service, FIRST, state="SCHEDULED"), 0),
        ("campaign.activities.HAZ", partial(service, FIRST, state="VOID"), 0),
        ("campaign.assisted_units", partial(service, FIRST, campaign_assist=False), 0),
        ("hazards.found.GENERAL", partial(hazard_found, CUTOFF, state="VOID"), 0),
        ("hazards.found.GENERAL", partial(hazard_found, CUTOFF, state="DRAFT"), 0),
        ("hazards.found.GENERAL", partial(hazard_found, CUTOFF, state="RECORDED"), 1),
        ("hazards.notified", partial(hazard, "notified_on", CUTOFF, deadline=None, state="RECORDED"), 0),
        ("hazards.notified", partial(hazard, "notified_on", CUTOFF, deadline=None, receiver=""), 0),
        ("hazards.overdue", partial(hazard, "closed_on", CUTOFF, state="CLOSED", deadline=CUTOFF), 0),
        ("hazards.rectified", partial(hazard, "rectified_on", CUTOFF, state="VOID"), 0),
    ],
)
def test_which_rows_count_besides_their_day(cast: Cast, name: str, row: Callable[[], object], counts: int) -> None:
    row()
    assert figure(name) == counts


def test_two_services_and_two_policies_assist_one_unit(cast: Cast) -> None:
    first = policy_in_force()
    world.policy(first.enterprise, end_on=LATER)
    for _ in range(2):
        world.activity(first)
    assert (figure("coverage.insured_units"), figure("campaign.assisted_units")) == (1, 1)
    assert figure("campaign.activities.HAZ") == 2


def test_a_service_outside_the_cover_assists_nobody(cast: Cast) -> None:
    world.activity(policy_in_force(end=CUTOFF - ONE_DAY))
    assert (figure("campaign.activities.HAZ"), figure("campaign.assisted_units")) == (1, 0)
    assert figure("campaign.assist_rate") is None


@pytest.mark.parametrize("moved", [CUTOFF - ONE_DAY, CUTOFF, CUTOFF + ONE_DAY])
def test_an_endorsement_that_moves_the_last_day_counts_in_figure_and_annex(cast: Cast, moved: date) -> None:
    """Table 2 takes the same policies in force as the figure."""
    held = policy_in_force()
    PolicyDetail.objects.create(policy=held, cover_end_on=moved, updated_at=clock.now())
    insured = int(moved >= CUTOFF)
    assert figure("coverage.insured") == insured
    ((_name, policies, in_force, people, *_money),) = by_insurer(basis(), Place.city(CITY)).rows
    assert (policies, in_force, people) == (1, insured, 50 * insured)
