"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from insurers.agencies.permissions import AgencyPermission

LINES: Final[Lines] = (
    Line(Section.INSURERS, 150, _("Service agencies"), "agencies:agency-list", AgencyPermission.AGENCY_VIEW),
    Line(Section.INSURERS, 155, _("Service staff"), "agencies:professional-list", AgencyPermission.PROFESSIONAL_VIEW),
)
