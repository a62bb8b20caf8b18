"""What accident prevention cost in the campaign (contract 5, expenses.*)."""

from core.workbooks.formats import Form
from insurers.expenses.models import Expense
from reports.choices import ReportKind, Unit
from reports.figures.base import Basis, Figure, LedgerFigure, RateFigure, Rows
from reports.figures.coverage import begun_policies


def expenses(basis: Basis) -> Rows:
    """Vouchers booked within the campaign and not after the cut-off; a reversal takes its amount away."""
    return Expense.objects.countable(basis.cutoff).filter(booked_on__range=basis.window)


def campaign_policies(basis: Basis) -> Rows:
    """Policies of any status begun by the cut-off whose period overlaps the campaign: what its expenses are a share of."""
    return begun_policies(basis).filter(start_on__lte=basis.ends_on, end_on__gte=basis.starts_on)


BOOKED_EXPENSES = LedgerFigure(
    id="expenses.booked",
    name="列支费用",
    report=ReportKind.CAMPAIGN,
    sentence="专项行动期间入账且不晚于截止日的服务费用金额之和（含冲销）",
    formula="sum of 金额, reversals included",
    unit=Unit.YUAN,
    form=Form.MONEY,
    source=expenses,
    total="amount",
)
#: Only the denominator of the share: no report prints it by itself.
CAMPAIGN_PREMIUM = LedgerFigure(
    id="expenses.premium",
    name="专项行动期间保单实收保费",
    report=ReportKind.CAMPAIGN,
    sentence="保险起期不晚于截止日、保险期间与专项行动期间有重叠的保单的实收保费之和",
    formula="sum of 实收保费 of the policies with start_on not after the cut-off whose period overlaps the campaign",
    unit=Unit.YUAN,
    form=Form.MONEY,
    source=campaign_policies,
    total="premium_paid",
)
SHARE = RateFigure(
    id="expenses.share",
    name="费用占比",
    report=ReportKind.CAMPAIGN,
    sentence="列支费用 ÷ 保险起期不晚于截止日、保险期间与专项行动期间有重叠的保单的实收保费之和",
    formula="expenses.booked / sum of 实收保费 of the policies with start_on not after the cut-off whose period overlaps"
    " the campaign",
    part=BOOKED_EXPENSES,
    whole=CAMPAIGN_PREMIUM,
)

FIGURES: tuple[Figure, ...] = (BOOKED_EXPENSES, SHARE)
