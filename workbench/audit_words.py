"""Audited actions on the files of insured units and the yearly evaluation, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "file.archived": _("File of an insured unit downloaded"),
    "work.handed-on": _("Work handed on to a colleague"),
    "work.taken-back": _("Work taken back"),
    "leave.entered": _("Leave with a deputy entered"),
    "leave.ended": _("Leave ended early or taken off"),
    "year-report.written": _("Yearly evaluation written"),
}
