"""Complaints: how they are entered, answered, prolonged and closed (domain.md 5.2; AQ 9010, 6)."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from core import audit, writing
from core.transitions import fire
from core.writing import Refused
from hazards.choices import LetterKind
from hazards.services.numbers import letter_number
from insurers.activities.models import Activity
from insurers.complaints.choices import ComplaintState
from insurers.complaints.models import Complaint
from insurers.complaints.permissions import ComplaintPermission
from insurers.complaints.states import COMPLAINT_MOVES
from insurers.policies.models import Policy
from rulebook.book import value_on
from rulebook.choices import RuleCode


@dataclass(frozen=True, slots=True)
class Filing:
    """A complaint as received."""

    policy: Policy
    received_on: date
    complainant: str
    text: str
    activity: Activity | None = None


def record_complaint(*, filing: Filing, by: User, today: date, at: datetime) -> Complaint:
    """Enter a complaint under the next number of the insurer's year. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        Complaint,
        filing.policy,
        by=by,
        permission=ComplaintPermission.COMPLAINT_WRITE,
        at=at,
        step="enter",
        on=filing.policy,
    ):
        _insist_days(filing, today)
        if filing.activity is not None and filing.activity.policy_id != filing.policy.pk:
            raise Refused(("activity_no", f"服务 {filing.activity} 不属于保单 {filing.policy}，请核对。"))
        complaint = Complaint.objects.create(
            policy=filing.policy,
            activity=filing.activity,
            received_on=filing.received_on,
            complainant=filing.complainant,
            text=filing.text,
            recorded_by=by,
            recorded_at=at,
            complaint_no=letter_number(LetterKind.COMPLAINT, by.organisation, filing.received_on.year),
        )
        audit.record("complaint.recorded", by=by, at=at, subject=str(complaint))
    return complaint


def _insist_days(filing: Filing, today: date) -> None:
    day, begun_on = filing.received_on, filing.policy.start_on
    if day > today:
        raise Refused(("received_on", f"收到日期 {day} 晚于今天（{today}），请核对。"))
    if day < begun_on:
        raise Refused(("received_on", f"收到日期 {day} 早于保险起期 {begun_on}，请核对。"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer holds: the claim, facts and basis, measures (AQ 9010, 6)."""

    answered_on: date
    claim: str
    facts: str
    measures: str


def answer_complaint(*, complaint: Complaint, given: Answer, by: User, today: date, at: datetime) -> Complaint:
    """Keep the answer, given between the day of receipt and today. Raises NotAllowed, Refused."""
    with _open(complaint, "answer", by, at) as locked:
        if given.answered_on < locked.received_on:
            raise Refused(("answered_on", f"答复日期 {given.answered_on} 早于收到日期 {locked.received_on}，请核对"))
        if given.answered_on > today:
            raise Refused(("answered_on", f"答复日期 {given.answered_on} 晚于今天（{today}），请核对"))
        return _fired(
            "answer",
            locked,
            by,
            at,
            answered_on=given.answered_on,
            claim=given.claim,
            facts=given.facts,
            measures=given.measures,
        )


def mark_harder(*, complaint: Complaint, reason: str, by: User, at: datetime) -> Complaint:
    """A harder case takes the longer limit. Raises NotAllowed, Refused."""
    with _open(complaint, "further", by, at) as locked:
        writing.insist(None if reason.strip() else "请填写转为复杂事项的理由", "reason")
        return _fired("further", locked, by, at, further_reason=reason.strip()[:500])


def ask_extension(*, complaint: Complaint, days: int, reason: str, by: User, at: datetime) -> Complaint:
    """The first of two persons. Raises NotAllowed, Refused."""
    with _open(complaint, "extension-asked", by, at) as locked:
        writing.insist(None if reason.strip() else "请填写延期的理由", "reason")
        most = value_on(RuleCode.COMPLAINT_EXTENSION_DAYS, locked.received_on)
        if most is not None and not 0 < days <= int(most):
            raise Refused(("days", f"延期 {days} 天不在 1 至 {int(most)} 天之间，请核对"))
        if locked.state != ComplaintState.FURTHER:
            raise Refused(f"当前状态「{locked.get_state_display()}」下不能申请延期，应先转为复杂事项")
        locked.extension_days, locked.extension_reason, locked.extension_asked_by = days, reason.strip()[:500], by
        locked.save(update_fields=["extension_days", "extension_reason", "extension_asked_by"])
        audit.record("complaint.extension-asked", by=by, at=at, subject=str(locked), days=days)
    return locked


def approve_extension(*, complaint: Complaint, by: User, at: datetime) -> Complaint:
    """The second of two persons. Raises NotAllowed, Refused."""
    with _open(complaint, "extend", by, at) as locked:
        return _fired("extend", locked, by, at, extension_approved_by=by)


def close_complaint(*, complaint: Complaint, closed_on: date, closing_note: str, by: User, at: datetime) -> Complaint:
    """Close an answered complaint. Raises NotAllowed, Refused."""
    with _open(complaint, "close", by, at) as locked:
        return _fired("close", locked, by, at, closed_on=closed_on, closing_note=closing_note)


def _open(complaint: Complaint, step: str, by: User, at: datetime) -> AbstractContextManager[Complaint]:
    return writing.open_row(
        complaint, by=by, permission=ComplaintPermission.COMPLAINT_WRITE, at=at, step=step, related=("policy",)
    )


def _fired(name: str, complaint: Complaint, by: User, at: datetime, **changes: object) -> Complaint:
    moved: Complaint = fire(COMPLAINT_MOVES[name], complaint, by=by, at=at, **changes)
    return moved
