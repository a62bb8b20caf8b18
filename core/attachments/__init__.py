"""Files that go with a row: registered by the row's app, checked before they exist, seen by whoever sees the row.

Every file is added and taken away through `core.writing`: by whoever holds the permission of the row's kind and sees
the row, where the guard of the kind finds no reason against it. Then the file itself is judged.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import IO, Final

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from core import audit, writing
from core.attachments.contents import FAMILY_OF, MIB, PDF, SAID, Content, content_of, not_taken, require_film
from core.attachments.pictures import rewritten
from core.attachments.texts import require_pages
from core.files import store
from core.models import Attachment
from core.people import User, Visitor
from core.plain import Plain
from core.rows import Row

__all__ = [
    "Slot",
    "also_fill",
    "attach",
    "attach_all",
    "attachments_of",
    "attachments_of_many",
    "hand_on",
    "page_of",
    "register",
    "remove",
    "takes",
]

FAMILIES: Final = {
    "picture": "JPG、PNG 图片",
    "scan": "PDF 扫描件",
    "document": "PDF、DOCX、XLSX 文件",
    "video": "MP4、WebM 视频",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for files of a row: its name on pages, the families it takes, and how many at most.

    Of documents the family `scan` takes what a scanner makes alone. `also` are permissions that fill this place as well
    as the one of the row's kind.
    """

    label: "str | Promise"
    families: tuple[str, ...] = ("picture", "document")
    most: int = 20
    also: tuple[str, ...] = ()


#: Why the files of a row stand as they are for a person; None where they may add and take away.
Guard = Callable[[Row, User], str | None]


#: Whether a person who sees the row sees its files too.
Sight = Callable[[Row], bool]


#: The address of a row's page.
Page = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of a model that carry files; who holds `permission` and is not held by `guard` writes them.

    With `page` their files are taken away there one by one; without it a room has its own way, or none.
    """

    model: type[Model]
    slots: Mapping[str, Slot]
    permission: str
    guard: Guard = field(default=lambda _row, _by: None)
    sight: Sight = field(default=lambda _user: True)
    page: Page | None = None


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    model: type[Model],
    slots: Mapping[str, Slot],
    permission: str,
    guard: Guard | None = None,
    sight: Sight | None = None,
    page: Page | None = None,
) -> None:
    """Say that rows of `model` carry files, and who writes them; its default manager knows `visible_to`."""
    given = (("guard", guard), ("sight", sight), ("page", page))
    more: Plain = {name: one for name, one in given if one is not None}
    _kinds[kind] = Kind(model, slots, permission, **more)


def kind_of(subject: Model) -> str:
    """The registered kind of a row. LookupError where its model is not registered."""
    for name, kind in _kinds.items():
        if isinstance(subject, kind.model):
            return name
    raise LookupError(type(subject).__name__)


def slots_of(subject: Model) -> Mapping[str, Slot]:
    return slots_of_kind(kind_of(subject))


def slots_of_kind(kind: str) -> Mapping[str, Slot]:
    """The places for files of the rows of a kind."""
    return _kinds[kind].slots


def page_of(attachment: Attachment, subject: Model) -> str | None:
    """The page where the file of a row may be taken away again; None where its room has another way, or none."""
    page = _kinds[attachment.kind].page
    return page(subject) if page is not None else None


def subject_visible(attachment: Attachment, user: Visitor) -> Model | None:
    """The row that the file goes with, if the person may see it."""
    kind = _kinds.get(attachment.kind)
    if kind is None or not kind.sight(user):
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


def attach(subject: Model, slot: str, stream: IO[bytes], *, name: str, by: User, at: datetime) -> Attachment:
    """Check a file and put it into a slot. Raises NotAllowed, Refused, KeyError for an unknown slot."""
    return attach_all(subject, slot, [(stream, name)], by=by, at=at)[0]


def attach_all(
    subject: Model, slot: str, streams: Iterable[tuple[IO[bytes], str]], *, by: User, at: datetime
) -> list[Attachment]:
    """Put several files, each with its name, into a slot: all or none. Raises as `attach`.

    No audit event is written before the last picture is decoded: its lock is the whole portal's.
    """
    name = kind_of(subject)
    kind = _kinds[name]
    place, given = kind.slots[slot], list(streams)
    with _write_to(subject, kind, "attached", by, at, place):
        _require_room(name, subject, slot, place, len(given))
        made = [_added(subject, slot, place, stream, sent, by, at) for stream, sent in given]
        for row in made:
            audit.record("attachment.added", by=by, at=at, subject=str(subject), name=row.name, sha256=row.file.sha256)
    return made


@contextmanager
def _write_to(
    subject: Model, kind: Kind, step: str, by: User, at: datetime, place: Slot | None = None
) -> Iterator[None]:
    """Open a write to the files of a row, for whom the guard of its kind lets."""
    fitting = [permission for permission in (kind.permission, *(place.also if place else ())) if by.may(permission)]
    with writing.open_ledger(
        Attachment,
        subject,
        by=by,
        permission=fitting[0] if fitting else kind.permission,
        at=at,
        step=step,
        on=subject,
        sentences={"attachment_once": ("sent", "文件已经上传过，无须重复上传。")},
    ):
        writing.insist(kind.guard(subject, by), "sent")
        yield


def _added(subject: Model, slot: str, place: Slot, stream: IO[bytes], name: str, by: User, at: datetime) -> Attachment:
    content = _judged(stream, name, place)
    sent, kind = _digest(stream), kind_of(subject)
    if attachments_of_many(kind, [subject.pk]).filter(sent_sha256=sent).exists():
        raise not_taken(f"文件「{name[:80]}」已经上传过，无须重复上传。")
    rest, preview = rewritten(stream, content, name) if content.family == "picture" else (stream, None)
    keep = partial(store, organisation_id=by.organisation_id, at=at)
    made = Attachment.objects.create(
        kind=kind,
        subject_id=subject.pk,
        slot=slot,
        media_type=content.media_type,
        sent_sha256=sent,
        file=keep(rest, name=name),
        added_by=by,
        added_at=at,
        preview=None if preview is None else keep(preview, name=f"{name}.preview.jpg"),
    )
    for written in (rest, preview):
        if written is not None and written is not stream:
            written.close()
    return made


def hand_on(source: Model, target: Model, *, by: User, at: datetime, slots: Mapping[str, str] | None = None) -> int:
    """Let the files of one row go with another, too; the files themselves stay one. Returns how many.

    `slots` names the place in the target for each place in the source whose files go; without it a file keeps its
    place, where the target has one of that name. A file that the target has already stays as it is there. Raises
    NotAllowed, Refused.
    """
    name = kind_of(target)
    kind = _kinds[name]
    places = {slot: slot for slot in kind.slots} if slots is None else slots
    known = set(attachments_of(target).values_list("sent_sha256", "slot"))
    with _write_to(target, kind, "attached", by, at):
        made = [
            Attachment(
                kind=name,
                subject_id=target.pk,
                slot=places[row.slot],
                file=row.file,
                preview_id=row.preview_id,
                media_type=row.media_type,
                sent_sha256=row.sent_sha256,
                added_by=row.added_by,
                added_at=row.added_at,
            )
            for row in attachments_of(source)
            if row.slot in places and (row.sent_sha256, places[row.slot]) not in known
        ]
        Attachment.objects.bulk_create(made)
        if made:
            audit.record("attachment.added", by=by, at=at, subject=str(target), handed_on=len(made))
    return len(made)


def takes(place: Slot, attachment: Attachment) -> bool:
    """Whether a file is of a family that the place takes."""
    return _fits(place, attachment.media_type)


def _fits(place: Slot, media_type: str) -> bool:
    return FAMILY_OF[media_type] in place.families or ("scan" in place.families and media_type == PDF.media_type)


def also_fill(attachment: Attachment, slot: str, *, by: User, at: datetime) -> Attachment:
    """Let a file of a row fill another place of the row, too; the file itself stays one.

    Raises NotAllowed, Refused, KeyError for an unknown slot.
    """
    kind = _kinds[attachment.kind]
    subject = kind.model._default_manager.get(pk=attachment.subject_id)
    place = kind.slots[slot]
    with _write_to(subject, kind, "attached", by, at, place):
        name = attachment.name
        others = attachments_of(subject).filter(slot=slot)
        if others.filter(sent_sha256=attachment.sent_sha256).exists():
            raise not_taken(f"文件「{name[:80]}」已在「{place.label}」中。")
        if not takes(place, attachment):
            wanted = "、".join(FAMILIES[one] for one in place.families)
            sort = SAID[attachment.media_type]
            raise not_taken(f"文件「{name[:80]}」是{sort}，「{place.label}」只接收{wanted}。")
        _require_room(attachment.kind, subject, slot, place, 1)
        made = Attachment.objects.get(pk=attachment.pk)
        made.pk, made.slot, made.added_by, made.added_at = None, slot, by, at
        made.save(force_insert=True)
        audit.record("attachment.added", by=by, at=at, subject=str(subject), name=name, sha256=made.file.sha256)
    return made


def remove(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a file away from its row; file and trace are kept. Raises NotAllowed, Refused."""
    kind = _kinds[attachment.kind]
    subject = kind.model._default_manager.get(pk=attachment.subject_id)
    with _write_to(subject, kind, "detached", by, at):
        locked = writing.lock(attachment)
        locked.removed_by, locked.removed_at = by, at
        locked.save(update_fields=["removed_by", "removed_at"])
        audit.record("attachment.removed", by=by, at=at, subject=f"{locked.kind} {locked.subject_id}", name=str(locked))


def _judged(stream: IO[bytes], name: str, place: Slot) -> Content:
    size = _size(stream)
    shown = name[:80]
    if not size:
        raise not_taken(f"文件「{shown}」为空，请重新选择文件。")
    content = content_of(stream, name)
    if not _fits(place, content.media_type):
        wanted = "、".join(FAMILIES[family] for family in place.families)
        raise not_taken(f"文件「{shown}」是{content.said}，此处只接收{wanted}。")
    if size > content.most:
        raise not_taken(
            f"文件「{shown}」为 {size / MIB:.1f} MiB，超过 {content.most // MIB} MiB 的上限，请压缩或拆分后再上传。"
        )
    if content == PDF:
        require_pages(stream, name)
    require_film(stream, name, content)
    return content


def _size(stream: IO[bytes]) -> int:
    stream.seek(0, 2)
    size = int(stream.tell())
    stream.seek(0)
    return size


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def _require_room(kind: str, subject: Model, slot: str, place: Slot, wanted: int) -> None:
    taken = attachments_of_many(kind, [subject.pk]).filter(slot=slot).count()
    if taken + wanted > place.most:
        raise not_taken(f"「{place.label}」已有 {taken} 个文件，最多 {place.most} 个，请先移除不需要的文件。")
