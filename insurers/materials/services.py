"""Writes of cases and training material: text, publication, giving to units, confirmed reading."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import pghistory
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from core import attachments, audit
from core.gate import require
from enterprises.refusals import EntryRefused
from insurers.materials.choices import MaterialState, ReadingWay
from insurers.materials.models import Assignment, Material
from insurers.materials.permissions import MaterialPermission
from insurers.policies.models import Policy

#: A link can be used for so long after it was made.
LINK_LASTS: Final = timedelta(days=60)

#: Units that one step gives a material to.
MOST_AT_ONCE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Text:
    """A material as typed; `sector` empty where it is for all."""

    kind: str
    title: str
    text: str
    sector: str = ""


def write_material(*, text: Text, by: User, at: datetime, material: Material | None = None) -> Material:
    """Enter a material or change a draft. Raises NotAllowed, EntryRefused."""
    require(by, MaterialPermission.MATERIAL_WRITE, on=material)
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        row = material and Material.objects.select_for_update().get(pk=material.pk)
        if row is not None and row.state != MaterialState.DRAFT:
            raise EntryRefused(f"「{row.title}」处于「{row.get_state_display()}」状态，不能修改；请另建新的资料。")
        row = row or Material(insurer=by.organisation)
        row.kind, row.title, row.text, row.sector = text.kind, text.title, text.text, text.sector
        row.written_by, row.written_at = by, at
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise EntryRefused(f"本机构已有名为「{text.title}」的资料，请更换标题。") from None
        audit.record("material.written", by=by, at=at, subject=str(row))
    return row


def publish(*, material: Material, by: User, at: datetime) -> None:
    """From here on it can be given and not changed. Raises NotAllowed, EntryRefused."""
    _turn(material, MaterialState.DRAFT, MaterialState.PUBLISHED, by, at)


def withdraw(*, material: Material, by: User, at: datetime) -> None:
    """Given to nobody further; who has it keeps it. Raises NotAllowed, EntryRefused."""
    _turn(material, MaterialState.PUBLISHED, MaterialState.WITHDRAWN, by, at)


def _turn(material: Material, before: str, after: str, by: User, at: datetime) -> None:
    require(by, MaterialPermission.MATERIAL_WRITE, on=material)
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        row = Material.objects.select_for_update().get(pk=material.pk)
        if row.state != before:
            raise EntryRefused(f"「{row.title}」处于「{row.get_state_display()}」状态，不能办理此步骤。")
        row.state = after
        if after == MaterialState.PUBLISHED:
            row.published_at = at
        row.save(update_fields=["state", "published_at"])
        audit.record("material.turned", by=by, at=at, subject=str(row), before=before, after=after)


def assign(*, material: Material, policies: QuerySet[Policy], due_on: date, by: User, today: date, at: datetime) -> int:
    """Give a published material to the units of the policies; who has it already is left out. How many were given it.

    Raises NotAllowed, EntryRefused.
    """
    require(by, MaterialPermission.MATERIAL_WRITE, on=material)
    if due_on < today:
        raise EntryRefused(f"阅读期限 {due_on} 早于今天（{today}），请核对。")
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        row = Material.objects.select_for_update().get(pk=material.pk)
        if row.state != MaterialState.PUBLISHED:
            raise EntryRefused(f"「{row.title}」处于「{row.get_state_display()}」状态，发布后才能分发。")
        own = policies.filter(insurer_id=by.organisation_id).exclude(assignments__material=row)
        wanted = list(own.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(wanted) > MOST_AT_ONCE:
            raise EntryRefused(f"符合条件的保单超过 {MOST_AT_ONCE:,} 件，请缩小范围后分批分发。")
        Assignment.objects.bulk_create(
            Assignment(material=row, policy_id=key, assigned_by=by, assigned_at=at, due_on=due_on) for key in wanted
        )
        audit.record("material.assigned", by=by, at=at, subject=str(row), units=len(wanted))
    return len(wanted)


def make_link(*, assignment: Assignment, by: User, today: date, at: datetime) -> str:
    """A secret for the unit's link; an earlier one ends. It is shown once. Raises NotAllowed, EntryRefused."""
    require(by, MaterialPermission.MATERIAL_WRITE, on=assignment)
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        if row.read_on is not None:
            raise EntryRefused("该单位已确认阅读，无须再生成链接。")
        row.token_digest, row.link_ends_on = digest_of(secret), today + LINK_LASTS
        row.save(update_fields=["token_digest", "link_ends_on"])
        audit.record("material.linked", by=by, at=at, subject=str(row))
    return secret


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find_by_link(secret: str, today: date) -> Assignment | None:
    """The assignment behind a link that still holds."""
    rows = Assignment.objects.select_related("material", "policy__insurer", "policy__enterprise")
    return rows.filter(token_digest=digest_of(secret), link_ends_on__gte=today).first()


def confirm_by_link(*, secret: str, name: str, today: date, at: datetime) -> Assignment:
    """The unit's own confirmation, without an account. Raises EntryRefused."""
    with pghistory.context(at=at.isoformat()), transaction.atomic():
        rows = Assignment.objects.select_for_update(of=("self",))
        row = rows.filter(token_digest=digest_of(secret), link_ends_on__gte=today).first()
        if row is None:
            raise EntryRefused("链接无效或已过期，请联系保险机构重新获取。")
        _confirm(row, name, today, ReadingWay.LINK)
        audit.record("material.read", by=None, at=at, subject=str(row), way="LINK", name=name.strip()[:50])
    return row


def confirm_on_paper(*, assignment: Assignment, name: str, read_on: date, by: User, today: date, at: datetime) -> None:
    """What the unit signed on paper; the paper goes with the assignment. Raises NotAllowed, EntryRefused."""
    require(by, MaterialPermission.MATERIAL_WRITE, on=assignment)
    if read_on > today:
        raise EntryRefused(f"阅读日期 {read_on} 晚于今天（{today}），请核对。")
    if not attachments.attachments_of(assignment).exists():
        raise EntryRefused("请先上传投保单位签收的纸质凭证。")
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        _confirm(row, name, read_on, ReadingWay.PAPER)
        audit.record("material.read", by=by, at=at, subject=str(row), way="PAPER", name=name.strip()[:50])


def _confirm(row: Assignment, name: str, read_on: date, way: Any) -> None:
    if row.read_on is not None:
        raise EntryRefused(f"已于 {row.read_on} 确认阅读，无须重复确认。")
    if not name.strip():
        raise EntryRefused("请填写阅读人姓名。")
    row.read_by, row.read_on, row.way = name.strip()[:50], read_on, way
    row.save(update_fields=["read_by", "read_on", "way"])
