"""Writes of cases against the uninsured: opened, ordered, answered, closed (work-safety law, articles 51 and 109)."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from core import audit, writing
from core.transitions import fire
from core.writing import Refused
from coverage import gap
from coverage import states as casestates
from coverage.choices import WARNINGS, CaseOutcome, CaseState, ClearanceGround
from coverage.models import GapCase
from coverage.permissions import CoveragePermission
from coverage.services.candidates import clear_on, kind_of, open_enterprise
from enterprises.models import Enterprise
from insurers.policies.models import Policy


def open_case(*, enterprise: Enterprise, frame: gap.Frame, facts: str, by: User, at: datetime) -> GapCase:
    """Open a case; only 应保未保 itself is punished, warnings are reminded of. Raises NotAllowed, Refused."""
    with open_enterprise(GapCase, enterprise, "open-case", by, at):
        kind = kind_of(enterprise, frame)
        if kind in WARNINGS:
            raise Refused("未全员、未足额投保不适用第一百零九条，请使用督促。")
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


def open_for(case: GapCase, step: str, by: User, at: datetime) -> AbstractContextManager[GapCase]:
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
    with open_for(case, "order", by, at) as locked:
        insist_past("ordered_on", "责令日期", order.ordered_on, today)
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


def record_answer(*, case: GapCase, text: str, on: date, by: User, today: date, at: datetime) -> GapCase:
    """Record what the enterprise answered. Raises NotAllowed, Refused."""
    with open_for(case, "answer", by, at) as locked:
        insist_past("on", "反馈日期", on, today)
        writing.insist(None if text.strip() else "企业反馈内容为空，请填写", "text")
        answered: GapCase = fire(casestates.ANSWER, locked, by=by, at=at, feedback=text.strip(), feedback_on=on)
        return answered


def _complain_unanswered(case: GapCase) -> str | None:
    """After an order the enterprise is heard before a case ends otherwise than with its policy."""
    if case.state == CaseState.OPENED or case.feedback_on is not None:
        return None
    return "已责令限期投保的案件，除以「已投保」结案外，须先登记企业反馈"


def close_case(*, case: GapCase, outcome: str, note: str, by: User, today: date, at: datetime) -> GapCase:
    """Close with an outcome: 已投保 needs a policy in force; any other one clears the candidate on today's facts.

    Raises NotAllowed, Refused.
    """
    is_insured = outcome == CaseOutcome.INSURED
    with open_for(case, "close", by, at) as locked:
        writing.insist(None if note.strip() else "结案说明为空，请写明处理结果", "note")
        writing.insist(None if is_insured else _complain_unanswered(locked), "outcome")
        if is_insured and not Policy.objects.in_force(today).filter(enterprise=locked.enterprise_id).exists():
            sentence = f"该企业在 {today} 没有有效保单，不能以「已投保」结案；请先由保险机构报送保单"
            raise Refused(("outcome", sentence))
        closed: GapCase = fire(
            casestates.CLOSE, locked, by=by, at=at, outcome=outcome, closing_note=note.strip(), closed_on=today
        )
        if not is_insured:
            clear_on(locked.enterprise, ClearanceGround.CASE, note, today, by, at)
        return closed


def insist_past(field: str, label: str, day: date, today: date) -> None:
    if day > today:
        raise Refused((field, f"{label} {day} 晚于今天，请更正"))
