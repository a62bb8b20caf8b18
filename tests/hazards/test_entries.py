"""Entries on the way of a hazard: what is refused, and with which words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hazards.rules import entries
from hazards.rules.entries import Enforcement, FineRange, Measure, Notice
from tests.hazards.life import facts

TODAY = date(2023, 11, 10)
NOTICE = Notice("示例告知〔2023〕1号", date(2023, 10, 10), "示例负责人", "主要负责人", date(2023, 10, 31))
FINE = Enforcement(Measure.FINE, "示例罚〔2023〕1号", date(2023, 11, 9), Decimal(60_000))


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (NOTICE, None),
        (replace(NOTICE, number=" "), "文号"),
        (replace(NOTICE, notified_on=date(2023, 10, 8)), "早于发现日期 2023-10-09"),
        (replace(NOTICE, notified_on=date(2023, 11, 11)), "晚于今天"),
        (replace(NOTICE, deadline=NOTICE.notified_on), "须晚于告知日期 2023-10-10"),
        (replace(NOTICE, capacity="安全员"), "「安全员」"),
    ],
)
def test_notices(notice: Notice, said: str | None) -> None:
    complaint = entries.complain_notice(notice, facts(), TODAY)
    assert complaint is None if said is None else said in str(complaint)


def test_a_general_hazard_may_be_signed_for_by_anybody() -> None:
    assert entries.complain_notice(replace(NOTICE, capacity="安全员"), facts(level="GENERAL"), TODAY) is None


def test_rectification_lies_between_notice_and_today() -> None:
    assert entries.complain_rectified(date(2023, 10, 20), Decimal(0), facts(), TODAY) is None
    assert "2023-10-10 至 2023-11-10" in str(entries.complain_rectified(date(2023, 10, 9), None, facts(), TODAY))
    assert "负数" in str(entries.complain_rectified(date(2023, 10, 20), Decimal(-1), facts(), TODAY))


def test_a_return_names_its_reason_and_a_later_deadline() -> None:
    assert entries.complain_return("未整改到位", date(2023, 11, 11), TODAY) is None
    assert "理由" in str(entries.complain_return(" ", date(2023, 11, 11), TODAY))
    assert "须晚于今天" in str(entries.complain_return("未整改到位", TODAY, TODAY))


def test_a_refusal_needs_an_expired_deadline_or_a_written_one() -> None:
    early = date(2023, 10, 31)
    assert entries.complain_refusal("逾期不改", is_written=False, facts=facts(), today=TODAY) is None
    assert entries.complain_refusal("书面拒绝", is_written=True, facts=facts(), today=early) is None
    assert "尚未届满" in str(entries.complain_refusal("不改", is_written=False, facts=facts(), today=early))
    assert "理由" in str(entries.complain_refusal("", is_written=True, facts=facts(), today=TODAY))


def test_a_level_changes_with_a_reason_while_the_hazard_is_open() -> None:
    assert entries.complain_level("GENERAL", "复核后降级", facts(), "RECTIFYING") is None
    assert "相同" in str(entries.complain_level("MAJOR", "无", facts(), "RECTIFYING"))
    assert "理由" in str(entries.complain_level("GENERAL", " ", facts(), "RECTIFYING"))
    assert "不能再调整" in str(entries.complain_level("GENERAL", "复核", facts(), "CLOSED"))


def bounds(entry: Enforcement) -> FineRange:
    """Article 102 as the dated rules hold it since 2021."""
    if entry.of_refusal:
        return FineRange(Decimal(50_000), Decimal(100_000), entries.REFUSED)
    return FineRange(Decimal(0), Decimal(50_000), entries.NOT_REMOVED)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (FINE, None),
        (replace(FINE, fine=Decimal(100_000)), None),
        (replace(FINE, fine=Decimal("100000.01")), "第一百零二条"),
        (replace(FINE, fine=Decimal(49_999)), "50,000 元至 100,000 元"),
        (replace(FINE, fine=Decimal(49_999), of_refusal=False), None),
        (replace(FINE, fine=Decimal(0), of_refusal=False), "正数"),
        (replace(FINE, fine=None), "正数"),
        (replace(FINE, number=""), "文书号"),
        (replace(FINE, decided_on=date(2023, 11, 1)), "2023-11-08 至 2023-11-10"),
        (replace(FINE, measure=Measure.STOP), "不带罚款金额"),
        (replace(FINE, measure=Measure.STOP, fine=None), None),
    ],
)
def test_enforcement(entry: Enforcement, said: str | None) -> None:
    complaint = entries.complain_enforcement(entry, date(2023, 11, 8), TODAY, bounds(entry))
    assert complaint is None if said is None else said in str(complaint)


def test_a_fine_on_a_day_without_a_decided_range_is_refused() -> None:
    old = date(2021, 8, 31)
    nothing = FineRange(None, None, entries.REFUSED)
    said = entries.complain_enforcement(replace(FINE, decided_on=old), old, TODAY, nothing)
    assert "没有已审定的罚款幅度" in str(said)


def test_publicity_is_late_after_seven_working_days() -> None:
    decided = date(2023, 9, 28)
    assert not entries.is_late_publicity(date(2023, 10, 13), decided, TODAY)
    assert entries.is_late_publicity(date(2023, 10, 14), decided, TODAY)
    assert entries.is_late_publicity(None, decided, TODAY)
    assert entries.complain_publicity(date(2023, 10, 14), decided, TODAY) is None
    assert "公示日期" in str(entries.complain_publicity(date(2023, 9, 27), decided, TODAY))
