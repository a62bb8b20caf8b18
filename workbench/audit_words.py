"""Audited actions on the files of insured units and the yearly evaluation, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "file.archived": _("File of an insured unit downloaded"),
    "year-report.written": _("Yearly evaluation written"),
}
