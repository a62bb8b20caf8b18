"""Which files a service carries."""

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


def register_files() -> None:
    from insurers.activities.models import Activity

    register("activity", Activity, ACTIVITY_SLOTS)
