"""What follows from the campaign's days."""

from datetime import date

import pytest

from campaigns.rules import countdown, elapsed, is_within

DEADLINE = date(2023, 12, 10)
START, END = date(2023, 4, 27), date(2023, 12, 31)


def test_seventeen_days_before_the_deadline() -> None:
    due = countdown(DEADLINE, date(2023, 11, 23))
    assert (due.days, due.working_days) == (17, 11)
    assert (due.first_on, due.finish_on) == (date(2023, 11, 24), date(2023, 12, 8))
    assert due.is_free_day
    assert due.finish_days == 15
    assert not due.is_over
    assert not due.provisional


def test_on_the_deadline_no_working_day_is_left() -> None:
    due = countdown(DEADLINE, DEADLINE)
    assert (due.days, due.working_days) == (0, 0)
    assert not due.is_over


def test_after_the_deadline() -> None:
    due = countdown(DEADLINE, date(2023, 12, 11))
    assert due.days == -1
    assert due.is_over


def test_a_deadline_on_a_working_day_needs_no_advice() -> None:
    assert not countdown(date(2023, 12, 8), date(2023, 11, 23)).is_free_day


def test_an_exception_moves_the_advice() -> None:
    due = countdown(DEADLINE, date(2023, 11, 23), {date(2023, 12, 8): False})
    assert (due.finish_on, due.working_days) == (date(2023, 12, 7), 10)


def test_an_unpublished_year_is_provisional() -> None:
    assert countdown(date(2090, 12, 10), date(2090, 12, 1)).provisional


@pytest.mark.parametrize(
    ("day", "within"),
    [(date(2023, 4, 26), False), (START, True), (END, True), (date(2024, 1, 1), False)],
)
def test_both_ends_of_the_window_belong_to_it(day: date, within: bool) -> None:
    assert is_within(day, START, END) is within


@pytest.mark.parametrize(
    ("today", "begun"),
    [(date(2023, 1, 1), 0), (START, 1), (date(2023, 11, 23), 211), (END, 249), (date(2024, 5, 1), 249)],
)
def test_days_that_have_begun(today: date, begun: int) -> None:
    assert elapsed(today, START, END) == (begun, 249)
