"""Writes of guidance to insurers and of announcements to all who work here, and of their receipts (N8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from accounts.models import User
from campaigns.choices import GuidanceKind, GuidanceState
from campaigns.models import GuidanceNote, GuidanceReceipt
from campaigns.offices import recipients
from campaigns.permissions import CampaignPermission
from campaigns.states import ISSUE
from core import audit, clock, writing
from core.identifiers import paper_number
from core.transitions import fire
from core.views.addresses import row_address
from core.writing import Refused
from notifications.services import tell_offices, was_told

NO_INSURER: Final = "请选择收文的保险机构；只能发给本单位职责范围内的机构"
NO_OFFICE: Final = "请选择收文单位；只能发给本单位职责范围内的单位"


@dataclass(frozen=True, slots=True)
class GuidanceText:
    """A note as typed."""

    kind: str
    title: str
    text: str
    receipt_by: date
    number: str = ""


def write_guidance(
    *,
    text: GuidanceText,
    by: User,
    today: date,
    at: datetime,
    note: GuidanceNote | None = None,
    seen: str | None = None,
) -> GuidanceNote:
    """Write a note, or change a draft. Raises NotAllowed, Refused, Stale."""
    with writing.open_ledger(
        GuidanceNote,
        note or text.title,
        by=by,
        permission=CampaignPermission.GUIDANCE_WRITE,
        at=at,
        step="write",
        on=note,
    ):
        row = writing.lock(note, seen=seen) if note is not None else GuidanceNote(organisation=by.organisation)
        writing.insist(complain_change(row, by))
        writing.insist(complain_twin(row, text), "title")
        if text.receipt_by < today:
            raise Refused(("receipt_by", f"签收期限 {text.receipt_by} 早于今天（{today}），请更正"))
        row.kind, row.title, row.number = text.kind, text.title.strip(), paper_number(text.number)
        row.text, row.receipt_by = text.text.strip(), text.receipt_by
        row.written_by, row.written_at = by, at
        row.save()
        audit.record("guidance.written", by=by, at=at, subject=str(row))
    return row


def complain_change(note: GuidanceNote, by: User) -> str | None:
    """Only the office that writes it changes a note, and only before it is sent."""
    if note.organisation_id == by.organisation_id and note.state == GuidanceState.DRAFT:
        return None
    return f"「{note.title}」由「{note.organisation}」{note.get_state_display()}，不能修改"


def complain_twin(note: GuidanceNote, text: GuidanceText) -> str | None:
    """A form that was sent twice makes no second draft of the same words."""
    drafts = GuidanceNote.objects.filter(organisation=note.organisation_id, state=GuidanceState.DRAFT)
    same = {"kind": text.kind, "title": text.title.strip(), "text": text.text.strip()}
    has_twin = drafts.filter(**same).exclude(pk=note.pk).exists()
    return f"本单位已有内容相同的草稿「{same['title']}」，请在原草稿上修改" if has_twin else None


def issue_guidance(*, note: GuidanceNote, to: Sequence[int], by: User, at: datetime) -> GuidanceNote:
    """Send a note to offices of one's cities: guidance to insurers alone. Raises NotAllowed, Refused."""
    with writing.open_row(note, by=by, permission=CampaignPermission.GUIDANCE_WRITE, at=at, step="issue") as locked:
        wanted = list(recipients(by, locked.kind).filter(pk__in=list(to)))
        if not wanted or len(wanted) != len(set(to)):
            to_all = locked.kind == GuidanceKind.ANNOUNCEMENT
            raise Refused(("recipients", NO_OFFICE if to_all else NO_INSURER))
        issued: GuidanceNote = fire(ISSUE, locked, by=by, at=at, issued_by=by, issued_at=at)
        GuidanceReceipt.objects.bulk_create(
            GuidanceReceipt(note=issued, organisation=office, issuer_id=issued.organisation_id) for office in wanted
        )
        text = f"收到{issued.get_kind_display()}「{issued.title}」（{issued.organisation}），请于 {issued.receipt_by} 前签收"
        url = row_address("campaigns:guidance-detail", issued.pk)
        tell_offices([office.pk for office in wanted], text, url, by=by, at=at)
    return issued


def late_receipts(note: GuidanceNote, today: date) -> list[GuidanceReceipt]:
    """The receipts that should have been confirmed by now."""
    return list(note.receipts.waiting().filter(note__receipt_by__lt=today)) if note.pk else []


def urge_guidance(*, note: GuidanceNote, by: User, today: date, at: datetime) -> int:
    """Ask the offices whose receipt is late, once a day; how many were asked. Raises NotAllowed, Refused."""
    with writing.open_row(note, by=by, permission=CampaignPermission.GUIDANCE_WRITE, at=at, step="urge") as locked:
        if locked.organisation_id != by.organisation_id:
            raise Refused(f"该文件由「{locked.organisation}」发出，请由该单位催办")
        late = late_receipts(locked, today)
        writing.insist(None if late else "收文单位均已签收或者未到签收期限，无须催办")
        text = (
            f"{locked.organisation}催办：请签收{locked.get_kind_display()}「{locked.title}」，期限 {locked.receipt_by}"
        )
        if was_told(text, today):
            raise Refused("今天已催办，请等待收文单位签收")
        url = row_address("campaigns:guidance-detail", locked.pk)
        tell_offices([receipt.organisation_id for receipt in late], text, url, by=by, at=at)
        audit.record("guidance.urged", by=by, at=at, subject=str(locked), count=len(late))
    return len(late)


def receive_guidance(*, receipt: GuidanceReceipt, answer: str, by: User, at: datetime) -> GuidanceReceipt:
    """Confirm the receipt, as the office that the note came to. Raises NotAllowed, Refused."""
    with writing.open_row(
        receipt, by=by, permission=CampaignPermission.GUIDANCE_RECEIVE, at=at, step="receive"
    ) as locked:
        if locked.organisation_id != by.organisation_id:
            raise Refused(f"该文件发给「{locked.organisation}」，请由该单位签收")
        writing.insist(f"已于 {clock.day_of(locked.received_at)} 签收，无须重复签收" if locked.received_at else None)
        locked.received_by, locked.received_at, locked.answer = by, at, answer.strip()[:500]
        locked.save(update_fields=["received_by", "received_at", "answer"])
        audit.record("guidance.received", by=by, at=at, subject=str(locked))
    return locked
