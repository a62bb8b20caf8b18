"""Which files a service carries."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.attachments import Slot, register
from insurers.activities.choices import ActivityState
from insurers.activities.permissions import ActivityPermission

if TYPE_CHECKING:
    from insurers.activities.models import Activity

#: AQ 9010, chapter 6, asks for time, place, staff, measures, course, notice, visit and confirmation, and 7.4 for the
#: material of each service; the places for its papers are the portal's (D), since no list of them was read.
ACTIVITY_SLOTS: Final = {
    "sign_in": Slot(_("Sign-in sheet"), ("document", "picture"), 10),
    "photo": Slot(_("Photos on site"), ("picture",), 30),
    "report": Slot(_("Service report"), ("document", "picture"), 10),
    "material": Slot(_("Material of the service"), ("document", "picture"), 10),
    "notice": Slot(_("Written notice"), ("document", "picture"), 30),
    "visit": Slot(_("Record of the return visit"), ("document", "picture"), 5),
    "confirmation": Slot(_("Confirmation of the insured unit"), ("document", "picture"), 10),
    "video": Slot(_("Video"), ("video",), 3),
}


def guard_files(row: "Activity", by: User) -> str | None:
    """Files are the insurer's, and fixed once the service is filed."""
    if by.works_for_id == row.insurer_id and row.state not in {ActivityState.FILED, ActivityState.VOID}:
        return None
    return f"服务 {row} 的文件只由承保机构在归档前增减"


def register_files() -> None:
    from insurers.activities.models import Activity

    register("activity", Activity, ACTIVITY_SLOTS, ActivityPermission.ACTIVITY_WRITE, guard_files)
