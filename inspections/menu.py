"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section, Way, Ways
from inspections.permissions import InspectionPermission

LINES: Final[Lines] = (
    Line(Section.INSPECTIONS, 10, _("Task board"), "inspections:board", InspectionPermission.BOARD_VIEW),
    Line(Section.INSPECTIONS, 20, _("Tables of pairs"), "inspections:pairing-list", InspectionPermission.BOARD_VIEW),
    Line(Section.INSPECTIONS, 30, _("Findings"), "inspections:finding-list", InspectionPermission.FINDING_VIEW),
)
WAYS: Final[Ways] = (
    Way(90, "arrow-left-right", _("Task board"), "inspections:board", InspectionPermission.BOARD_VIEW),
)
