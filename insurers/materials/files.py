"""Which files material and its readings carry."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.attachments import Slot, register

MATERIAL_SLOTS: Final = {"content": Slot(_("Content"), ("picture", "document", "video"), 20)}
ASSIGNMENT_SLOTS: Final = {"receipt": Slot(_("Signed receipt"), ("picture", "document"), 5)}


def register_files() -> None:
    from insurers.materials.models import Assignment, Material

    register("material", Material, MATERIAL_SLOTS)
    register("assignment", Assignment, ASSIGNMENT_SLOTS)
