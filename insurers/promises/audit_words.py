"""Audited actions on what was promised and not done, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "assist.reminded": _("Insurer prompted about units without assistance"),
}
