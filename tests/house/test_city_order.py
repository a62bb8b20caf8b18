"""Cities stand in one order everywhere, that of annex 2 of the notice: in choices, boards, tables; nobody ranks them."""

import csv
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Division
from accounts.querysets import place_order
from hazards.models import Hazard
from tests import world
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.hazards.life import hazard

SignIn = Callable[[Any], Client]
COUNTIES = {"330402": 3, "330502": 1, "330106": 2, "330803": 4}
#: Pages with a choice of cities or places.
CHOICES = ("/enterprises/", "/policies/", "/activities/", "/plans/", "/hazards/", "/gap/", "/reports/", "/promised/")
BOARDS = ("/hazards/board/", "/promised/?by=city", "/reports/")


def annex_order() -> list[str]:
    with (SAMPLES / "contract" / "divisions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "city"]
    return [row["name"] for row in sorted(rows, key=lambda row: int(row["notice_order"]))]


def cities_in(part: str) -> list[str]:
    """The cities that a part of a page names, each at its first place."""
    return list(dict.fromkeys(re.findall("|".join(annex_order()), part)))


def in_order(cities: list[str]) -> list[str]:
    return [city for city in annex_order() if city in cities]


@pytest.fixture
def four_cities(cast: Cast) -> Cast:
    """Overdue hazards and plans in four cities, more of them the later the city comes."""
    for county, overdue in COUNTIES.items():
        firm = world.enterprise(county)
        world.plan(world.policy(firm))
        for _ in range(overdue):
            hazard(firm, deadline=date(2023, 11, 1))
    return cast


def test_divisions_stand_in_the_order_of_annex_2_and_counties_by_code(cast: Cast) -> None:
    assert [city.name for city in Division.objects.cities()] == annex_order()
    counties = list(Division.objects.counties().values_list("parent__name", "code"))
    assert list(dict.fromkeys(city for city, _code in counties)) == annex_order()
    for name in annex_order():
        codes = [code for city, code in counties if city == name]
        assert codes == sorted(codes)


def test_rows_are_ordered_by_their_place(four_cities: Cast) -> None:
    rows = Hazard.objects.order_by(*place_order("county__")).values_list("city__name", flat=True)
    assert list(dict.fromkeys(rows)) == ["杭州市", "湖州市", "嘉兴市", "衢州市"]


@pytest.mark.parametrize("address", CHOICES)
def test_choices_of_cities(four_cities: Cast, as_user: SignIn, address: str) -> None:
    page = as_user(four_cities.provincial_officer).get(address, follow=True).content.decode()
    choices = [
        cities for part in re.findall(r"<select.*?</select>", page, re.DOTALL) if len(cities := cities_in(part)) > 1
    ]
    assert choices, address
    assert choices == [in_order(cities) for cities in choices]


@pytest.mark.parametrize("address", BOARDS)
def test_boards_rank_no_city(four_cities: Cast, as_user: SignIn, address: str) -> None:
    """The city with the most overdue hazards does not come first."""
    page = as_user(four_cities.provincial_officer).get(address, follow=True).content.decode()
    tables = [
        cities for part in re.findall(r"<tbody.*?</tbody>", page, re.DOTALL) if len(cities := cities_in(part)) > 1
    ]
    assert tables, address
    assert tables == [in_order(cities) for cities in tables]
