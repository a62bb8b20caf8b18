"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from insurers.complaints.permissions import ComplaintPermission

LINES: Final[Lines] = (
    Line(Section.INSURERS, 130, _("Complaints"), "complaints:complaint-list", ComplaintPermission.COMPLAINT_VIEW),
)
