"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from core.imports.permissions import ImportPermission

LINES: Final[Lines] = (
    Line(Section.UPLOADS, 80, _("Upload history"), "imports:upload-list", ImportPermission.UPLOAD_VIEW),
)
