"""Audited actions on service orders, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "order.recorded": _("Record of an order written by the agency"),
    "order.taken-over": _("Record of an order taken over by the insurer"),
    "order.placed": _("Service ordered"),
    "order.accepted": _("Service order taken on"),
    "order.declined": _("Service order declined"),
    "order.withdrawn": _("Service order withdrawn"),
}
