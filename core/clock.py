"""The one place that reads the clock.

In demo and test mode today is `PORTAL_TODAY` at the real time of day (contract 2); the audit keeps the true
time too. Only views, tasks and commands call this; services and rules take `at=` and `today=`.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone


def true_now() -> datetime:
    """The real instant, for the audit."""
    return timezone.now()


def now() -> datetime:
    """The business instant, aware, in the portal's time zone (Asia/Shanghai)."""
    return moved(timezone.now())


def moved(instant: datetime) -> datetime:
    """A real instant as the business one: in demo and test mode on `PORTAL_TODAY`, at its own time of day."""
    real = timezone.localtime(instant)
    fixed: date | None = settings.PORTAL_TODAY
    return real if fixed is None else real.replace(year=fixed.year, month=fixed.month, day=fixed.day)


def database_now() -> datetime:
    """The business instant by the clock of the database, which decides whether something came in time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return moved(cursor.fetchone()[0])


def today() -> date:
    """The business day in Asia/Shanghai."""
    return now().date()


def day_of(at: datetime) -> date:
    """The day in Asia/Shanghai that a given instant lies in; reads nothing."""
    return timezone.localtime(at).date()
