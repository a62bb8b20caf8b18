"""Audited actions on enterprises that must insure and do not, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "gap.reminded": _("Uninsured enterprise reminded"),
    "gap.cleared": _("Candidate cleared"),
}
