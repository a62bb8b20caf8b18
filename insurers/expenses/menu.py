"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from insurers.expenses.permissions import ExpensePermission

LINES: Final[Lines] = (
    Line(Section.INSURERS, 200, _("Service expenses"), "expenses:expense-list", ExpensePermission.EXPENSE_VIEW),
    Line(Section.INSURERS, 210, _("Prevention fees"), "expenses:fee-overview", ExpensePermission.FEE_VIEW),
    Line(
        Section.UPLOADS,
        70,
        _("Upload expenses"),
        "imports:upload-create",
        ExpensePermission.EXPENSE_UPLOAD,
        ("expenses",),
    ),
)
