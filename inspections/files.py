"""The pictures that the form of a visit carries."""

from typing import Final

from core.attachments import Slot, register
from core.people import User
from inspections import states
from inspections.choices import ItemState, PhotoSlot
from inspections.models import InspectedEnterprise, InspectedInsurer, Item
from inspections.permissions import InspectionPermission

VISIT_SLOTS: Final = {
    PhotoSlot.PHOTO.value: Slot(PhotoSlot.PHOTO.label, ("picture",), 60),
    PhotoSlot.INSPECTOR.value: Slot(PhotoSlot.INSPECTOR.label, ("picture",), 10),
    PhotoSlot.INSPECTED.value: Slot(PhotoSlot.INSPECTED.label, ("picture",), 5),
}


def why_not(item: Item, by: User) -> str | None:
    """Pictures are taken while the form is a draft, by whoever may write it."""
    refused = states.item_open(item, by)
    if refused is None and item.state != ItemState.DRAFT:
        return "检查表已提交，请先退回修改再补照片"
    return refused


def register_files() -> None:
    register("inspected-enterprise", InspectedEnterprise, VISIT_SLOTS, InspectionPermission.INSPECTION_WRITE, why_not)
    register("inspected-insurer", InspectedInsurer, VISIT_SLOTS, InspectionPermission.INSPECTION_WRITE, why_not)
