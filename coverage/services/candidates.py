"""Writes about a candidate of the gap: reminders and clearances."""

from contextlib import AbstractContextManager
from datetime import date, datetime

from accounts.models import User
from core import audit, writing
from core.writing import Refused
from coverage import gap
from coverage.choices import WARNINGS, GapKind
from coverage.models import GapClearance, GapReminder
from coverage.permissions import CoveragePermission
from enterprises.models import Enterprise


def kind_of(enterprise: Enterprise, frame: gap.Frame) -> GapKind:
    """The gap that is pursued. Raises Refused where there is none on the day."""
    kind = gap.kind_of(enterprise, frame)
    if not kind:
        raise Refused(f"「{enterprise}」在 {frame.day} 不是应保未保企业，也没有未全员或者未足额投保，无需办理。")
    return kind


def open_enterprise(
    model: type[GapReminder | GapClearance], enterprise: Enterprise, step: str, by: User, at: datetime
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
    )


def remind_enterprise(
    *, enterprise: Enterprise, frame: gap.Frame, channel: str, text: str, by: User, at: datetime
) -> GapReminder:
    """Write a reminder down, the same one once a day. Raises NotAllowed, Refused."""
    with open_enterprise(GapReminder, enterprise, "remind", by, at):
        writing.insist(None if text.strip() else "督促内容为空，请写明要求和期限", "text")
        same = GapReminder.objects.filter(
            enterprise=enterprise, reference_on=frame.day, channel=channel, text=text.strip(), sent_by=by
        )
        writing.insist("您今天已经以同样的方式和内容督促过该企业，没有重复登记" if same.exists() else None, "text")
        reminder = GapReminder.objects.create(
            enterprise=enterprise,
            kind=kind_of(enterprise, frame),
            reference_on=frame.day,
            channel=channel,
            text=text.strip(),
            sent_by=by,
            sent_at=at,
        )
        audit.record("gap.reminded", by=by, at=at, subject=f"{enterprise.uscc} {enterprise}", kind=reminder.kind)
    return reminder


def clear_candidate(
    *, enterprise: Enterprise, frame: gap.Frame, ground: str, note: str, by: User, at: datetime
) -> GapClearance:
    """Clear a candidate; the figures do not change, the list of open ones does. Raises NotAllowed, Refused."""
    with open_enterprise(GapClearance, enterprise, "clear", by, at):
        if kind_of(enterprise, frame) in WARNINGS:
            raise Refused("未全员、未足额投保不能核销，请由保险机构批改保单。")
        writing.insist(None if note.strip() else "核销说明为空，请写明核实的事实和依据", "note")
        if gap.is_cleared(enterprise, frame):
            raise Refused(f"「{enterprise}」已核销，情况变化后会重新列入。")
        return clear_on(enterprise, ground, note, frame.day, by, at)


def clear_on(enterprise: Enterprise, ground: str, note: str, day: date, by: User, at: datetime) -> GapClearance:
    """Clear on the facts of a day, inside an open write."""
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
