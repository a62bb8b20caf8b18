"""Which rows of the room carry files, and in which places."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission
from core.attachments import Slot, register
from insurers.choices import MaterialState
from insurers.models.activities import ActivityState

if TYPE_CHECKING:
    from insurers.models import Activity, Material

ACTIVITY_SLOTS: Final = {
    "photo": Slot(_("Photos on site"), ("picture",), 30),
    "report": Slot(_("Service report"), ("document", "picture"), 10),
    "notice": Slot(_("Written notice"), ("document", "picture"), 10),
    "confirmation": Slot(_("Confirmation of the insured unit"), ("document", "picture"), 10),
    "video": Slot(_("Video"), ("video",), 3),
}
EXPENSE_SLOTS: Final = {"voucher": Slot(_("Voucher and invoice"), ("document", "picture"), 20)}


MATERIAL_SLOTS: Final = {"content": Slot(_("Content"), ("picture", "document", "video"), 20)}
ASSIGNMENT_SLOTS: Final = {"receipt": Slot(_("Signed receipt"), ("picture", "document"), 5)}
ORDER_SLOTS: Final = {name: ACTIVITY_SLOTS[name] for name in ("photo", "report", "video")}


def guard_activity(row: "Activity", by: User) -> str | None:
    """Files are the insurer's, and fixed once the service is filed."""
    if by.organisation_id == row.insurer_id and row.state not in {ActivityState.FILED, ActivityState.VOID}:
        return None
    return f"服务 {row} 的文件只由承保机构在归档前增减"


def guard_material(row: "Material", by: User) -> str | None:  # noqa: ARG001 - the signature of every guard
    """Files are fixed once the material is published."""
    return None if row.state == MaterialState.DRAFT else "资料发布后不能再增减文件"


def register_all() -> None:
    from insurers.models import Activity, Assignment, Expense, Material, ServiceOrder

    register("activity", Activity, ACTIVITY_SLOTS, Permission.ACTIVITY_WRITE, guard_activity)
    register("expense", Expense, EXPENSE_SLOTS, Permission.EXPENSE_UPLOAD)
    register("material", Material, MATERIAL_SLOTS, Permission.MATERIAL_WRITE, guard_material)
    register("assignment", Assignment, ASSIGNMENT_SLOTS, Permission.MATERIAL_WRITE)
    register("order", ServiceOrder, ORDER_SLOTS, Permission.ORDER_ANSWER)
