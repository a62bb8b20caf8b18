"""Writes against the gap: reminders, cases with order and fine, clearances."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from accounts.models import User
from core import audit, writing
from core.transitions import fire
from core.writing import Refused
from coverage import gap
from coverage import states as casestates
from coverage.choices import WARNINGS, CaseOutcome, ClearanceGround, GapKind
from coverage.models import GapCase, GapClearance, GapReminder
from coverage.permissions import CoveragePermission
from enterprises.models import Enterprise
from insurers.policies.models import Policy
from rulebook.book import values_on
from rulebook.choices import RuleCode

#: The range of a fine: at first, and where the order was not followed in time (work-safety law, article 109).
FIRST: Final = (RuleCode.FINE_MIN, RuleCode.FINE_MAX)
OVERDUE: Final = (RuleCode.FINE_OVERDUE_MIN, RuleCode.FINE_OVERDUE_MAX)


def _kind(enterprise: Enterprise, frame: gap.Frame) -> GapKind:
    """The gap that is pursued. Raises Refused where there is none on the day."""
    kind = gap.kind_of(enterprise, frame)
    if not kind:
        raise Refused(f"「{enterprise}」在 {frame.day} 不是应保未保企业，也没有未全员或者未足额投保，无需办理。")
    return kind


def _open_enterprise(
    model: type[GapReminder | GapCase | GapClearance], enterprise: Enterprise, step: str, by: User, at: datetime
) -> AbstractContextManager[None]:
    """Open a write about an enterprise that is pursued."""
    return writing.open_ledger(
        model,
        f"{enterprise.uscc} {enterprise}",
        by=by,
        permission=CoveragePermission.GAP_CASE_WRITE,
        at=at,
        step=step,
        on=enterprise,
        sentences={"gap_case_one_open": f"「{enterprise}」已有一件未办结的案件，请在该案件中办理。"},
    )


def remind_enterprise(
    *, enterprise: Enterprise, frame: gap.Frame, channel: str, text: str, by: User, at: datetime
) -> GapReminder:
    """Write a reminder down. Raises NotAllowed, Refused."""
    with _open_enterprise(GapReminder, enterprise, "remind", by, at):
        writing.insist(None if text.strip() else "督促内容为空，请写明要求和期限", "text")
        reminder = GapReminder.objects.create(
            enterprise=enterprise,
            kind=_kind(enterprise, frame),
            reference_on=frame.day,
            channel=channel,
            text=text.strip(),
            sent_by=by,
            sent_at=at,
        )
        audit.record("gap.reminded", by=by, at=at, subject=f"{enterprise.uscc} {enterprise}", kind=reminder.kind)
    return reminder


def open_case(*, enterprise: Enterprise, frame: gap.Frame, facts: str, by: User, at: datetime) -> GapCase:
    """Open a case; only 应保未保 itself is punished, warnings are reminded of. Raises NotAllowed, Refused."""
    with _open_enterprise(GapCase, enterprise, "open-case", by, at):
        kind = _kind(enterprise, frame)
        if kind in WARNINGS:
            raise Refused("未全员、未足额投保不适用《安全生产法》第一百零九条，请使用督促。")
        writing.insist(None if facts.strip() else "立案事实为空，请写明核实的情况", "facts")
        case = GapCase.objects.create(
            enterprise=enterprise,
            kind=kind,
            reference_on=frame.day,
            facts=facts.strip(),
            opened_by=by,
            opened_at=at,
        )
        audit.record("gap-case.opened", by=by, at=at, subject=f"{enterprise.uscc} {enterprise}", kind=kind)
    return case


def _open_case(case: GapCase, step: str, by: User, at: datetime) -> AbstractContextManager[GapCase]:
    return writing.open_row(
        case, by=by, permission=CoveragePermission.GAP_CASE_WRITE, at=at, step=step, related=("enterprise",)
    )


@dataclass(frozen=True, slots=True)
class Order:
    """An order to insure: its number, its day, and the day by which to be insured."""

    number: str
    ordered_on: date
    due_on: date


def order_insurance(*, case: GapCase, order: Order, by: User, today: date, at: datetime) -> GapCase:
    """Order to insure by a day. Raises NotAllowed, Refused."""
    with _open_case(case, "order", by, at) as locked:
        _insist_past("ordered_on", "责令日期", order.ordered_on, today)
        if order.due_on <= order.ordered_on:
            raise Refused(("due_on", f"投保期限 {order.due_on} 须晚于责令日期 {order.ordered_on}"))
        ordered: GapCase = fire(
            casestates.ORDER,
            locked,
            by=by,
            at=at,
            order_no=order.number.strip(),
            ordered_on=order.ordered_on,
            order_due_on=order.due_on,
        )
        return ordered


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
            f"罚款 {penalty.amount:,.2f} 元不在《安全生产法》第一百零九条规定的范围内（{case}：{low:,.0f} 元至 {high:,.0f} 元），"
            "请核对决定书"
        )
    return None


def decide_fine(*, case: GapCase, penalty: Penalty, by: User, today: date, at: datetime) -> GapCase:
    """Decide the fine of article 109. Raises NotAllowed, Refused."""
    with _open_case(case, "fine", by, at) as locked:
        _insist_past("decided_on", "决定日期", penalty.decided_on, today)
        writing.insist(complain_penalty(penalty, locked.order_due_on))
        fined: GapCase = fire(
            casestates.FINE,
            locked,
            by=by,
            at=at,
            fine_no=penalty.number.strip(),
            fined_on=penalty.decided_on,
            fine=penalty.amount,
            overdue=penalty.overdue,
        )
        return fined


def record_answer(*, case: GapCase, text: str, on: date, by: User, today: date, at: datetime) -> GapCase:
    """Record what the enterprise answered. Raises NotAllowed, Refused."""
    with _open_case(case, "answer", by, at) as locked:
        _insist_past("on", "反馈日期", on, today)
        writing.insist(None if text.strip() else "企业反馈内容为空，请填写", "text")
        answered: GapCase = fire(casestates.ANSWER, locked, by=by, at=at, feedback=text.strip(), feedback_on=on)
        return answered


def close_case(*, case: GapCase, outcome: str, note: str, by: User, today: date, at: datetime) -> GapCase:
    """Close with an outcome: 已投保 needs a policy in force; any other one clears the candidate on today's facts.

    Raises NotAllowed, Refused.
    """
    is_insured = outcome == CaseOutcome.INSURED
    with _open_case(case, "close", by, at) as locked:
        writing.insist(None if note.strip() else "结案说明为空，请写明处理结果", "note")
        if is_insured and not Policy.objects.in_force(today).filter(enterprise=locked.enterprise_id).exists():
            sentence = f"该企业在 {today} 没有有效保单，不能以「已投保」结案；请先由保险机构报送保单"
            raise Refused(("outcome", sentence))
        closed: GapCase = fire(
            casestates.CLOSE, locked, by=by, at=at, outcome=outcome, closing_note=note.strip(), closed_on=today
        )
        if not is_insured:
            _clear(locked.enterprise, ClearanceGround.CASE, note, today, by, at)
        return closed


def clear_candidate(
    *, enterprise: Enterprise, frame: gap.Frame, ground: str, note: str, by: User, at: datetime
) -> GapClearance:
    """Clear a candidate; the figures do not change, the list of open ones does. Raises NotAllowed, Refused."""
    with _open_enterprise(GapClearance, enterprise, "clear", by, at):
        if _kind(enterprise, frame) in WARNINGS:
            raise Refused("未全员、未足额投保不能核销，请由保险机构批改保单。")
        writing.insist(None if note.strip() else "核销说明为空，请写明核实的事实和依据", "note")
        if gap.is_cleared(enterprise, frame):
            raise Refused(f"「{enterprise}」已核销，情况变化后会重新列入。")
        return _clear(enterprise, ground, note, frame.day, by, at)


def _clear(enterprise: Enterprise, ground: str, note: str, day: date, by: User, at: datetime) -> GapClearance:
    fresh = writing.lock(enterprise)
    clearance = GapClearance.objects.create(
        enterprise=fresh,
        ground=ground,
        note=note.strip(),
        reference_on=day,
        status=fresh.status,
        sectors=fresh.sectors,
        cleared_by=by,
        cleared_at=at,
    )
    audit.record("gap.cleared", by=by, at=at, subject=f"{fresh.uscc} {fresh}", ground=ground)
    return clearance


def _insist_past(field: str, label: str, day: date, today: date) -> None:
    if day > today:
        raise Refused((field, f"{label} {day} 晚于今天，请更正"))
