"""Written notices: issued with a number of the issuer's own series, served with a signed receipt (clause N31)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import IO

from django.core.files.base import File

from accounts.models import User
from core import attachments, audit, writing
from core.choices import official_labels
from core.writing import Refused
from hazards import deadlines, guards, sources, states
from hazards.choices import HazardStatus, LetterKind, NoticeState, ReceiverCapacity
from hazards.facts import MAJOR
from hazards.models import Extension, Hazard, Notice, NoticeLine
from hazards.models.gathering import head_told, plain_of
from hazards.permissions import HazardPermission
from hazards.rules import entries
from hazards.services.moves import act, move
from hazards.services.numbers import letter_number

#: Hazards in one notice at most: two pages of its table.
MOST = 60
#: Where a hazard that has become a major one is told again, to the head of the enterprise.
RETOLD = frozenset({HazardStatus.NOTIFIED, HazardStatus.RECTIFYING})
TOLD = RETOLD | {HazardStatus.RECORDED}


@dataclass(frozen=True, slots=True)
class Advice:
    """What a notice says about one hazard."""

    deadline: date
    measures: str


def suggested_deadline(today: date) -> date:
    """The portal's default: 15 days; a major hazard gets the same until its plan says more (domain.md 4.8)."""
    return deadlines.due(deadlines.RECTIFY_GENERAL, today).on


def issue_notice(
    *, hazards: Sequence[Hazard], advice: Mapping[int, Advice], by: User, today: date, at: datetime
) -> Notice:
    """Write one notice on recorded hazards of one enterprise and source. Raises NotAllowed, Refused."""
    about = "、".join(str(hazard) for hazard in hazards)[:200]
    with writing.open_ledger(
        Notice, about, by=by, permission=HazardPermission.HAZARD_WRITE, at=at, step="notice-issued", on=hazards
    ):
        rows = _locked([one.pk for one in hazards])
        writing.insist(_complain(rows, advice, by, today))
        first = rows[0]
        notice = Notice.objects.create(
            issuer_id=by.works_for_id,
            issuer_name=by.organisation.name,
            enterprise=first.enterprise,
            enterprise_name=first.enterprise.name,
            source_no=first.source_no,
            number=letter_number(LetterKind.NOTICE, by.organisation, today.year),
            issued_on=today,
            issued_by=by,
            issued_at=at,
        )
        NoticeLine.objects.bulk_create([_line_of(notice, row, advice[row.pk]) for row in rows])
        sources.tell(notice)
        audit.record("hazard.notice-issued", by=by, at=at, subject=str(notice), hazards=len(rows))
    return notice


def _locked(ids: Sequence[int]) -> list[Hazard]:
    """The hazards, locked in the order of their keys before anything else is: no two writers wait for each other."""
    return writing.lock_all(Hazard.objects.filter(pk__in=ids).select_related("enterprise", "criterion__version"))


def _line_of(notice: Notice, row: Hazard, said: Advice) -> NoticeLine:
    return NoticeLine(
        notice=notice,
        hazard=row,
        level=row.level,
        place=row.place,
        description=row.description,
        basis=row.printed_basis,
        found_on=row.found_on,
        deadline=said.deadline,
        measures=said.measures.strip(),
    )


def is_due(hazard: Hazard) -> bool:
    """Whether a notice may be written on it: it is on record, or became a major one that the head was not told of."""
    if hazard.state == HazardStatus.RECORDED:
        return True
    return hazard.level == MAJOR and hazard.state in RETOLD and not head_told(hazard)


def _complain(rows: Sequence[Hazard], advice: Mapping[int, Advice], by: User, today: date) -> str | None:
    if not rows or len(rows) > MOST:
        return f"请选择 1 至 {MOST} 项已登记的隐患"
    if len({(row.enterprise_id, row.source_no) for row in rows}) > 1:
        return "一份告知书只载同一企业、同一次服务的隐患，请分别开具"
    issued = NoticeLine.objects.filter(hazard__in=rows, notice__state=NoticeState.ISSUED)
    waiting = set(issued.values_list("hazard", flat=True))
    for row in rows:
        said = advice[row.pk]
        if not is_due(row):
            return f"{row} 处于「{row.get_state_display()}」状态，只有「已登记」的隐患可以开具告知书"
        if reason := guards.only_finder(plain_of(row), by):
            return reason
        if row.pk in waiting:
            return f"{row} 已在一份待送达的告知书中，请在该告知书上办理"
        if reason := _complain_deadline(row, said.deadline, by, today):
            return reason
        if not said.measures.strip():
            return f"{row} 的整改措施建议为空，请填写"
    return None


def _complain_deadline(row: Hazard, deadline: date, by: User, today: date) -> str | None:
    """A first notice sets a deadline ahead; one that tells again keeps it, or moves it as an extension would."""
    if row.state in RETOLD and deadline == row.deadline:
        return None
    if row.state in RETOLD and (reason := guards.only_keeper_of_deadline(row.facts(), by)):
        return f"{row} 的整改期限沿用 {row.deadline}：{reason}"
    if deadline <= max(today, row.found_on):
        return f"{row} 的整改期限 {deadline} 须晚于今天 {today}"
    return None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who signed, as what, and when."""

    served_on: date
    receiver: str
    capacity: str


def serve_notice(
    *,
    notice: Notice,
    receipt: Receipt,
    file: "IO[bytes] | File[bytes] | None",
    name: str,
    by: User,
    today: date,
    at: datetime,
) -> Notice:
    """Keep the signed receipt and move the notice's hazards on, all or none. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        Notice, notice, by=by, permission=HazardPermission.HAZARD_WRITE, at=at, step="notify", on=notice
    ):
        lines = list(NoticeLine.objects.filter(notice=notice).select_related("hazard").order_by("hazard_id"))
        _locked([line.hazard_id for line in lines])
        row = writing.lock(notice)
        if row.state != NoticeState.ISSUED or row.issuer_id != by.works_for_id:
            raise Refused(f"告知书处于「{row.get_state_display()}」状态，只有开具单位可以登记一次送达")
        if file is None:
            raise Refused("请上传有签收人签名的回执（照片或者扫描件）")
        row.state, row.served_on = NoticeState.SERVED, receipt.served_on
        row.receiver, row.capacity = receipt.receiver.strip(), receipt.capacity
        # What was voided or found to be refused meanwhile is no longer told; the paper stands for the others.
        told = [line for line in lines if line.hazard.state in TOLD]
        for line in told:
            writing.insist(_complain_receipt(row, line, receipt, today))
        row.save()
        attachments.attach(row, "receipt", file, name=name, by=by, at=at)
        for line in told:
            _tell_of(line, row, by, at)
        audit.record("hazard.notice-served", by=by, at=at, subject=str(row), hazards=len(told))
    return row


def _tell_of(line: NoticeLine, notice: Notice, by: User, at: datetime) -> None:
    """The hazard moves on with its notice; one that had moved already is told again."""
    tell = partial(_tell, notice=notice, line=line, by=by, at=at)
    if line.hazard.state in RETOLD:
        act(
            hazard=line.hazard,
            permission=HazardPermission.HAZARD_WRITE,
            by=by,
            at=at,
            step="notified-again",
            seen=None,
            work=tell,
        )
    else:
        move(states.NOTIFY, hazard=line.hazard, by=by, at=at, before=tell)


def _complain_receipt(notice: Notice, line: NoticeLine, receipt: Receipt, today: date) -> str | None:
    told = entries.Notice(
        notice.number,
        receipt.served_on,
        receipt.receiver,
        official_labels(ReceiverCapacity).get(receipt.capacity, ""),
        line.deadline,
    )
    again = line.hazard.state in RETOLD
    return entries.complain_notice(
        told,
        plain_of(line.hazard),
        today,
        issued_on=notice.issued_on,
        is_kept=again and line.deadline == line.hazard.deadline,
    )


def _tell(hazard: Hazard, notice: Notice, line: NoticeLine, by: User, at: datetime) -> None:
    """What the notice says becomes the hazard's, before its guard looks; a later deadline is kept as an extension."""
    before = hazard.deadline
    if hazard.state in RETOLD and before is not None and line.deadline != before:
        # A department may have taken the hazard in hand since the notice was written.
        writing.insist(guards.only_keeper_of_deadline(hazard.facts(), by))
        if line.deadline > before:
            Extension.objects.create(
                hazard=hazard,
                before=before,
                after=line.deadline,
                reason=f"补充告知主要负责人：{notice.number}",
                extended_by=by,
                extended_at=at,
            )
    hazard.receiver, hazard.capacity, hazard.measures = notice.receiver, notice.capacity, line.measures
    if hazard.state not in RETOLD or line.deadline != before:
        # A deadline that stands keeps the notice that set it, and its day.
        hazard.notice_no, hazard.notified_on, hazard.deadline = notice.number, notice.served_on, line.deadline
    hazard.save(update_fields=["notice_no", "notified_on", "receiver", "capacity", "deadline", "measures"])


def void_notice(*, notice: Notice, by: User, at: datetime) -> Notice:
    """Take back a notice that was not served; its number stays used. Raises NotAllowed, Refused."""
    with writing.open_row(notice, by=by, permission=HazardPermission.HAZARD_WRITE, at=at, step="notice-void") as row:
        if row.state != NoticeState.ISSUED or row.issuer_id != by.works_for_id:
            raise Refused(f"告知书处于「{row.get_state_display()}」状态，不能作废")
        row.state = NoticeState.VOID
        row.save(update_fields=["state"])
        sources.tell(row)
        audit.record("hazard.notice-void", by=by, at=at, subject=str(row))
    return row
