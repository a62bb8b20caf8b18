"""The calendar of working days as the province keeps it: exceptions, and how far it is known to be right.

The arrangement itself comes with the portal (`core.calendar`); the State Council publishes each year's in the autumn
before, and a province may deviate.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.permissions import Permission
from campaigns.models import CalendarCheck, DayOverride
from core import audit, calendar
from core.gate import require


class CalendarRefused(Exception):  # noqa: N818 - the refusal is the noun the users see
    """The entry is not possible; the text says why."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """The exceptions, and the last day up to which the calendar is known; beyond it reckonings are provisional."""

    overrides: calendar.Overrides
    valid_through: date | None

    def is_provisional(self, day: date) -> bool:
        """Where nobody has stated a day, a year counts as known once its arrangement is."""
        return calendar.is_provisional(day) if self.valid_through is None else day > self.valid_through


def workdays() -> Workdays:
    """The calendar as it stands, in two queries."""
    stated = CalendarCheck.objects.values_list("valid_through", flat=True).first()
    return Workdays(dict(DayOverride.objects.values_list("day", "is_worked")), stated)


def set_day(*, day: date, is_worked: bool, source: str, by: Any, at: datetime) -> DayOverride:
    """Enter an exception. Raises NotAllowed, CalendarRefused."""
    require(by, Permission.CALENDAR_WRITE)
    if not source.strip():
        raise CalendarRefused("请填写依据文件。")
    if calendar.is_working_day(day) == is_worked:
        told = "工作日" if is_worked else "休息日"
        raise CalendarRefused(f"{day} 按现有日历已是{told}，无须登记。")
    try:
        with transaction.atomic():
            row = DayOverride.objects.create(day=day, is_worked=is_worked, source=source.strip(), set_by=by, set_at=at)
            audit.record("calendar.set", by=by, at=at, subject=f"{day}", worked=is_worked, source=source.strip())
    except IntegrityError:
        raise CalendarRefused(f"{day} 已登记，请先删除原登记。") from None
    return row


def drop_day(*, override: DayOverride, by: Any, at: datetime) -> None:
    """Take an exception back; the history keeps it. Raises NotAllowed."""
    require(by, Permission.CALENDAR_WRITE)
    with transaction.atomic():
        subject = str(override)
        DayOverride.objects.filter(pk=override.pk).delete()
        audit.record("calendar.dropped", by=by, at=at, subject=subject)


def state_valid(*, valid_through: date, source: str, by: Any, at: datetime) -> CalendarCheck:
    """Say up to which day the calendar is right. Raises NotAllowed, CalendarRefused."""
    require(by, Permission.CALENDAR_WRITE)
    if not source.strip():
        raise CalendarRefused("请填写依据文件。")
    with transaction.atomic():
        row = CalendarCheck.objects.create(valid_through=valid_through, source=source.strip(), set_by=by, set_at=at)
        audit.record("calendar.stated", by=by, at=at, subject=f"{valid_through}", source=source.strip())
    return row
