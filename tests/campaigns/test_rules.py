"""What follows from the campaign's days."""

from dataclasses import dataclass
from datetime import date

import pytest

from campaigns.rules import (
    Usage,
    countdown,
    elapsed,
    is_within,
    may_close,
    narrowed,
    sole_days,
    undecided_days,
)

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


def test_a_code_is_free_until_it_is_stopped_and_late_entries_take_what_came_since() -> None:
    today = date(2024, 7, 10)
    stopped, renewed, coming = (date(2018, 1, 1), date(2024, 6, 30)), (date(2025, 1, 1), None), (date(2025, 1, 1), None)
    usage = Usage(today, {"A": (stopped, renewed), "N": (coming,), "L": ((date(2024, 7, 1), None),)}, {"A": "渔业生产"})
    assert usage.is_open("A", date(2024, 6, 30))
    assert not usage.is_open("A", date(2024, 7, 1))
    assert usage.is_open("A", date(2025, 1, 1))
    assert not usage.is_open("N", today)
    assert usage.is_open("L", date(2023, 1, 1)), "what came into use since may sort an older record"
    assert usage.is_open("FREE", today)
    assert usage.closed(today) == {"A", "N"}
    assert usage.complaint(["A", "FREE"], today) == "中的“渔业生产”已于 2024-06-30 停用，请改选在用的项目。"
    assert usage.complaint(["N"], today) == "中的“N”自 2025-01-01 起才启用，请改选在用的项目。"
    assert usage.complaint(["A"], today, kept=["A"]) is None
    assert not may_close([(date(2018, 1, 1), None)], today)
    assert may_close([stopped], today)


@dataclass
class Window:
    starts_on: date
    ends_on: date
    is_yearly: bool = False


def test_what_names_no_campaign_counts_in_the_only_one_or_is_a_question() -> None:
    year = Window(date(2024, 1, 1), date(2024, 12, 31), is_yearly=True)
    three, two = Window(date(2024, 1, 1), date(2026, 12, 31)), Window(date(2026, 1, 1), date(2027, 12, 31))
    rows = [year, three, two]
    assert sole_days(rows, three) == [(date(2025, 1, 1), date(2025, 12, 31))]
    assert sole_days(rows, two) == [(date(2027, 1, 1), date(2027, 12, 31))]
    assert undecided_days(rows) == [(date(2026, 1, 1), date(2026, 12, 31))]
    assert undecided_days([year, three]) == []


def test_choices_lose_what_is_closed_and_groups_that_are_empty() -> None:
    choices = [("one", [("T1", "a"), ("T2", "b")]), ("two", [("H1", "c")]), ("D1", "d")]
    assert narrowed(choices, {"T1", "H1"}) == [("one", [("T2", "b")]), ("D1", "d")]
