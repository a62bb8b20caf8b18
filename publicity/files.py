"""The files that an item of publicity carries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.attachments import Slot, register
from publicity.models import PublicityItem
from publicity.permissions import PublicityPermission

ITEM_SLOTS: Final = {
    "picture": Slot(_("Pictures"), ("picture",), 12),
    "video": Slot(_("Video"), ("video",), 2),
    "document": Slot(_("Document or clipping"), ("document", "picture"), 10),
}


def guard_files(row: PublicityItem, by: User) -> str | None:
    """The reporting unit's own, until the item is on the public page."""
    if row.organisation_id != by.organisation_id:
        return "只有报送单位可以增减附件"
    return "该案例已在公开页面公布，撤回后才能增减附件" if row.public_on else None


def register_files() -> None:
    register("publicity-item", PublicityItem, ITEM_SLOTS, PublicityPermission.PUBLICITY_WRITE, guard_files)
