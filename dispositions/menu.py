"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section, Way, Ways
from dispositions.permissions import DispositionPermission

LINES: Final[Lines] = (
    Line(Section.INSPECTIONS, 154, _("Dispositions"), "dispositions:case-list", DispositionPermission.CASE_VIEW),
    Line(Section.INSPECTIONS, 156, _("Board of dispositions"), "dispositions:board", DispositionPermission.BOARD_VIEW),
)
WAYS: Final[Ways] = (
    Way(47, "clipboard-check", _("Dispositions"), "dispositions:case-list", DispositionPermission.CASE_VIEW),
)
