"""Tie-out: the rows behind a figure make it, for every place, cut and reader, over random ledgers."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import walls
from enterprises.models import Enterprise, Outsourcing
from reports.figures import EARLIER, FIGURES, FURTHER, Cut, Figure, LedgerFigure, compute, compute_by
from reports.figures.pools import Basis
from reports.rules import Number, add_up, rate
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.reports.figuring import basis, forgotten

COUNTIES = (world.HANGZHOU, "330105", world.SHAOXING, world.NINGBO)
CITIES = ("330100", "330600", "330200")
#: Around the borders of the campaign and of the cut-offs below.
DAYS = [
    date(2023, 4, 26),
    date(2023, 4, 27),
    date(2023, 6, 1),
    date(2023, 11, 19),
    date(2023, 11, 20),
    date(2023, 11, 21),
]
COUNTED = [
    figure for figure in FIGURES.values() if isinstance(figure, LedgerFigure) and not figure.id.startswith("cross.")
]
COUNTED += [one for one in (*EARLIER.values(), *FURTHER.values()) if one.fold == "sum" and one.pool.has_places]
RATES = [figure for figure in FIGURES.values() if figure.form == "rate" and not figure.id.startswith("cross.")]
PARTS = {part.id: part for figure in (*COUNTED, *RATES) for part in figure.parts}
ALL: list[Figure] = [*COUNTED, *RATES]


def fill(seed: int, size: int) -> None:
    """Firms with whatever else a figure counts, days and states drawn from the seed."""
    rng = random.Random(seed)
    for _number in range(size):
        county = rng.choice(COUNTIES)
        firm = world.enterprise(
            county,
            sectors=rng.sample(["HAZCHEM", "CONSTR", "FISHERY", "OTHER"], rng.randint(1, 2)),
            status=rng.choice(["ACTIVE", "BUILDING", "CLOSED"]),
            key_enterprise=rng.random() < 0.3,
        )
        for _policy in range(rng.randint(0, 2)):
            fill_policy(rng, firm, "INS-A-NB" if county == world.NINGBO else rng.choice(["INS-A-ZJ", "INS-B-ZJ"]))
        for _hazard in range(rng.randint(0, 2)):
            fill_hazard(rng, firm)


def fill_policy(rng: random.Random, firm: Enterprise, insurer: str) -> None:
    start = rng.choice([date(2022, 11, 21), date(2023, 1, 1), *DAYS])
    held = world.policy(
        firm,
        by=insurer,
        start_on=start,
        end_on=start + timedelta(days=rng.choice([180, 364])),
        premium_paid=Decimal(rng.randint(0, 999999)) / 100,
        status=rng.choice(["IN_FORCE", "IN_FORCE", "CANCELLED"]),
    )
    for _service in range(rng.randint(0, 2)):
        kind, topic = rng.choice([("TRAIN", "T1"), ("TRAIN", "T4"), ("HAZ", "H1"), ("HAZ", "H6"), ("DRILL", "D1")])
        day, checked = rng.choice(DAYS), rng.randint(0, 9)
        world.activity(
            held,
            kind=kind,
            topics=[topic],
            start_on=day,
            end_on=day,
            participants=rng.choice([None, rng.randint(1, 90)]),
            campaign_assist=rng.random() < 0.5,
            state=rng.choice(["RECORDED", "VOID", "SCHEDULED"]),
            h1_checked=checked,
            h1_problems=rng.randint(0, checked),
        )
    if rng.random() < 0.6:
        world.expense(held, booked_on=rng.choice(DAYS), amount=Decimal(rng.randint(1, 99999)) / 100)
    if rng.random() < 0.4:
        world.plan(held)
    if rng.random() < 0.3:
        Outsourcing.objects.create(
            enterprise=firm,
            kind="OUTSOURCED",
            counterparty=f"示例{world.next_number()}",
            project="检修",
            qualified=True,
            agreement=True,
            managed=rng.random() < 0.5,
            created_at=world.now(),
            updated_at=world.now(),
        )


def fill_hazard(rng: random.Random, firm: Enterprise) -> None:
    found = rng.choice(DAYS)
    told = rng.choice([None, found + timedelta(days=1)])
    state = rng.choice(["RECORDED", "NOTIFIED", "RECTIFYING", "CLOSED", "VOID", "REFUSED"])
    life.hazard(
        firm,
        by="INS-A-NB" if firm.city_id == "330200" else rng.choice(["INS-A-ZJ", "INS-B-ZJ"]),
        found_on=found,
        notified_on=told,
        receiver="张某" if told else "",
        deadline=told and told + timedelta(days=rng.randint(1, 40)),
        level=rng.choice(["GENERAL", "MAJOR"]),
        state=state,
        topic=rng.choice(["", "H1", "H5"]),
        closed_on=rng.choice(DAYS) if state == "CLOSED" else None,
        refused_on=rng.choice(DAYS) if state == "REFUSED" else None,
        rectified_on=rng.choice([None, *DAYS]),
    )


def of_rows(figure: LedgerFigure, frame: Basis) -> dict[str, Number]:
    """{city: what the rows of a figure make there}, counted or added up one by one."""
    rows: dict[str, list[Any]] = {city: [] for city in CITIES}
    for _key, city, amount in figure.rows_of(frame).values_list("pk", figure.city, figure.total or "pk"):
        rows[city].append(amount or 0)
    return {city: figure.number(sum(found) if figure.total else len(found)) for city, found in rows.items()}


def check_places(frame: Basis) -> None:
    """Cities, counties, months and insurers add up to the whole, and rows make each number."""
    total, by_city = compute(ALL, frame, CITIES)
    made = {name: of_rows(part, frame) for name, part in PARTS.items()}
    for figure in COUNTED:
        assert add_up(numbers[figure.id] for numbers in by_city.values()) == total[figure.id], figure.id
        for city, numbers in by_city.items():
            assert made[figure.id][city] == numbers[figure.id], (figure.id, city)
    for cut in (Cut.COUNTY, Cut.MONTH, Cut.INSURER):
        figures = [figure for figure in COUNTED if cut in figure.pool.keys]
        parts = compute_by(cut, figures, frame, CITIES)
        for figure in figures:
            assert add_up(numbers[figure.id] for numbers in parts.values()) == total[figure.id], (figure.id, cut)
    check_rates(made, frame)


def check_rates(made: dict[str, dict[str, Number]], frame: Basis) -> None:
    """A rate is that of the rows, over one city and over all, and never above one where its rows are a part."""
    for cities in (CITIES, CITIES[:1]):
        values = compute(RATES, frame, cities)[0]
        for figure in RATES:
            part, whole = figure.parts
            numbers = [add_up(made[one.id][city] for city in cities) for one in (part, whole)]
            value = values[figure.id]
            assert value == rate(*numbers), figure.id
            if value is not None and not part.total:
                assert 0 <= value <= 1, figure.id


@pytest.mark.long
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), size=st.integers(0, 14))
def test_rows_make_the_figure_in_every_place_at_every_border(cast: Cast, seed: int, size: int) -> None:
    with forgotten():
        fill(seed, size)
        for cutoff in (date(2023, 4, 27), date(2023, 11, 19), date(2023, 11, 20), date(2023, 11, 21)):
            check_places(basis(cutoff))


def test_every_reader_s_figures_are_those_of_the_own_place(cast: Cast) -> None:
    """A job counts under its owner's sight in the database: what one sees of one's place is all that is counted there."""
    fill(7, 40)
    frame = basis()
    _total, whole = compute(ALL, frame, CITIES)
    for reader, cities in (
        (cast.provincial_officer, CITIES),
        (cast.hangzhou_officer, CITIES[:1]),
        (cast.shaoxing_officer, CITIES[1:2]),
        (cast.ningbo_officer, CITIES[2:]),
        (cast.ningbo_regulator, CITIES[2:]),
        (cast.zhejiang_regulator, CITIES[:2]),
    ):
        with walls.seeing_as(reader), walls.own_alone():
            _sum, seen = compute(ALL, frame, cities)
            assert seen == {city: whole[city] for city in cities}, reader
            for figure in COUNTED:
                made = of_rows(figure, frame)
                for city in cities:
                    assert made[city] == whole[city][figure.id], (reader, figure.id)
