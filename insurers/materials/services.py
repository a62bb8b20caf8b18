"""Writes of cases and training material: text, publication, giving to units, confirmed reading."""

import hashlib
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import pghistory
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from core import attachments, audit, writing
from core.transitions import fire
from core.writing import Reason, Refused
from insurers.base.rules import content_complaints
from insurers.materials.choices import MaterialState, ReadingWay
from insurers.materials.models import Assignment, Material
from insurers.materials.permissions import MaterialPermission
from insurers.materials.states import MATERIAL_MOVES
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
    channel: str
    medium: str
    link: str = ""
    sector: str = ""


def write_material(
    *, text: Text, by: User, at: datetime, material: Material | None = None, seen: str | None = None
) -> Material:
    """Enter a material or change a draft; `seen` is the version that the page showed. Raises NotAllowed, Refused, Stale."""
    taken: dict[str, Reason] = {"material_title": ("title", f"本机构已有名为「{text.title}」的资料，请更换标题。")}
    with writing.open_ledger(
        Material,
        material or text.title,
        by=by,
        permission=MaterialPermission.MATERIAL_WRITE,
        at=at,
        step="write",
        on=material,
        sentences=taken,
    ):
        row = writing.lock(material, seen=seen) if material is not None else Material(insurer=by.organisation)
        if row.state != MaterialState.DRAFT:
            raise Refused(f"「{row.title}」处于「{row.get_state_display()}」状态，不能修改；请另建新的资料。")
        if wrong := list(content_complaints(text.channel, text.medium, text.link)):
            raise Refused(*wrong)
        row.kind, row.title, row.text, row.sector = text.kind, text.title, text.text, text.sector
        row.channel, row.medium, row.link = text.channel, text.medium, text.link
        row.written_by, row.written_at = by, at
        row.save()
        audit.record("material.written", by=by, at=at, subject=str(row))
    return row


def publish_material(*, material: Material, by: User, at: datetime) -> None:
    """From here on it can be given and not changed. Raises NotAllowed, Refused."""
    with _open_material(material, "publish", by, at) as locked:
        fire(MATERIAL_MOVES["publish"], locked, by=by, at=at, published_at=at)


def withdraw_material(*, material: Material, by: User, at: datetime) -> None:
    """Given to nobody further; who has it keeps it. Raises NotAllowed, Refused."""
    with _open_material(material, "withdraw", by, at) as locked:
        fire(MATERIAL_MOVES["withdraw"], locked, by=by, at=at)


def _open_material(material: Material, step: str, by: User, at: datetime) -> AbstractContextManager[Material]:
    return writing.open_row(material, by=by, permission=MaterialPermission.MATERIAL_WRITE, at=at, step=step)


def assign_material(
    *, material: Material, policies: QuerySet[Policy], due_on: date, by: User, today: date, at: datetime
) -> int:
    """Give a published material to the units of the policies; who has it already is left out. How many were given it.

    Raises NotAllowed, Refused.
    """
    with _open_material(material, "assign", by, at) as locked:
        if due_on < today:
            raise Refused(("due_on", f"阅读期限 {due_on} 早于今天（{today}），请核对。"))
        if locked.state != MaterialState.PUBLISHED:
            raise Refused(f"「{locked.title}」处于「{locked.get_state_display()}」状态，发布后才能分发。")
        own = policies.filter(insurer_id=by.organisation_id).exclude(assignments__material=locked)
        wanted = list(own.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(wanted) > MOST_AT_ONCE:
            raise Refused(f"符合条件的保单超过 {MOST_AT_ONCE:,} 件，请缩小范围后分批分发。")
        Assignment.objects.bulk_create(
            Assignment(material=locked, policy_id=key, assigned_by=by, assigned_at=at, due_on=due_on) for key in wanted
        )
        audit.record("material.assigned", by=by, at=at, subject=str(locked), units=len(wanted))
    return len(wanted)


def _open_assignment(assignment: Assignment, step: str, by: User, at: datetime) -> AbstractContextManager[Assignment]:
    return writing.open_row(assignment, by=by, permission=MaterialPermission.MATERIAL_WRITE, at=at, step=step)


def make_link(*, assignment: Assignment, by: User, today: date, at: datetime) -> str:
    """A secret for the unit's link; an earlier one ends. It is shown once. Raises NotAllowed, Refused."""
    secret = secrets.token_urlsafe(24)
    with _open_assignment(assignment, "link", by, at) as locked:
        writing.insist("该单位已确认阅读，无须再生成链接" if locked.read_on else None)
        locked.token_digest, locked.link_ends_on = digest_of(secret), today + LINK_LASTS
        locked.save(update_fields=["token_digest", "link_ends_on"])
        audit.record("material.linked", by=by, at=at, subject=str(locked))
    return secret


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find_by_link(secret: str, today: date) -> Assignment | None:
    """The assignment behind a link that still holds."""
    rows = Assignment.objects.select_related("material", "policy__insurer", "policy__enterprise")
    return rows.filter(token_digest=digest_of(secret), link_ends_on__gte=today).first()


def confirm_by_link(*, secret: str, name: str, today: date, at: datetime) -> Assignment:
    """The unit's own confirmation. Raises Refused.

    Nobody is signed in here, so there is no permission to ask: the secret stands for it, and `core.writing` is not used.
    """
    with pghistory.context(at=at.isoformat(), step="read"), transaction.atomic():
        rows = Assignment.objects.select_for_update(of=("self",))
        row = rows.filter(token_digest=digest_of(secret), link_ends_on__gte=today).first()
        if row is None:
            raise Refused("链接无效或已过期，请联系保险机构重新获取。")
        _confirm(row, name, today, ReadingWay.LINK, None, at)
    return row


def confirm_on_paper(*, assignment: Assignment, name: str, read_on: date, by: User, today: date, at: datetime) -> None:
    """What the unit signed on paper; the paper goes with the assignment. Raises NotAllowed, Refused."""
    with _open_assignment(assignment, "paper", by, at) as locked:
        if read_on > today:
            raise Refused(("read_on", f"阅读日期 {read_on} 晚于今天（{today}），请核对。"))
        if not attachments.attachments_of(locked).exists():
            raise Refused("请先上传投保单位签收的纸质凭证。")
        _confirm(locked, name, read_on, ReadingWay.PAPER, by, at)


def _confirm(row: Assignment, name: str, read_on: date, way: ReadingWay, by: User | None, at: datetime) -> None:
    if row.read_on is not None:
        raise Refused(f"已于 {row.read_on} 确认阅读，无须重复确认。")
    writing.insist(None if name.strip() else "请填写阅读人姓名", "name")
    row.read_by, row.read_on, row.way = name.strip()[:50], read_on, way
    row.save(update_fields=["read_by", "read_on", "way"])
    audit.record("material.read", by=by, at=at, subject=str(row), way=way.value, name=row.read_by)
