"""The papers that a case against an uninsured enterprise carries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.attachments import Slot, register
from coverage.models import GapCase
from coverage.permissions import CoveragePermission

CASE_SLOTS: Final = {
    "evidence": Slot(_("Evidence of the facts"), ("picture", "document"), 20),
    "order": Slot(_("Order to insure"), ("document", "picture"), 5),
    "fine": Slot(_("Penalty decision"), ("document", "picture"), 5),
    "feedback": Slot(_("Feedback of the enterprise"), ("document", "picture"), 10),
}


def register_files() -> None:
    register("gap-case", GapCase, CASE_SLOTS, CoveragePermission.GAP_CASE_WRITE)
