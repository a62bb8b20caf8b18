"""Which files an expense carries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.attachments import Slot, register
from insurers.expenses.permissions import ExpensePermission

EXPENSE_SLOTS: Final = {"voucher": Slot(_("Voucher and invoice"), ("document", "picture"), 20)}


def register_files() -> None:
    from insurers.expenses.models import Expense

    register("expense", Expense, EXPENSE_SLOTS, ExpensePermission.EXPENSE_UPLOAD)
