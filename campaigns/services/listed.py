"""Writes of the table that says from when to when sectors, topics and standards are in use."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from campaigns.choices import CampaignSectorName, ListedKind
from campaigns.models import ListedCode
from campaigns.permissions import CampaignPermission
from core import audit, writing
from core.writing import Refused


@dataclass(frozen=True, slots=True)
class Days:
    """From when to when a code is in use, both days inclusive, and what says so."""

    valid_from: date
    valid_to: date | None
    source: str


def add_code(*, kind: str, code: str, label: str, days: Days, by: User, at: datetime) -> ListedCode:
    """Enter a code that comes into use. Raises NotAllowed, Refused."""
    known = dict(CampaignSectorName.choices)
    sentences = {"listed_code_once": ("valid_from", f"「{label}」已有自 {days.valid_from} 起的一行，请在该行修改")}
    with writing.open_ledger(
        ListedCode,
        label,
        by=by,
        permission=CampaignPermission.CAMPAIGN_SETUP,
        at=at,
        step="write",
        sentences=sentences,
    ):
        if kind == ListedKind.SECTOR and code not in known:
            raise Refused(("code", f"没有代码为「{code[:20]}」的行业领域，可用：{'、'.join(known)}"))
        if days.valid_to and days.valid_to < days.valid_from:
            raise Refused(("valid_to", f"停用日 {days.valid_to} 早于启用日 {days.valid_from}，请更正"))
        _insist_apart(ListedCode.objects.filter(kind=kind, code=code), days)
        row = ListedCode.objects.create(
            kind=kind,
            code=code,
            label=label.strip(),
            valid_from=days.valid_from,
            valid_to=days.valid_to,
            source=days.source.strip(),
            written_by=by,
            written_at=at,
        )
        audit.record(
            "listed-code.written", by=by, at=at, subject=str(row), after=f"{row.valid_from} — {row.valid_to or ''}"
        )
    return row


def _insist_apart(others: QuerySet[ListedCode], days: Days) -> None:
    """A code has one line for a day at most. Raises Refused; the very day of another line is the constraint's."""
    overlapping = others.filter(Q(valid_to=None) | Q(valid_to__gte=days.valid_from)).exclude(valid_from=days.valid_from)
    if days.valid_to:
        overlapping = overlapping.filter(valid_from__lte=days.valid_to)
    other = overlapping.order_by("valid_from").first()
    if other is not None:
        until = f"至 {other.valid_to} " if other.valid_to else "起"
        raise Refused(
            ("valid_from", f"与「{other.label}」自 {other.valid_from} {until}的一行重叠，请先在该行填写停用日或者改期")
        )


def change_days(*, row: ListedCode, days: Days, seen: str, by: User, at: datetime) -> ListedCode:
    """Write the days of a code anew; what was judged before keeps what it was judged by. Raises NotAllowed, Refused, Stale."""
    sentences = {"listed_code_once": ("valid_from", f"「{row.label}」已有自 {days.valid_from} 起的一行，请在该行修改")}
    with writing.open_row(
        row,
        by=by,
        permission=CampaignPermission.CAMPAIGN_SETUP,
        at=at,
        step="write",
        seen=seen,
        sentences=sentences,
    ) as locked:
        if days.valid_to and days.valid_to < days.valid_from:
            raise Refused(("valid_to", f"停用日 {days.valid_to} 早于启用日 {days.valid_from}，请更正"))
        writing.insist(None if days.source.strip() else "请填写依据（文件名称与条款）", "source")
        _insist_apart(ListedCode.objects.filter(kind=row.kind, code=row.code).exclude(pk=row.pk), days)
        before = f"{locked.valid_from} — {locked.valid_to or ''}"
        locked.valid_from, locked.valid_to, locked.source = days.valid_from, days.valid_to, days.source.strip()
        locked.written_by, locked.written_at, locked.version = by, at, locked.version + 1
        locked.save()
        after = f"{locked.valid_from} — {locked.valid_to or ''}"
        audit.record("listed-code.written", by=by, at=at, subject=str(locked), before=before, after=after)
    return locked
