"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section, Way, Ways
from hazards.permissions import HazardPermission

LINES: Final[Lines] = (
    Line(
        Section.UPLOADS, 40, _("Upload hazards"), "imports:upload-create", HazardPermission.HAZARD_UPLOAD, ("hazards",)
    ),
)
WAYS: Final[Ways] = (
    Way(70, "upload", _("Upload hazards"), "imports:upload-create", HazardPermission.HAZARD_UPLOAD, ("hazards",)),
)
