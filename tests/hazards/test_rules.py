"""Entries on the way of a hazard at their borders: the day before, the day, the day after; a fen less, a fen more."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hazards.rules import entries
from hazards.rules.entries import Enforcement, FineRange, Measure, Notice
from tests.hazards.life import facts

TODAY = date(2023, 11, 10)
FOUND, NOTIFIED, DEADLINE = date(2023, 10, 9), date(2023, 10, 10), date(2023, 10, 31)
NOTICE = Notice("示例告知〔2023〕1号", NOTIFIED, "示例负责人", "主要负责人", DEADLINE)
DECIDED = date(2023, 11, 1)
FINE = Enforcement(Measure.FINE, "示例罚〔2023〕1号", DECIDED, Decimal(60_000))
BOUNDS = FineRange(Decimal(50_000), Decimal(100_000), "未采取措施消除事故隐患")
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(("day", "is_good"), [(FOUND - ONE_DAY, False), (FOUND, True), (FOUND + ONE_DAY, True)])
def test_a_notice_is_told_from_the_day_of_the_finding(day: date, is_good: bool) -> None:
    assert (entries.complain_notice(replace(NOTICE, notified_on=day), facts(), TODAY) is None) == is_good


@pytest.mark.parametrize(("day", "is_good"), [(TODAY - ONE_DAY, True), (TODAY, True), (TODAY + ONE_DAY, False)])
def test_a_notice_is_told_until_today(day: date, is_good: bool) -> None:
    notice = replace(NOTICE, notified_on=day, deadline=date(2023, 12, 31))
    assert (entries.complain_notice(notice, facts(), TODAY) is None) == is_good


@pytest.mark.parametrize(
    ("issued_on", "is_good"), [(NOTIFIED - ONE_DAY, True), (NOTIFIED, True), (NOTIFIED + ONE_DAY, False)]
)
def test_a_notice_is_told_from_the_day_it_was_issued(issued_on: date, is_good: bool) -> None:
    said = entries.complain_notice(NOTICE, facts(), TODAY, issued_on)
    assert said == (None if is_good else f"告知日期 {NOTIFIED} 早于告知书的开具日期 {issued_on}，请更正")


@pytest.mark.parametrize(
    ("deadline", "is_kept", "is_good"),
    [
        (NOTIFIED - ONE_DAY, False, False),
        (NOTIFIED, False, False),
        (NOTIFIED + ONE_DAY, False, True),
        (NOTIFIED - ONE_DAY, True, True),
        (NOTIFIED, True, True),
    ],
)
def test_a_deadline_lies_after_the_notice_unless_it_stands_already(
    deadline: date, is_kept: bool, is_good: bool
) -> None:
    said = entries.complain_notice(replace(NOTICE, deadline=deadline), facts(), TODAY, is_kept=is_kept)
    assert (said is None) == is_good


@pytest.mark.parametrize("changes", [{"number": " "}, {"receiver": " "}, {"number": "", "receiver": ""}])
def test_a_notice_has_its_number_and_its_receiver(changes: dict[str, Any]) -> None:
    assert entries.complain_notice(replace(NOTICE, **changes), facts(), TODAY) == "告知书文号和签收人都须填写"


@pytest.mark.parametrize("capacity", ["主要负责人", "实际控制人"])
def test_either_head_signs_for_a_major_hazard(capacity: str) -> None:
    assert entries.complain_notice(replace(NOTICE, capacity=capacity), facts(), TODAY) is None


def test_the_capacity_is_quoted_with_its_first_twenty_characters() -> None:
    said = entries.complain_notice(replace(NOTICE, capacity="甲" * 20 + "乙"), facts(), TODAY)
    assert said == f"重大隐患须由主要负责人或者实际控制人签收，填写的是「{'甲' * 20}」"


@pytest.mark.parametrize(
    ("day", "is_good"),
    [(NOTIFIED - ONE_DAY, False), (NOTIFIED, True), (TODAY, True), (TODAY + ONE_DAY, False)],
)
def test_rectification_ends_between_the_notice_and_today(day: date, is_good: bool) -> None:
    assert (entries.complain_rectified(day, None, facts(), TODAY) is None) == is_good


def test_without_a_notice_rectification_counts_from_the_finding() -> None:
    untold = facts(notified_on=None)
    assert entries.complain_rectified(FOUND, None, untold, TODAY) is None
    assert entries.complain_rectified(FOUND - ONE_DAY, None, untold, TODAY) is not None


@pytest.mark.parametrize(("cost", "is_good"), [("-0.01", False), ("0", True), ("0.01", True)])
def test_rectification_may_cost_nothing(cost: str, is_good: bool) -> None:
    assert (entries.complain_rectified(NOTIFIED, Decimal(cost), facts(), TODAY) is None) == is_good


@pytest.mark.parametrize(
    ("deadline", "before", "is_good"),
    [
        (DEADLINE, DEADLINE, False),
        (TODAY, DEADLINE, False),
        (TODAY + ONE_DAY, DEADLINE, True),
        (TODAY + ONE_DAY, TODAY + ONE_DAY, False),
        (TODAY + 2 * ONE_DAY, TODAY + ONE_DAY, True),
    ],
)
def test_an_extension_lies_after_today_and_after_the_deadline(deadline: date, before: date, is_good: bool) -> None:
    assert (entries.complain_extension(deadline, before, "设备到货推迟", TODAY) is None) == is_good


def test_an_extension_names_its_reason() -> None:
    assert entries.complain_extension(TODAY + ONE_DAY, DEADLINE, " ", TODAY) == "延长整改期限须写明理由"


@pytest.mark.parametrize(("days", "is_found"), [(-1, False), (0, False), (1, True)])
def test_a_deadline_has_expired_the_day_after(days: int, is_found: bool) -> None:
    said = entries.complain_refusal("逾期不改", is_written=False, facts=facts(), today=DEADLINE + timedelta(days=days))
    assert (said is None) == is_found


def test_without_a_deadline_only_a_written_refusal_counts() -> None:
    without = facts(deadline=None)
    assert entries.complain_refusal("不改", is_written=False, facts=without, today=TODAY) is not None
    assert entries.complain_refusal("不改", is_written=True, facts=without, today=TODAY) is None


@pytest.mark.parametrize("state", ["CLOSED", "VOID"])
def test_an_ended_hazard_keeps_its_level(state: str) -> None:
    assert entries.complain_level("GENERAL", "复核后降级", facts(), state) == "已销号或者作废的隐患不能再调整等级"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"told": {7: frozenset({"EM"})}, "ever_told": frozenset({7})}, "已报告主管部门"),
        ({"stop_ordered": True}, "责令停产停业"),
        ({"supervise": "CITY"}, "挂牌督办"),
    ],
)
def test_what_departments_have_in_hand_stays_major(changes: dict[str, Any], said: str) -> None:
    assert said in str(entries.complain_level("GENERAL", "复核后降级", facts(**changes), "RECTIFYING"))
    general = facts(level="GENERAL", **changes)
    assert entries.complain_level("MAJOR", "复核后升级", general, "RECTIFYING") is None


def test_a_change_of_level_names_its_reason() -> None:
    assert entries.complain_level("GENERAL", " ", facts(), "RECTIFYING") == "调整隐患等级须写明理由"


@pytest.mark.parametrize(
    ("day", "is_good"),
    [(DECIDED - ONE_DAY, False), (DECIDED, True), (TODAY, True), (TODAY + ONE_DAY, False)],
)
def test_a_measure_is_decided_between_the_report_and_today(day: date, is_good: bool) -> None:
    entry = replace(FINE, decided_on=day)
    assert (entries.complain_enforcement(entry, DECIDED, TODAY, BOUNDS) is None) == is_good


@pytest.mark.parametrize(
    ("fine", "is_good"),
    [("49999.99", False), ("50000", True), ("100000", True), ("100000.01", False)],
)
def test_a_fine_lies_in_its_range_bounds_included(fine: str, is_good: bool) -> None:
    entry = replace(FINE, fine=Decimal(fine))
    assert (entries.complain_enforcement(entry, DECIDED, TODAY, BOUNDS) is None) == is_good


@pytest.mark.parametrize("fine", [None, Decimal(0), Decimal(-1)])
def test_a_fine_is_positive(fine: Decimal | None) -> None:
    free = replace(BOUNDS, low=Decimal(-10))
    assert entries.complain_enforcement(replace(FINE, fine=fine), DECIDED, TODAY, free) == "罚款金额须为正数（元）"


def test_a_fine_of_one_fen_is_positive() -> None:
    free = replace(BOUNDS, low=Decimal(0))
    assert entries.complain_enforcement(replace(FINE, fine=Decimal("0.01")), DECIDED, TODAY, free) is None


@pytest.mark.parametrize("missing", [{"low": None}, {"high": None}, {"low": None, "high": None}])
def test_a_fine_needs_a_decided_range(missing: dict[str, Any]) -> None:
    said = entries.complain_enforcement(FINE, DECIDED, TODAY, replace(BOUNDS, **missing))
    assert "没有已审定的罚款幅度" in str(said)


def test_other_measures_carry_no_amount() -> None:
    stop = replace(FINE, measure=Measure.STOP)
    assert entries.complain_enforcement(stop, DECIDED, TODAY, BOUNDS) == "措施「停产停业」不带罚款金额，罚款请另行登记"
    assert entries.complain_enforcement(replace(stop, fine=None), DECIDED, TODAY, BOUNDS) is None


@pytest.mark.parametrize(
    ("day", "is_good"),
    [(DECIDED - ONE_DAY, False), (DECIDED, True), (TODAY, True), (TODAY + ONE_DAY, False)],
)
def test_a_penalty_is_published_between_its_decision_and_today(day: date, is_good: bool) -> None:
    assert (entries.complain_publicity(day, DECIDED, TODAY) is None) == is_good
