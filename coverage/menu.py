"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section, Way, Ways
from coverage.permissions import CoveragePermission
from enterprises.permissions import EnterprisePermission

LINES: Final[Lines] = (
    Line(Section.LEDGERS, 10, _("Enterprises"), "coverage:enterprise-list", EnterprisePermission.ENTERPRISE_VIEW),
    Line(Section.LEDGERS, 20, _("Must insure, not insured"), "coverage:gap-list", CoveragePermission.GAP_VIEW),
)
WAYS: Final[Ways] = (
    Way(40, "exclamation-diamond", _("Must insure, not insured"), "coverage:gap-list", CoveragePermission.GAP_VIEW),
    Way(50, "journal-text", _("Enterprises"), "coverage:enterprise-list", EnterprisePermission.ENTERPRISE_VIEW),
)
