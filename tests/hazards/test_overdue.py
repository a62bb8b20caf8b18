"""A hazard is overdue from the day after its deadline: the day before, the day, the day after."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core import clock
from hazards import deadlines
from hazards.figures import board, dues
from hazards.models import Hazard
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.pages import total

DEADLINE = dt.date(2023, 11, 23)
#: Days from the deadline, and whether the hazard is overdue then.
DAYS = [(-1, False), (0, False), (1, True)]


@pytest.mark.parametrize(("days", "is_overdue"), DAYS)
def test_the_day_of_the_deadline_is_in_time(cast: Cast, days: int, is_overdue: bool) -> None:
    made = life.hazard(world.enterprise(), deadline=DEADLINE)
    today = DEADLINE + dt.timedelta(days=days)
    assert Hazard.objects.overdue(today).filter(pk=made.pk).exists() == is_overdue
    assert deadlines.is_overdue(made.state, DEADLINE, today) == is_overdue
    (line,) = board.tables(board.count_open(Hazard.objects.all(), today))[""]
    assert line.overdue.n == int(is_overdue)
    assert dues.left(DEADLINE, today) == -days


@pytest.mark.parametrize(("days", "is_overdue"), DAYS)
def test_the_list_of_overdue_hazards_agrees(
    cast: Cast, as_user: Callable[[Any], Client], days: int, is_overdue: bool
) -> None:
    life.hazard(world.enterprise(), deadline=clock.today() - dt.timedelta(days=days))
    page = as_user(cast.provincial_officer).get("/hazards/?due=over").content.decode()
    assert total(page) == int(is_overdue)


@pytest.mark.parametrize("ended", [{"state": "CLOSED", "closed_on": DEADLINE}, {"state": "VOID"}])
def test_what_has_ended_is_never_overdue(cast: Cast, ended: dict[str, Any]) -> None:
    life.hazard(world.enterprise(), deadline=DEADLINE, **ended)
    assert not Hazard.objects.overdue(DEADLINE + dt.timedelta(days=100)).exists()
