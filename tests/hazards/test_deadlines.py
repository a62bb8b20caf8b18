"""Limits with their arithmetic, the red clock, and what counts as overdue."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hazards import deadlines
from hazards.deadlines import RedClock, due, is_overdue

FOUND = datetime(2023, 11, 1, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_seven_working_days_over_the_national_holiday() -> None:
    publicity = due(deadlines.PUBLICITY, date(2023, 9, 28))
    assert publicity.on == date(2023, 10, 13)  # 7 and 8 October are worked, 29 September to 6 October are free
    assert "7 个工作日，其间休息日 8 天，截至 2023-10-13" in publicity.arithmetic
    assert "第七十八条" in publicity.arithmetic
    assert not publicity.provisional


def test_an_exception_of_the_province_moves_the_last_day() -> None:
    assert due(deadlines.TAKE, date(2023, 11, 1)).on == date(2023, 11, 3)
    assert due(deadlines.TAKE, date(2023, 11, 1), {date(2023, 11, 2): False}).on == date(2023, 11, 6)


def test_calendar_days_ignore_the_arrangement() -> None:
    review = due(deadlines.REVIEW, date(2023, 9, 28))
    assert review.on == date(2023, 10, 8)
    assert "休息日" not in review.arithmetic


def test_a_year_without_arrangement_is_said_to_be_provisional() -> None:
    far = due(deadlines.TAKE, date(2040, 3, 1))
    assert far.provisional
    assert "尚未公布" in far.arithmetic


def test_major_hazards_are_told_within_a_day_general_ones_within_three_working_days() -> None:
    friday = date(2023, 11, 3)
    assert due(deadlines.notice_limit("MAJOR"), friday).on == date(2023, 11, 4)
    assert due(deadlines.notice_limit("GENERAL"), friday).on == date(2023, 11, 8)


def test_the_last_day_is_in_time() -> None:
    take = due(deadlines.TAKE, date(2023, 11, 1))
    assert not take.is_overdue(take.on)
    assert take.is_overdue(take.on + timedelta(days=1))


@pytest.mark.parametrize(
    ("state", "deadline", "overdue"),
    [
        ("RECTIFYING", date(2023, 11, 1), True),
        ("ENFORCING", date(2023, 11, 1), True),
        ("RECTIFYING", date(2023, 11, 2), False),
        ("CLOSED", date(2023, 11, 1), False),
        ("VOID", date(2023, 11, 1), False),
        ("RECORDED", None, False),
    ],
)
def test_overdue_is_computed(state: str, deadline: date | None, overdue: bool) -> None:
    assert is_overdue(state, deadline, date(2023, 11, 2)) is overdue


def test_the_red_clock_counts_down_over_and_stops() -> None:
    clock = RedClock(FOUND)
    assert clock.words(FOUND + timedelta(hours=1)) == "须立即报告，余 23 小时 0 分钟"
    assert clock.words(FOUND + timedelta(hours=25, minutes=5)) == "未报告，已超时 1 小时 5 分钟"
    late = FOUND + timedelta(days=9)
    assert clock.words(late, FOUND + timedelta(hours=2)) == "已于时限内报告，余 22 小时 0 分钟"
    assert clock.words(late, FOUND + timedelta(hours=26)) == "超时 2 小时 0 分钟 后报告"
