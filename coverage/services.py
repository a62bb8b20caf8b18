"""Writes against the gap: reminders, cases with order and fine, clearances. Permission first, one transaction, audit."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core import audit
from core.gate import require
from core.transitions import TransitionRefused, fire
from coverage import gap
from coverage import states as casestates
from coverage.models import GapCase, GapClearance, GapReminder
from coverage.permissions import CoveragePermission
from enterprises.models import Enterprise
from enterprises.refusals import EntryRefused
from insurers.policies.models import Policy
from rulebook.book import values_on
from rulebook.choices import RuleCode

#: The range of a fine: at first, and where the order was not followed in time (work-safety law, article 109).
FIRST = (RuleCode.FINE_MIN, RuleCode.FINE_MAX)

OVERDUE = (RuleCode.FINE_OVERDUE_MIN, RuleCode.FINE_OVERDUE_MAX)


def _kind(enterprise: Enterprise, frame: gap.Frame) -> str:
    """The gap that is pursued. Raises EntryRefused where there is none on the day."""
    kind = gap.kind_of(enterprise, frame)
    if not kind:
        raise EntryRefused(f"「{enterprise}」在 {frame.day} 不是应保未保企业，也没有未全员或者未足额投保，无需办理。")
    return kind


@transaction.atomic
def remind(*, enterprise: Enterprise, frame: gap.Frame, channel: str, text: str, by: User, at: datetime) -> GapReminder:
    """Write a reminder down. Raises NotAllowed, EntryRefused."""
    require(by, CoveragePermission.GAP_CASE_WRITE, on=enterprise)
    if not text.strip():
        raise EntryRefused("督促内容为空，请写明要求和期限。")
    reminder = GapReminder.objects.create(
        enterprise=enterprise, kind=_kind(enterprise, frame), reference_on=frame.day, channel=channel,
        text=text.strip(), sent_by=by, sent_at=at,
    )  # fmt: skip
    audit.record("gap.reminded", by=by, at=at, subject=f"{enterprise.uscc} {enterprise}", kind=reminder.kind)
    return reminder


@transaction.atomic
def open_case(*, enterprise: Enterprise, frame: gap.Frame, facts: str, by: User, at: datetime) -> GapCase:
    """Open a case; only 应保未保 itself is punished, warnings are reminded of. Raises NotAllowed, EntryRefused."""
    require(by, CoveragePermission.GAP_CASE_WRITE, on=enterprise)
    kind = _kind(enterprise, frame)
    if kind in gap.WARNINGS:
        raise EntryRefused("未全员、未足额投保不适用第一百零九条，请使用督促。")
    if not facts.strip():
        raise EntryRefused("立案事实为空，请写明核实的情况。")
    try:
        with transaction.atomic():
            case = GapCase.objects.create(
                enterprise=enterprise, kind=kind, reference_on=frame.day, facts=facts.strip(), opened_by=by,
                opened_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise EntryRefused(f"「{enterprise}」已有一件未办结的案件，请在该案件中办理。") from None
    audit.record("gap-case.opened", by=by, at=at, subject=f"{enterprise.uscc} {enterprise}", kind=kind)
    return case


def order(*, case: GapCase, number: str, ordered_on: date, due_on: date, by: User, at: datetime) -> GapCase:
    """Order to insure by a day. Raises NotAllowed, TransitionRefused."""
    require(by, CoveragePermission.GAP_CASE_WRITE, on=case)
    _not_future(ordered_on, at, "责令日期")
    if due_on <= ordered_on:
        raise TransitionRefused(f"投保期限 {due_on} 须晚于责令日期 {ordered_on}")
    return _fire(casestates.ORDER, case, by, at, order_no=number.strip(), ordered_on=ordered_on, order_due_on=due_on)


@dataclass(frozen=True, slots=True)
class Penalty:
    """A decision under article 109. `overdue`: the order was not followed in time; `amount` in yuan."""

    number: str
    decided_on: date
    amount: Decimal
    overdue: bool


def complain_penalty(penalty: Penalty, due_on: date | None) -> str | None:
    """What is wrong with the decision, None for a good one."""
    rules = values_on(penalty.decided_on)
    codes = OVERDUE if penalty.overdue else FIRST
    low, high = (rules.get(code) for code in codes)
    if penalty.overdue and (due_on is None or penalty.decided_on <= due_on):
        return f"责令期限为 {due_on}，在 {penalty.decided_on} 尚未逾期，不能按逾期未改正处罚"
    if low is None or high is None:
        return f"{penalty.decided_on} 没有已审定的罚款幅度，请由省应急管理厅先在规则数值表中审定"
    if not low <= penalty.amount <= high:
        case = "逾期未改正" if penalty.overdue else "责令限期改正"
        return (
            f"罚款 {penalty.amount:,.2f} 元不在安全生产法第一百零九条规定的范围内（{case}：{low:,.0f} 元至 {high:,.0f} 元），"
            "请核对决定书"
        )
    return None


def fine(*, case: GapCase, penalty: Penalty, by: User, at: datetime) -> GapCase:
    """Decide the fine of article 109. Raises NotAllowed, TransitionRefused."""
    require(by, CoveragePermission.GAP_CASE_WRITE, on=case)
    _not_future(penalty.decided_on, at, "决定日期")
    complaint = complain_penalty(penalty, case.order_due_on)
    if complaint:
        raise TransitionRefused(complaint)
    return _fire(
        casestates.FINE, case, by, at, fine_no=penalty.number.strip(), fined_on=penalty.decided_on,
        fine=penalty.amount, overdue=penalty.overdue,
    )  # fmt: skip


def answer(*, case: GapCase, text: str, on: date, by: User, at: datetime) -> GapCase:
    """Record what the enterprise answered. Raises NotAllowed, TransitionRefused."""
    require(by, CoveragePermission.GAP_CASE_WRITE, on=case)
    _not_future(on, at, "反馈日期")
    if not text.strip():
        raise TransitionRefused("企业反馈内容为空，请填写")
    return _fire(casestates.ANSWER, case, by, at, feedback=text.strip(), feedback_on=on)


@transaction.atomic
def close(*, case: GapCase, outcome: str, note: str, by: User, today: date, at: datetime) -> GapCase:
    """Close with an outcome: 已投保 needs a policy in force; any other one clears the candidate on today's facts."""
    require(by, CoveragePermission.GAP_CASE_WRITE, on=case)
    if not note.strip():
        raise TransitionRefused("结案说明为空，请写明处理结果")
    if outcome == "INSURED" and not Policy.objects.in_force(today).filter(enterprise=case.enterprise_id).exists():
        raise TransitionRefused(f"该企业在 {today} 没有有效保单，不能以「已投保」结案；请先由保险机构报送保单")
    closed = _fire(casestates.CLOSE, case, by, at, outcome=outcome, closing_note=note.strip(), closed_on=today)
    if outcome != "INSURED":
        _clear(case.enterprise, "CASE", note, today, by, at)
    return closed


@transaction.atomic
def clear(*, enterprise: Enterprise, frame: gap.Frame, ground: str, note: str, by: User, at: datetime) -> GapClearance:
    """Clear a candidate; the figures do not change, the list of open ones does. Raises NotAllowed, EntryRefused."""
    require(by, CoveragePermission.GAP_CASE_WRITE, on=enterprise)
    kind = _kind(enterprise, frame)
    if kind in gap.WARNINGS:
        raise EntryRefused("未全员、未足额投保不能核销，请由保险机构批改保单。")
    if not note.strip():
        raise EntryRefused("核销说明为空，请写明核实的事实和依据。")
    if gap.is_cleared(enterprise, frame):
        raise EntryRefused(f"「{enterprise}」已核销，情况变化后会重新列入。")
    return _clear(enterprise, ground, note, frame.day, by, at)


def _clear(enterprise: Enterprise, ground: str, note: str, day: date, by: User, at: datetime) -> GapClearance:
    fresh = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    clearance = GapClearance.objects.create(
        enterprise=fresh, ground=ground, note=note.strip(), reference_on=day, status=fresh.status,
        sectors=fresh.sectors, cleared_by=by, cleared_at=at,
    )  # fmt: skip
    audit.record("gap.cleared", by=by, at=at, subject=f"{fresh.uscc} {fresh}", ground=ground)
    return clearance


def _not_future(day: date, at: datetime, label: str) -> None:
    if day > at.date():
        raise TransitionRefused(f"{label} {day} 晚于今天，请更正")


def _fire(move: Any, case: GapCase, by: User, at: datetime, **changes: Any) -> GapCase:
    moved: GapCase = fire(move, case, by=by, at=at, **changes)
    return moved
