"""Days that matter in the campaign, against the arrangement of the State Council for 2023."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import calendar

DEADLINE = date(2023, 12, 10)
DAYS = st.dates(min_value=date(2023, 1, 1), max_value=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2023, 10, 7), True),  # Saturday, moved
        (date(2023, 10, 8), True),  # Sunday, moved
        (date(2023, 9, 29), False),  # Friday, Mid-Autumn
        (date(2023, 10, 6), False),  # Friday, National Day
        (date(2023, 12, 8), True),
        (date(2023, 12, 9), False),
        (DEADLINE, False),
        (date(2023, 12, 31), False),
        (date(2024, 2, 18), True),  # Sunday, moved
    ],
)
def test_the_days_of_the_arrangement(day: date, worked: bool) -> None:
    assert calendar.is_working_day(day) is worked


def test_seventeen_days_are_eleven_working_days() -> None:
    assert calendar.working_days(date(2023, 11, 23), DEADLINE) == 11
    assert calendar.working_days(date(2023, 11, 23), date(2023, 12, 8)) == 11


def test_a_day_does_not_count_itself_and_the_past_has_no_working_days() -> None:
    assert calendar.working_days(date(2023, 12, 8), date(2023, 12, 8)) == 0
    assert calendar.working_days(date(2023, 12, 12), DEADLINE) == 0


def test_the_last_working_day_before_the_deadline_is_friday() -> None:
    assert calendar.last_working_day(DEADLINE) == date(2023, 12, 8)
    assert calendar.last_working_day(date(2023, 12, 8)) == date(2023, 12, 8)


def test_counting_on_crosses_the_autumn_holidays() -> None:
    assert calendar.next_working_day(date(2023, 9, 28)) == date(2023, 10, 7)
    assert calendar.add_working_days(date(2023, 9, 28), 2) == date(2023, 10, 8)
    assert calendar.add_working_days(date(2023, 9, 28), 0) == date(2023, 9, 28)


def test_an_exception_goes_before_the_arrangement() -> None:
    closed = {date(2023, 12, 8): False}
    assert calendar.last_working_day(DEADLINE, closed) == date(2023, 12, 7)
    assert calendar.working_days(date(2023, 11, 23), DEADLINE, closed) == 10
    assert calendar.is_working_day(DEADLINE, {DEADLINE: True})


def test_a_year_without_arrangement_is_provisional() -> None:
    assert not calendar.is_provisional(DEADLINE)
    assert calendar.is_provisional(date(2090, 6, 1))


def test_a_table_that_closes_everything_is_refused() -> None:
    closed = {DEADLINE - timedelta(days=n): False for n in range(60)}
    with pytest.raises(ValueError, match="no working day"):
        calendar.last_working_day(DEADLINE, closed)


@given(DAYS, st.integers(min_value=1, max_value=40))
def test_adding_and_counting_are_inverse(day: date, count: int) -> None:
    later = calendar.add_working_days(day, count)
    assert calendar.is_working_day(later)
    assert calendar.working_days(day, later) == count
