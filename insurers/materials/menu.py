"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from insurers.materials.permissions import MaterialPermission

LINES: Final[Lines] = (
    Line(
        Section.SERVICES,
        140,
        _("Cases and training material"),
        "materials:material-list",
        MaterialPermission.MATERIAL_VIEW,
    ),
)
