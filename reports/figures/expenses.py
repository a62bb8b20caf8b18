"""What accident prevention cost (contract 5, expenses.*)."""

from core.workbooks.formats import Form
from insurers.expenses.models import Expense
from reports.choices import ReportKind, Unit
from reports.figures.base import Basis, Figure, LedgerFigure, RateFigure, Rows
from reports.figures.coverage import PREMIUM_PAID


def expenses(basis: Basis) -> Rows:
    """Vouchers booked by the cut-off, whatever the campaign's window; a reversal takes its amount away."""
    return Expense.objects.countable(basis.cutoff)


BOOKED_EXPENSES = LedgerFigure(
    id="expenses.booked",
    name="列支费用",
    report=ReportKind.CAMPAIGN,
    sentence="服务费用金额之和（含冲销）",
    formula="sum of 金额, reversals included",
    unit=Unit.YUAN,
    form=Form.MONEY,
    source=expenses,
    total="amount",
)
SHARE = RateFigure(
    id="expenses.share",
    name="费用占比",
    report=ReportKind.CAMPAIGN,
    sentence="列支费用 ÷ 实收保费",
    formula="expenses.booked / coverage.premium_paid",
    part=BOOKED_EXPENSES,
    whole=PREMIUM_PAID,
)

FIGURES: tuple[Figure, ...] = (BOOKED_EXPENSES, SHARE)
