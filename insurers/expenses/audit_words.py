"""Audited actions on expenses and prevention fees, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "expense.booked": _("Expense booked"),
    "fee.month-closed": _("Month of the fee ledger closed"),
    "fee.month-reopened": _("Month of the fee ledger reopened"),
}
