"""Photos and signatures of a visit: sent one by one, each answered with a receipt."""

from datetime import datetime
from typing import IO
from uuid import UUID

from accounts.models import User
from core import attachments, audit
from core.writing import Refused, open_ledger
from inspections.choices import PhotoSlot
from inspections.models import InspectedEnterprise, InspectedInsurer, Item, Photo
from inspections.permissions import InspectionPermission


def take_photo(
    *,
    item: Item,
    client_id: UUID,
    slot: str,
    section: str,
    caption: str,
    stream: IO[bytes],
    name: str,
    told_at: str,
    by: User,
    at: datetime,
) -> Photo:
    """Keep one picture of the form: decoded in a limited child and written anew, so without EXIF.

    The same photo again, by its id, is the photo that is here already. Raises NotAllowed, Refused: what is no picture,
    a second file of the same content, a form that is submitted.
    """
    here = photo_here(item=item, client_id=client_id, by=by)
    if here is not None:
        return here
    if slot not in PhotoSlot.values:
        raise Refused(("sent", f"照片类别「{slot[:20]}」不存在，请刷新页面后重新拍照"))
    with open_ledger(
        Photo, item, by=by, permission=InspectionPermission.INSPECTION_WRITE, at=at, step="photo", on=item
    ):
        attachment = attachments.attach(item, slot, stream, name=_named(caption, name), by=by, at=at)
        photo = Photo.objects.create(
            task_id=item.task_id,
            enterprise_item=item if isinstance(item, InspectedEnterprise) else None,
            insurer_item=item if isinstance(item, InspectedInsurer) else None,
            client_id=client_id,
            slot=slot,
            section=section[:20],
            caption=caption[:100],
            attachment=attachment,
            told_at=told_at[:40],
            sent_by=by,
            received_at=at,
        )
        audit.record("inspection.photo-received", by=by, at=at, subject=str(item), slot=slot, photo=str(client_id))
    return photo


def _named(caption: str, name: str) -> str:
    """The file by what it shows, so that the evidence says so wherever it goes; else as the phone named it."""
    words = "".join(one for one in caption if one.isprintable() and one not in '\\/:*?"<>|').strip()[:60]
    ending = name.rpartition(".")[2] if "." in name else "jpg"
    return f"{words}.{ending}" if words else name


def photo_here(*, item: Item, client_id: UUID, by: User) -> Photo | None:
    """The photo of this id, if it has arrived. Raises Refused where it went with another form."""
    found = Photo.objects.visible_to(by).select_related("attachment__file").filter(client_id=client_id).first()
    if found is not None and item.pk not in (found.enterprise_item_id, found.insurer_item_id):
        raise Refused(("sent", "这个编号的照片已随另一份检查表收到，请重新拍照"))
    return found


def remove_photo(*, photo: Photo, by: User, at: datetime) -> None:
    """Take a photo off its form while the form is a draft; the file and who removed it stay in the trail.

    Raises NotAllowed, Refused: a form that is submitted, a photo that was removed before.
    """
    if photo.attachment.removed_at is not None:
        raise Refused(f"照片「{photo}」已经移除，请刷新页面")
    attachments.remove(photo.attachment, by=by, at=at)
