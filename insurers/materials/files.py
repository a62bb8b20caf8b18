"""Which files material and its readings carry."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.attachments import Slot, register
from insurers.materials.choices import MaterialState
from insurers.materials.permissions import MaterialPermission

if TYPE_CHECKING:
    from insurers.materials.models import Material

MATERIAL_SLOTS: Final = {"content": Slot(pgettext_lazy("material", "Content"), ("picture", "document", "video"), 20)}
ASSIGNMENT_SLOTS: Final = {"receipt": Slot(_("Signed receipt"), ("picture", "document"), 5)}


def guard_files(row: "Material", _by: User) -> str | None:
    """Files are fixed once the material is published."""
    return None if row.state == MaterialState.DRAFT else "资料发布后不能再增减文件"


def register_files() -> None:
    from insurers.materials.models import Assignment, Material

    register("material", Material, MATERIAL_SLOTS, MaterialPermission.MATERIAL_WRITE, guard_files)
    register("assignment", Assignment, ASSIGNMENT_SLOTS, MaterialPermission.MATERIAL_WRITE)
