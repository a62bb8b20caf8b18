"""Written notices: issued with a number of the issuer's own series, served with a signed receipt (clause N31)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import IO, Any

import pghistory
from django.db import connection, transaction

from accounts.models import User
from accounts.permissions import Permission
from core import attachments, audit
from core.gate import require
from core.transitions import TransitionRefused
from hazards import deadlines, entries, guards, states
from hazards.choices import NoticeState, ReceiverCapacity
from hazards.models import Hazard, Notice, NoticeLine
from hazards.moving import attempted, insist, move

#: Hazards in one notice at most: two pages of its table.
MOST = 60


@dataclass(frozen=True, slots=True)
class Advice:
    """What a notice says about one hazard."""

    deadline: date
    measures: str


def next_number(issuer_id: int, year: int) -> str:
    """The next number of the series, gapless; only inside the transaction that writes the notice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO hazards_noticeseries AS s (issuer_id, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (issuer_id, year) DO UPDATE SET last = s.last + 1 RETURNING last",
            [issuer_id, year],
        )
        return f"安隐告〔{year}〕{cursor.fetchone()[0]}号"


def suggested_deadline(today: date) -> date:
    """The portal's default: 15 days; a major hazard gets the same until its plan says more (domain.md 4.8)."""
    return deadlines.due(deadlines.RECTIFY_GENERAL, today).on


def issue_notice(
    *, hazards: Sequence[Hazard], advice: Mapping[int, Advice], by: User, today: date, at: datetime
) -> Notice:
    """Write one notice on recorded hazards of one enterprise and source. Raises NotAllowed, TransitionRefused."""
    about = "、".join(str(hazard) for hazard in hazards)[:200]
    with (
        attempted(about, by, at, "notice-issued"),
        pghistory.context(user=by.pk, at=at.isoformat()),
        transaction.atomic(),
    ):
        for hazard in hazards:
            require(by, Permission.HAZARD_WRITE, on=hazard)
        rows = list(
            Hazard.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in hazards]).order_by("pk")
        )
        insist(_complain(rows, advice, by, today))
        first = rows[0]
        notice = Notice.objects.create(
            issuer_id=by.organisation_id, enterprise_id=first.enterprise_id, source_no=first.source_no,
            number=next_number(by.organisation_id, today.year), issued_on=today, issued_by=by, issued_at=at,
        )  # fmt: skip
        NoticeLine.objects.bulk_create(
            [
                NoticeLine(
                    notice=notice,
                    hazard=row,
                    deadline=advice[row.pk].deadline,
                    measures=advice[row.pk].measures.strip(),
                )
                for row in rows
            ]
        )
        audit.record("hazard.notice-issued", by=by, at=at, subject=str(notice), hazards=len(rows))
    return notice


def _complain(rows: Sequence[Hazard], advice: Mapping[int, Advice], by: User, today: date) -> str | None:
    if not rows or len(rows) > MOST:
        return f"请选择 1 至 {MOST} 条已登记的隐患"
    if len({(row.enterprise_id, row.source_no) for row in rows}) > 1:
        return "一份告知书只载同一企业、同一次服务的隐患，请分别开具"
    for row in rows:
        said = advice[row.pk]
        if row.state != "RECORDED":
            return f"{row} 处于「{row.get_state_display()}」状态，只有「已登记」的隐患可以开具告知书"
        if reason := guards.only_finder(row.facts(), by):
            return reason
        if NoticeLine.objects.filter(hazard=row, notice__state=NoticeState.ISSUED).exists():
            return f"{row} 已在一份待送达的告知书中，请在该告知书上办理"
        if said.deadline <= max(today, row.found_on):
            return f"{row} 的整改期限 {said.deadline} 须晚于今天 {today}"
        if not said.measures.strip():
            return f"{row} 的整改措施建议为空，请填写"
    return None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who signed, as what, and when."""

    served_on: date
    receiver: str
    capacity: str


def serve_notice(
    *, notice: Notice, receipt: Receipt, file: "IO[bytes] | Any", name: str, by: User, today: date, at: datetime
) -> Notice:
    """Keep the signed receipt and move the notice's hazards on, all or none.

    Raises NotAllowed, TransitionRefused, AttachmentRefused.
    """
    with attempted(notice, by, at, "notify"):
        require(by, Permission.HAZARD_WRITE, on=notice)
        with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
            lines = list(NoticeLine.objects.filter(notice=notice).select_related("hazard").order_by("hazard_id"))
            row = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
            if row.state != NoticeState.ISSUED or row.issuer_id != by.organisation_id:
                raise TransitionRefused(f"告知书处于「{row.get_state_display()}」状态，只有开具单位可以登记一次送达")
            if file is None:
                raise TransitionRefused("请上传有签收人签名的回执（照片或者扫描件）")
            row.state, row.served_on = NoticeState.SERVED, receipt.served_on
            row.receiver, row.capacity = receipt.receiver.strip(), receipt.capacity
            for line in lines:
                insist(_complain_receipt(row, line, receipt, today))
            row.save()
            attachments.attach(row, "receipt", file, name=name, by=by, at=at)
            for line in lines:
                move(
                    states.NOTIFY, hazard=line.hazard, by=by, at=at, before=partial(_tell, notice=row, line=line)
                )  # fmt: skip
            audit.record("hazard.notice-served", by=by, at=at, subject=str(row), hazards=len(lines))
    return row


def _complain_receipt(notice: Notice, line: NoticeLine, receipt: Receipt, today: date) -> str | None:
    told = entries.Notice(
        notice.number, receipt.served_on, receipt.receiver, dict(ReceiverCapacity.choices).get(receipt.capacity, ""),
        line.deadline,
    )  # fmt: skip
    return entries.complain_notice(told, line.hazard.facts(), today)


def _tell(hazard: Hazard, notice: Notice, line: NoticeLine) -> None:
    """What the notice says becomes the hazard's, before its guard looks."""
    hazard.notice_no, hazard.notified_on = notice.number, notice.served_on
    hazard.receiver, hazard.capacity = notice.receiver, notice.capacity
    hazard.deadline, hazard.measures = line.deadline, line.measures
    hazard.save(update_fields=["notice_no", "notified_on", "receiver", "capacity", "deadline", "measures"])


def void_notice(*, notice: Notice, by: User, at: datetime) -> Notice:
    """Take back a notice that was not served; its number stays used. Raises NotAllowed, TransitionRefused."""
    with (
        attempted(notice, by, at, "notice-void"),
        pghistory.context(user=by.pk, at=at.isoformat()),
        transaction.atomic(),
    ):
        require(by, Permission.HAZARD_WRITE, on=notice)
        row = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
        if row.state != NoticeState.ISSUED or row.issuer_id != by.organisation_id:
            raise TransitionRefused(f"告知书处于「{row.get_state_display()}」状态，不能作废")
        row.state = NoticeState.VOID
        row.save(update_fields=["state"])
        audit.record("hazard.notice-void", by=by, at=at, subject=str(row))
    return row
