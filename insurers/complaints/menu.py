"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from insurers.complaints.permissions import ComplaintPermission

LINES: Final[Lines] = (
    Line(Section.LEDGERS, 130, _("Complaints"), "complaints:complaint-list", ComplaintPermission.COMPLAINT_VIEW),
)
