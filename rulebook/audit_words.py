"""Audited actions on dated rules and the calendar, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "rule.proposed": _("Dated rule proposed"),
    "rule.changed": _("Proposal of a dated rule changed"),
    "rule.withdrawn": _("Proposal of a dated rule withdrawn"),
    "rule.decided": _("Dated rule decided"),
    "rule.refused": _("Dated rule refused"),
    "calendar.set": _("Day of the calendar set"),
    "calendar.dropped": _("Day of the calendar taken away"),
    "calendar.stated": _("Validity of the calendar stated"),
}
