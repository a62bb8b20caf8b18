"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from rulebook.permissions import RulebookPermission

LINES: Final[Lines] = (
    Line(Section.REPORTS, 50, _("Dated rules"), "rulebook:rule-list", RulebookPermission.CAMPAIGN_VIEW),
)
