"""The one place that reads the clock.

In demo and test mode today is `PORTAL_TODAY` at the real time of day (contract 2); the audit keeps the true
time too. Only views, tasks and commands call this; services and rules take `at=` and `today=`.
"""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def true_now() -> datetime:
    """The real instant, for the audit."""
    return timezone.now()


def now() -> datetime:
    """The business instant, aware, in the portal's time zone (Asia/Shanghai)."""
    real = timezone.localtime(timezone.now())
    fixed: date | None = settings.PORTAL_TODAY
    return real if fixed is None else real.replace(year=fixed.year, month=fixed.month, day=fixed.day)


def today() -> date:
    """The business day in Asia/Shanghai."""
    return now().date()


def day_of(at: datetime) -> date:
    """The day in Asia/Shanghai that a given instant lies in; reads nothing."""
    return timezone.localtime(at).date()
