"""Files that go with a row: registered by the row's app, checked before they exist, seen by whoever sees the row.

The caller's service decides who may add or remove and in which state of the row; here the file itself is judged.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from core import audit
from core.attachments.contents import MIB, AttachmentRefused, Content, content_of
from core.attachments.pictures import rewritten
from core.files import store
from core.models import Attachment

__all__ = [
    "AttachmentRefused",
    "Slot",
    "attach",
    "attach_all",
    "attachments_of",
    "attachments_of_many",
    "hand_on",
    "register",
    "remove",
]

FAMILIES: Final = {"picture": "JPG、PNG 图片", "document": "PDF、DOCX、XLSX 文件", "video": "MP4、WebM 视频"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for files of a row: its name on pages, the families it takes, and how many at most."""

    label: "str | Promise"
    families: tuple[str, ...] = ("picture", "document")
    most: int = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of a model that carry files."""

    model: type[Model]
    slots: Mapping[str, Slot]


_kinds: dict[str, Kind] = {}


def register(kind: str, model: type[Model], slots: Mapping[str, Slot]) -> None:
    """Say that rows of `model` carry files; its default manager knows `visible_to`."""
    _kinds[kind] = Kind(model, slots)


def kind_of(subject: Model) -> str:
    """The registered kind of a row. LookupError where its model is not registered."""
    for name, kind in _kinds.items():
        if isinstance(subject, kind.model):
            return name
    raise LookupError(type(subject).__name__)


def slots_of(subject: Model) -> Mapping[str, Slot]:
    return _kinds[kind_of(subject)].slots


def subject_visible(attachment: Attachment, user: Any) -> Model | None:
    """The row that the file goes with, if the person may see it."""
    kind = _kinds.get(attachment.kind)
    if kind is None:
        return None
    found: Model | None = kind.model._default_manager.visible_to(user).filter(pk=attachment.subject_id).first()  # type: ignore[attr-defined]
    return found


def attachments_of(subject: Model) -> "QuerySet[Attachment]":
    """The files of a row, those taken away left out."""
    return attachments_of_many(kind_of(subject), [subject.pk])


def attachments_of_many(kind: str, ids: Iterable[int]) -> "QuerySet[Attachment]":
    """The files of several rows of a kind."""
    rows = Attachment.objects.filter(kind=kind, subject_id__in=ids, removed_at__isnull=True)
    return rows.select_related("file", "added_by").order_by("slot", "pk")


def attach(subject: Model, slot: str, stream: "IO[bytes] | Any", *, name: str, by: Any, at: datetime) -> Attachment:
    """Check a file and put it into a slot. Raises AttachmentRefused, KeyError for an unknown slot."""
    return attach_all(subject, slot, [(stream, name)], by=by, at=at)[0]


def attach_all(
    subject: Model, slot: str, streams: Iterable[tuple["IO[bytes] | Any", str]], *, by: Any, at: datetime
) -> list[Attachment]:
    """Put several files, each with its name, into a slot: all or none. Raises as `attach`.

    No audit event is written before the last picture is decoded: its lock is the whole portal's.
    """
    kind = kind_of(subject)
    place = _kinds[kind].slots[slot]
    given = list(streams)
    with transaction.atomic():
        _require_room(kind, subject, slot, place, len(given))
        made = [_kept(kind, subject, slot, stream, name, by, at) for stream, name in given]
        for row in made:
            audit.record("attachment.added", by=by, at=at, subject=str(subject), name=row.name, sha256=row.file.sha256)
    return made


def _kept(
    kind: str, subject: Model, slot: str, stream: "IO[bytes] | Any", name: str, by: Any, at: datetime
) -> Attachment:
    content = _judged(stream, name, _kinds[kind].slots[slot])
    sent = _digest(stream)
    kept, preview = rewritten(stream, content, name) if content.family == "picture" else (stream, None)
    own = {"organisation_id": by.organisation_id, "at": at}
    made = Attachment(
        kind=kind, subject_id=subject.pk, slot=slot, media_type=content.media_type, sent_sha256=sent,
        file=store(kept, name=name, **own), added_by=by, added_at=at,
        preview=None if preview is None else store(preview, name=f"{name}.preview.jpg", **own),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise AttachmentRefused(f"文件「{name[:80]}」已经上传过，无须重复上传。") from None
    return made


def hand_on(source: Model, target: Model, *, by: Any, at: datetime) -> int:
    """Let the files of one row go with another, too; the files themselves stay one. Returns how many."""
    kind = kind_of(target)
    slots = _kinds[kind].slots
    made = [
        Attachment(
            kind=kind, subject_id=target.pk, slot=row.slot, file=row.file, preview_id=row.preview_id,
            media_type=row.media_type, sent_sha256=row.sent_sha256, added_by=row.added_by, added_at=row.added_at,
        )
        for row in attachments_of(source)
        if row.slot in slots
    ]  # fmt: skip
    Attachment.objects.bulk_create(made)
    if made:
        audit.record("attachment.added", by=by, at=at, subject=str(target), handed_on=len(made))
    return len(made)


def remove(attachment: Attachment, *, by: Any, at: datetime) -> None:
    """Take a file away from its row; file and trace are kept."""
    with transaction.atomic():
        locked = Attachment.objects.select_for_update().get(pk=attachment.pk)
        locked.removed_by, locked.removed_at = by, at
        locked.save(update_fields=["removed_by", "removed_at"])
        audit.record("attachment.removed", by=by, at=at, subject=f"{locked.kind} {locked.subject_id}", name=str(locked))


def _judged(stream: "IO[bytes] | Any", name: str, place: Slot) -> Content:
    size = _size(stream)
    shown = name[:80]
    if not size:
        raise AttachmentRefused(f"文件「{shown}」为空，请重新选择文件。")
    content = content_of(stream, name)
    if content.family not in place.families:
        wanted = "、".join(FAMILIES[family] for family in place.families)
        raise AttachmentRefused(f"文件「{shown}」是{FAMILIES[content.family]}，此处只接收{wanted}。")
    if size > content.most:
        raise AttachmentRefused(
            f"文件「{shown}」为 {size / MIB:.1f} MiB，超过 {content.most // MIB} MiB 的上限，请压缩或拆分后再上传。"
        )
    return content


def _size(stream: "IO[bytes] | Any") -> int:
    stream.seek(0, 2)
    size = int(stream.tell())
    stream.seek(0)
    return size


def _digest(stream: "IO[bytes] | Any") -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def _require_room(kind: str, subject: Model, slot: str, place: Slot, wanted: int) -> None:
    taken = attachments_of_many(kind, [subject.pk]).filter(slot=slot).count()
    if taken + wanted > place.most:
        raise AttachmentRefused(f"「{place.label}」已有 {taken} 个文件，最多 {place.most} 个，请先移除不需要的文件。")
