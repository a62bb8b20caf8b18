"""Which files an expense carries, and which must have one."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.attachments import Slot, attachments_of, register
from core.models import Attachment
from insurers.expenses.permissions import ExpensePermission

if TYPE_CHECKING:
    from insurers.expenses.models import Expense

EXPENSE_SLOTS: Final = {"voucher": Slot(_("Voucher and invoice"), ("document", "picture"), 20)}

#: From so many yuan on a voucher goes with its file (domain.md 4.6); without one it is asked about, not refused.
FILE_FROM: Final = Decimal(1000)


def needs_file(expense: "Expense") -> bool:
    """Whether the voucher is large enough and has no file yet."""
    return abs(expense.amount) >= FILE_FROM and not attachments_of(expense).exists()


def lacking_files(rows: "QuerySet[Expense]") -> "QuerySet[Expense]":
    """Those of `needs_file`."""
    filed = Attachment.objects.filter(kind="expense", removed_at__isnull=True).values("subject_id")
    large = Q(amount__gte=FILE_FROM) | Q(amount__lte=-FILE_FROM)
    return rows.filter(large).exclude(pk__in=filed)


def register_files() -> None:
    from insurers.expenses.models import Expense

    register("expense", Expense, EXPENSE_SLOTS, ExpensePermission.EXPENSE_UPLOAD)
