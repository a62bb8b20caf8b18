"""Permissions over expenses and prevention fees: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import INSURING, REGULATORS, Grant, Grants, Role
from core.permissions import Permission


class ExpensePermission(Permission):
    EXPENSE_VIEW = "expense.view"
    EXPENSE_UPLOAD = "expense.upload"
    FEE_VIEW = "fee.view"
    FEE_CLOSE = "fee.close"


GRANTS: Final[Grants] = {
    ExpensePermission.EXPENSE_VIEW: Grant(
        _("Read vouchers of service expenses"), REGULATORS | INSURING | {Role.PROV_EM}
    ),
    ExpensePermission.EXPENSE_UPLOAD: Grant(_("Upload and book service expenses"), {Role.INSURER}),
    ExpensePermission.FEE_VIEW: Grant(
        _("Read totals of prevention fees"), REGULATORS | {Role.PROV_EM, Role.CITY_EM, Role.INSURER}
    ),
    ExpensePermission.FEE_CLOSE: Grant(_("Close a month of the fee ledger"), {Role.INSURER}),
}
