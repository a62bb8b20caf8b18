"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from rulebook.permissions import RulebookPermission

LINES: Final[Lines] = (
    Line(Section.REPORTS, 30, _("The campaign"), "campaigns:campaign-detail", RulebookPermission.CAMPAIGN_VIEW),
)
