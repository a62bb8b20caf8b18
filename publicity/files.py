"""The files that an item of publicity carries."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.attachments import Slot, register
from publicity.choices import FIXED
from publicity.models import PublicityItem
from publicity.permissions import PublicityPermission

ITEM_SLOTS: Final = {
    "picture": Slot(_("Pictures"), ("picture",), 12),
    "video": Slot(_("Video"), ("video",), 2),
    "document": Slot(_("Document or clipping"), ("document", "picture"), 10),
}


def guard_files(row: PublicityItem, by: User) -> str | None:
    """The reporting unit's own, while its text may change: what the province adopts and publishes is what it read."""
    if row.organisation_id != by.organisation_id:
        return "只有报送单位可以增减附件"
    if row.state in FIXED:
        return f"该条目处于「{row.get_state_display()}」状态，不能增减附件"
    return None


def page(row: PublicityItem) -> str:
    return reverse("publicity:item-detail", args=[row.pk])


def register_files() -> None:
    register("publicity-item", PublicityItem, ITEM_SLOTS, PublicityPermission.PUBLICITY_WRITE, guard_files, page=page)
