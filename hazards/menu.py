"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section, Way, Ways
from hazards.permissions import HazardPermission

LINES: Final[Lines] = (
    Line(Section.HAZARDS, 60, _("Hazard ledger"), "hazards:hazard-list", HazardPermission.HAZARD_VIEW),
    Line(Section.HAZARDS, 70, _("Hazard board"), "hazards:board", HazardPermission.HAZARD_VIEW),
    Line(Section.HAZARDS, 80, _("Written notices"), "hazards:notice-list", HazardPermission.HAZARD_VIEW),
    Line(Section.HAZARDS, 90, _("Review of general hazards"), "hazards:bulk-review", HazardPermission.HAZARD_WRITE),
    Line(Section.HAZARDS, 100, _("Cases of refusal"), "hazards:refusal-list", HazardPermission.REFUSAL_VIEW),
    Line(Section.HAZARDS, 110, _("Criteria for major hazards"), "hazards:criteria-list", HazardPermission.HAZARD_VIEW),
    Line(
        Section.UPLOADS,
        50,
        _("Upload clauses of criteria"),
        "imports:upload-create",
        HazardPermission.CRITERIA_WRITE,
        ("criteria",),
    ),
)
WAYS: Final[Ways] = (Way(80, "journal-text", _("Hazard ledger"), "hazards:hazard-list", HazardPermission.HAZARD_VIEW),)
