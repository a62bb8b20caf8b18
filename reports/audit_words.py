"""Audited actions on reports, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "report.built": _("Report built"),
    "report.downloaded": _("Report downloaded"),
}
