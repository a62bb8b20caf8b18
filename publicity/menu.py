"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from publicity.permissions import PublicityPermission

LINES: Final[Lines] = (
    Line(Section.TOGETHER, 60, _("Publicity"), "publicity:item-list", PublicityPermission.PUBLICITY_VIEW),
    Line(Section.TOGETHER, 65, _("Public page"), "publicity:release-list", PublicityPermission.PUBLIC_PAGE_WRITE),
)
