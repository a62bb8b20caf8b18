"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section, Way, Ways
from reports.permissions import ReportPermission
from rulebook.permissions import RulebookPermission

LINES: Final[Lines] = (
    Line(Section.REPORTS, 10, _("Report centre"), "reports:centre", ReportPermission.REPORT_VIEW),
    Line(
        Section.REPORTS, 12, _("Texts for summaries"), "reports:contribution-list", ReportPermission.CONTRIBUTION_VIEW
    ),
    Line(
        Section.REPORTS,
        14,
        _("Verify a report"),
        "reports:verify",
        ReportPermission.REPORT_VERIFY,
        unless=ReportPermission.REPORT_VIEW,
    ),
    Line(Section.REPORTS, 20, _("How figures are counted"), "reports:definitions", ReportPermission.FIGURES_VIEW),
    Line(Section.REPORTS, 40, _("Rule book"), "reports:rulebook", RulebookPermission.CAMPAIGN_VIEW),
)
WAYS: Final[Ways] = (
    Way(100, "file-earmark-bar-graph", _("Report centre"), "reports:centre", ReportPermission.REPORT_VIEW),
)
