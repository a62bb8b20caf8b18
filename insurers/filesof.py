"""Which rows of the room carry files, and in which places."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.attachments import Slot, register

ACTIVITY_SLOTS: Final = {
    "photo": Slot(_("Photos on site"), ("picture",), 30),
    "report": Slot(_("Service report"), ("document", "picture"), 10),
    "notice": Slot(_("Written notice"), ("document", "picture"), 10),
    "confirmation": Slot(_("Confirmation of the insured unit"), ("document", "picture"), 10),
    "video": Slot(_("Video"), ("video",), 3),
}
EXPENSE_SLOTS: Final = {"voucher": Slot(_("Voucher and invoice"), ("document", "picture"), 20)}


def register_all() -> None:
    from insurers.models import Activity, Assignment, Expense, Material, ServiceOrder

    register("activity", Activity, ACTIVITY_SLOTS)
    register("expense", Expense, EXPENSE_SLOTS)
    register("material", Material, {"content": Slot(_("Content"), ("picture", "document", "video"), 20)})
    register("assignment", Assignment, {"receipt": Slot(_("Signed receipt"), ("picture", "document"), 5)})
    register("order", ServiceOrder, {name: ACTIVITY_SLOTS[name] for name in ("photo", "report", "video")})
