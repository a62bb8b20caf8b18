"""Time limits in the life of a hazard, with their arithmetic in words (domain.md 5.1; law 78).

Nothing here reads the clock or the database; `overrides` are the exceptions of `core.calendar`. Days are dates in
Asia/Shanghai. Limits marked [D] in domain.md are settings of the portal and say so in their basis.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from core import calendar
from core.calendar import NONE, Overrides
from hazards.choices import ENDED
from hazards.facts import MAJOR

SETTING: Final = "平台设定"


class Count(StrEnum):
    WORKING = "个工作日"
    CALENDAR = "天"
    HOURS = "小时"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days, working days or hours after a day or an instant; `basis` is where that stands."""

    label: str
    span: int
    count: Count
    basis: str

    @property
    def words(self) -> str:
        return f"{self.label} {self.span} {self.count}"


NOTICE_GENERAL: Final = Limit("书面告知", 3, Count.WORKING, SETTING)
NOTICE_MAJOR: Final = Limit("书面告知（重大）", 1, Count.CALENDAR, SETTING)
RECTIFY_GENERAL: Final = Limit("一般隐患整改", 15, Count.CALENDAR, SETTING)
REVIEW: Final = Limit("复查", 10, Count.CALENDAR, SETTING)
#: After a stop was ordered, from the application to resume work; the article is quoted from memory (domain.md 3.4).
REVIEW_STOPPED: Final = Limit(
    "责令停产停业的复查", 10, Count.CALENDAR, "《安全生产事故隐患排查治理暂行规定》（安监总局令第16号，条款待核）"
)
TAKE: Final = Limit("签收受理", 2, Count.WORKING, SETTING)
PUBLICITY: Final = Limit("处罚公示", 7, Count.WORKING, "《安全生产法》第七十八条")
FOLLOW_UP: Final = Limit("执法跟踪", 15, Count.CALENDAR, SETTING)
#: 立即 in the notice; hours of the clock, not days.
REPORT: Final = Limit("报告拒不整改", 24, Count.HOURS, f"通知二（三）“立即”，24 小时为{SETTING}")
REPORT_WITHIN: Final = timedelta(hours=REPORT.span)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit and how it was reckoned. `provisional`: the State Council's arrangement is not out."""

    limit: Limit
    start: date
    on: date
    free_days: int
    provisional: bool

    def is_overdue(self, today: date) -> bool:
        """Whether the last day has passed; the last day itself is still in time."""
        return today > self.on

    @property
    def arithmetic(self) -> str:
        """The reckoning in one Chinese sentence."""
        between = f"，其间休息日 {self.free_days} 天" if self.limit.count == Count.WORKING and self.free_days else ""
        doubt = "（当年放假安排尚未公布，暂按法定节假日和周末推算）" if self.provisional else ""
        span = f"{self.limit.span} {self.limit.count}"
        return f"自 {self.start} 的次日起 {span}{between}，截至 {self.on}{doubt}；依据：{self.limit.basis}"


def due(
    limit: Limit, start: date, overrides: Overrides = NONE, is_provisional: Callable[[date], bool] | None = None
) -> Due:
    """The last day of `limit`, of days, when it starts to run on `start`; the day itself does not count.

    `is_provisional` tells whether the calendar of a day is not known yet (`rulebook.workdays`).
    """
    if limit.count == Count.CALENDAR:
        return Due(limit, start, start + timedelta(days=limit.span), 0, provisional=False)
    on = calendar.add_working_days(start, limit.span, overrides)
    doubted = is_provisional or calendar.is_provisional
    return Due(limit, start, on, (on - start).days - limit.span, doubted(start) or doubted(on))


def notice_limit(level: str) -> Limit:
    """Within which a hazard of the level is told in writing."""
    return NOTICE_MAJOR if level == MAJOR else NOTICE_GENERAL


def is_overdue(state: str, deadline: date | None, today: date) -> bool:
    """Whether rectification is overdue: its last day has passed and the hazard is neither closed nor void."""
    return deadline is not None and deadline < today and state not in ENDED


@dataclass(frozen=True, slots=True)
class RedClock:
    """The clock from the finding of a refusal to its report; both instants are aware."""

    found_at: datetime

    @property
    def until(self) -> datetime:
        return self.found_at + REPORT_WITHIN

    def words(self, at: datetime, reported_at: datetime | None = None) -> str:
        """What the clock shows: time left, time over, or when it was stopped."""
        end = reported_at or at
        left = self.until - end
        span = _span(abs(left))
        if reported_at is not None:
            return f"已于时限内报告，余 {span}" if left >= timedelta() else f"超时 {span} 后报告"
        return f"须立即报告，余 {span}" if left >= timedelta() else f"未报告，已超时 {span}"


def _span(length: timedelta) -> str:
    """Hours and minutes, minutes rounded down."""
    hours, rest = divmod(int(length.total_seconds()), 3600)
    return f"{hours} 小时 {rest // 60} 分钟"
