"""The time limits of complaints, and which of them were missed (AQ 9010, 6). Limits are dated rules, in days."""

from datetime import date, timedelta
from typing import Final

from core import calendar
from hazards.deadlines import Count, Due, Limit
from insurers.complaints.choices import RUNNING
from insurers.complaints.models import Complaint
from rulebook.choices import RuleCode, RuleState
from rulebook.models import DatedRule
from rulebook.workdays import Workdays

LIMITS: Final = (RuleCode.COMPLAINT_DAYS, RuleCode.COMPLAINT_FURTHER_DAYS)


def is_late(complaint: Complaint, due: Due | None, today: date) -> bool:
    """Whether the limit was missed: by today while it runs, by the day of the answer once it was given.

    The last day itself is still in time. A complaint without a limit is never late.
    """
    if due is None:
        return False
    return due.is_overdue(today if complaint.state in RUNNING else complaint.answered_on or today)


def is_answered_in_time(complaint: Complaint, due: Due | None, today: date) -> bool:
    """Whether it was answered, and by the last day of its limit; without a limit there is no time to keep."""
    return complaint.answered_on is not None and due is not None and not is_late(complaint, due, today)


def deadlines(complaint: Complaint, days: Workdays) -> list[Due]:
    """The limits that run, in order: ten working days, thirty for a harder case, the approved extension after it."""
    return Reckoning(days).all(complaint)


def _holds(rule: DatedRule, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_to is None or rule.valid_to >= day)


class Reckoning:
    """Time limits of many complaints, with calendar and rules read once."""

    def __init__(self, days: Workdays) -> None:
        self.days = days
        rows = DatedRule.objects.filter(code__in=LIMITS, state=RuleState.IN_FORCE).order_by("-valid_from")
        self.rules = list(rows)

    def all(self, complaint: Complaint) -> list[Due]:
        found = [self._due(complaint, RuleCode.COMPLAINT_DAYS, "一般投诉答复")]
        if complaint.further_reason:
            found.append(self._due(complaint, RuleCode.COMPLAINT_FURTHER_DAYS, "复杂投诉答复"))
        last = found[-1]
        if last is not None and complaint.extension_approved_by_id and complaint.extension_days:
            limit = Limit("经批准延期", complaint.extension_days, Count.CALENDAR, last.limit.basis)
            on = last.on + timedelta(days=complaint.extension_days)
            found.append(Due(limit, last.on, on, 0, provisional=self.days.is_provisional(on)))
        return [due for due in found if due is not None]

    def last(self, complaint: Complaint) -> Due | None:
        """The limit that counts."""
        found = self.all(complaint)
        return found[-1] if found else None

    def _due(self, complaint: Complaint, code: RuleCode, label: str) -> Due | None:
        day = complaint.received_on
        rule = next((rule for rule in self.rules if rule.code == code and _holds(rule, day)), None)
        if rule is None or rule.value is None:
            return None
        count = int(rule.value)
        on = calendar.add_working_days(day, count, self.days.overrides)
        limit = Limit(label, count, Count.WORKING, f"{rule.source} {rule.clause}".strip())
        return Due(limit, day, on, (on - day).days - count, provisional=self.days.is_provisional(on))
