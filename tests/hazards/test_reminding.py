"""Reminders: one message a person and day, a dry run that stores nothing, a breaker that stops all."""

import datetime as dt

from core import clock
from hazards import reminding
from hazards.models import Reminder
from tests import world
from tests.cast import Cast
from tests.hazards import life


def run(**more: object) -> int:
    return len(reminding.run(today=life.TODAY, at=clock.now(), **more).messages)  # type: ignore[arg-type]


def test_two_things_due_are_one_message(cast: Cast) -> None:
    for _ in range(2):
        life.hazard(world.enterprise(), deadline=dt.date(2023, 11, 20))
    life.hazard(world.enterprise(), deadline=dt.date(2023, 12, 20))
    assert run(dry=True) == 1
    assert not Reminder.objects.exists()
    assert run() == 1
    assert "2 项隐患事项待办，其中超期 2 项" in Reminder.objects.get(person=cast.insurer_a_clerk).text
    assert run() == 0
    assert Reminder.objects.count() == 1


def test_the_breaker_stops_all(cast: Cast) -> None:
    life.hazard(world.enterprise(), deadline=dt.date(2023, 11, 20))
    assert reminding.run(today=life.TODAY, at=clock.now(), most=0).tripped
    assert not Reminder.objects.exists()
