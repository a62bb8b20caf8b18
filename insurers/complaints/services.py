"""Complaints: their life, time limits and answers (domain.md 5.2; AQ 9010, 6)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import pghistory
from django.db import transaction
from django.db.models import Max

from core import audit, calendar
from core.gate import require
from core.transitions import TransitionRefused, fire
from enterprises.refusals import EntryRefused
from hazards.deadlines import Count, Due, Limit
from insurers.activities.models import Activity
from insurers.complaints.choices import ComplaintState as S
from insurers.complaints.models import Complaint
from insurers.complaints.permissions import ComplaintPermission
from insurers.complaints.states import COMPLAINT_MOVES
from insurers.policies.models import Policy
from rulebook.book import value_on
from rulebook.choices import RuleCode, RuleState
from rulebook.models import DatedRule
from rulebook.workdays import Workdays

LIMITS: Final = (RuleCode.COMPLAINT_DAYS, RuleCode.COMPLAINT_FURTHER_DAYS)

FORMAT: Final = "TS-{insurer}-{year}-"


@dataclass(frozen=True, slots=True)
class Filing:
    """A complaint as received."""

    policy: Policy
    received_on: date
    complainant: str
    text: str
    activity: Activity | None = None


def record_complaint(*, filing: Filing, by: Any, today: date, at: datetime) -> Complaint:
    """Enter a complaint under the next number of the insurer's year. Raises NotAllowed, EntryRefused."""
    require(by, ComplaintPermission.COMPLAINT_WRITE, on=filing.policy)
    if filing.received_on > today:
        raise EntryRefused(f"收到日期 {filing.received_on} 晚于今天（{today}），请核对。")
    if filing.received_on < filing.policy.start_on:
        raise EntryRefused(f"收到日期 {filing.received_on} 早于保险起期 {filing.policy.start_on}，请核对。")
    if filing.activity is not None and filing.activity.policy_id != filing.policy.pk:
        raise EntryRefused(f"服务 {filing.activity} 不属于保单 {filing.policy}，请核对。")
    with pghistory.context(user=by.pk), transaction.atomic():
        complaint = Complaint.objects.create(
            policy=filing.policy, activity=filing.activity, received_on=filing.received_on,
            complainant=filing.complainant, text=filing.text, recorded_by=by, recorded_at=at,
            complaint_no=_next_number(by, filing.received_on.year),
        )  # fmt: skip
        audit.record("complaint.recorded", by=by, at=at, subject=str(complaint))
    return complaint


def _next_number(by: Any, year: int) -> str:
    """The insurer's numbers of a year in a row; writers wait for each other at the insurer's row."""
    type(by.organisation).objects.select_for_update().get(pk=by.organisation_id)
    head = FORMAT.format(insurer=by.organisation.code, year=year)
    last = Complaint.objects.filter(complaint_no__startswith=head).aggregate(last=Max("complaint_no"))["last"]
    return f"{head}{int(last.removeprefix(head)) + 1 if last else 1:04d}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer holds: the claim, facts and basis, measures (AQ 9010, 6)."""

    answered_on: date
    claim: str
    facts: str
    measures: str


def answer(*, complaint: Complaint, given: Answer, by: Any, today: date, at: datetime) -> Complaint:
    """Raises NotAllowed, TransitionRefused."""
    if given.answered_on < complaint.received_on:
        raise TransitionRefused(f"答复日期 {given.answered_on} 早于收到日期 {complaint.received_on}，请核对")
    if given.answered_on > today:
        raise TransitionRefused(f"答复日期 {given.answered_on} 晚于今天（{today}），请核对")
    values = {"answered_on": given.answered_on, "claim": given.claim, "facts": given.facts, "measures": given.measures}
    return _fire("answer", complaint, by, at, **values)


def go_further(*, complaint: Complaint, reason: str, by: Any, at: datetime) -> Complaint:
    """A harder case takes the longer limit. Raises NotAllowed, TransitionRefused."""
    if not reason.strip():
        raise TransitionRefused("请填写转为复杂事项的理由")
    return _fire("further", complaint, by, at, further_reason=reason.strip()[:500])


def ask_extension(*, complaint: Complaint, days: int, reason: str, by: Any, at: datetime) -> Complaint:
    """The first of two persons. Raises NotAllowed, TransitionRefused."""
    require(by, ComplaintPermission.COMPLAINT_WRITE, on=complaint)
    most = _days(RuleCode.COMPLAINT_EXTENSION_DAYS, complaint.received_on)
    if not reason.strip():
        raise TransitionRefused("请填写延期的理由")
    if most is not None and not 0 < days <= most:
        raise TransitionRefused(f"延期 {days} 天不在 1 至 {most} 天之间，请核对")
    with pghistory.context(user=by.pk), transaction.atomic():
        locked = Complaint.objects.select_for_update().get(pk=complaint.pk)
        if locked.state != S.FURTHER:
            raise TransitionRefused(f"当前状态「{locked.get_state_display()}」下不能申请延期，应先转为复杂事项")
        locked.extension_days, locked.extension_reason, locked.extension_asked_by = days, reason.strip()[:500], by
        locked.save(update_fields=["extension_days", "extension_reason", "extension_asked_by"])
        audit.record("complaint.extension-asked", by=by, at=at, subject=str(locked), days=days)
    return locked


def move_complaint(*, complaint: Complaint, name: str, by: Any, at: datetime, **changes: Any) -> Complaint:
    """`extend` by the second person, `close`. Raises NotAllowed, TransitionRefused."""
    own = {"extension_approved_by": by} if name == "extend" else {}
    return _fire(name, complaint, by, at, **own, **changes)


def _fire(name: str, complaint: Complaint, by: Any, at: datetime, **changes: Any) -> Complaint:
    require(by, ComplaintPermission.COMPLAINT_WRITE, on=complaint)
    with pghistory.context(user=by.pk), transaction.atomic():
        moved: Complaint = fire(COMPLAINT_MOVES[name], complaint, by=by, at=at, **changes)
    return moved


def _days(code: RuleCode, day: date) -> int | None:
    value = value_on(code, day)
    return None if value is None else int(value)


def deadlines(complaint: Complaint, days: Workdays) -> list[Due]:
    """The limits that run, in order: ten working days, thirty for a harder case, the approved extension after it."""
    return Reckoning(days).all(complaint)


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
        holds = (
            rule for rule in self.rules
            if rule.code == code and rule.valid_from <= day and (rule.valid_to is None or rule.valid_to >= day)
        )  # fmt: skip
        rule = next(holds, None)
        if rule is None or rule.value is None:
            return None
        count = int(rule.value)
        on = calendar.add_working_days(day, count, self.days.overrides)
        limit = Limit(label, count, Count.WORKING, f"{rule.source} {rule.clause}".strip())
        return Due(limit, day, on, (on - day).days - count, provisional=self.days.is_provisional(on))
