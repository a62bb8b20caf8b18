"""The board: each number is the count of the list that its link opens, for everybody who reads it."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.pages import total

LINK = re.compile(r'<a[^>]*href="/hazards/\?([^"]*)"[^>]*>([\d,]+)</a>')
READERS = (
    "provincial_officer",
    "hangzhou_officer",
    "xihu_county",
    "quzhou_officer",
    "zhejiang_regulator",
    "ningbo_regulator",
    "insurer_a_clerk",
    "insurer_a_ningbo_clerk",
    "builder_authority",
)


def planted() -> None:
    """Open and ended hazards of several places, sectors, topics and ages; of insurers and of a department."""
    days = (dt.date(2023, 11, 20), dt.date(2023, 11, 10), dt.date(2023, 11, 1), dt.date(2023, 6, 1))
    for n, county in enumerate((world.HANGZHOU, world.HANGZHOU, world.QUZHOU, world.NINGBO) * 2):
        firm = world.enterprise(county)
        by = "INS-A-NB" if county == world.NINGBO else "INS-A-ZJ"
        world.policy(firm, by)  # an insurer sees the enterprises that it insures or insured
        found = days[n % 4]
        life.hazard(
            firm,
            by="" if n == 1 else by,
            source="DEPARTMENT" if n == 1 else "SERVICE",
            found_on=found,
            notified_on=found,
            deadline=found + dt.timedelta(days=15),
            level="MAJOR" if n % 3 == 0 else "GENERAL",
            topic="H1" if n % 2 else "",
            sector="CONSTR" if n < 4 else "HAZCHEM",
        )
    life.hazard(world.enterprise(), state="CLOSED", closed_on=days[0])
    life.hazard(world.enterprise(), state="VOID")


@pytest.mark.long
def test_every_number_opens_exactly_its_rows(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    planted()
    for name in READERS:
        client = as_user(getattr(cast, name))
        page = client.get("/hazards/board/").content.decode()
        links = LINK.findall(page)
        assert links, name
        for query, number in set(links):
            rows = client.get(f"/hazards/?{unescape(query)}").content.decode()
            assert total(rows) == int(number.replace(",", "")), (name, query)


def test_the_lines_of_each_table_add_up(cast: Cast) -> None:
    from hazards.figures import board

    planted()
    lines = board.tables(board.numbers_of(cast.provincial_officer, life.TODAY))
    whole = lines[""][0].whole.n
    assert whole == 8
    for name in ("city", "county", "sector", "insurer", "topic"):
        assert sum(line.whole.n for line in lines[name]) == whole, name
        assert sum(line.overdue.n for line in lines[name]) == lines[""][0].overdue.n, name


def test_an_empty_board_says_so(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    assert "没有未销号的隐患" in as_user(cast.quzhou_officer).get("/hazards/board/").content.decode()
