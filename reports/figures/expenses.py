"""What accident prevention cost in the campaign (contract 5, expenses.*)."""

from django.db.models import Q
from django.db.models.functions import TruncMonth

from core.rows import Rows
from core.workbooks.formats import Form
from insurers.expenses.choices import ExpenseCategory
from insurers.expenses.models import Expense
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.base import AnnexColumn, Figure, LedgerFigure, RateFigure
from reports.figures.coverage import POLICIES
from reports.figures.pools import Basis, Cut, Pool


def expenses(basis: Basis) -> Rows:
    """Vouchers booked within the campaign and not after the cut-off; a reversal takes its amount away."""
    return Expense.objects.countable(basis.cutoff).filter(booked_on__range=basis.window)


VOUCHERS = Pool(
    rows=expenses,
    keys={
        Cut.CITY: "city_id",
        Cut.COUNTY: "county_id",
        Cut.INSURER: "insurer__code",
        Cut.MONTH: TruncMonth("booked_on"),
    },
    marks={"agency": lambda _basis: Q(category=ExpenseCategory.AGENCY)},
)
BOOKED_EXPENSES = LedgerFigure(
    id="expenses.booked",
    name="列支费用",
    report=ReportKind.CAMPAIGN,
    sentence="专项行动期间入账且不晚于截止日的服务费用金额之和（含冲销）",
    formula="sum of 金额, reversals included",
    unit=Unit.YUAN,
    form=Form.MONEY,
    pool=VOUCHERS,
    total="amount",
    columns=(AnnexColumn(AnnexTable.FEES, "列支（万元）", 14),),
)
#: Only the denominator of the share: no report prints it by itself.
CAMPAIGN_PREMIUM = LedgerFigure(
    id="expenses.premium",
    name="专项行动期间保单实收保费",
    report=ReportKind.CAMPAIGN,
    sentence="保险起期不晚于截止日、保险期间与专项行动期间有重叠的保单的实收保费之和（计入截止日前生效的批改）",
    formula="sum of 实收保费 of the policies with start_on not after the cut-off whose period overlaps the campaign",
    unit=Unit.YUAN,
    form=Form.MONEY,
    pool=POLICIES,
    marks=("campaign",),
    total="premium_so_far",
    columns=(AnnexColumn(AnnexTable.FEES, "实收保费（万元）", 14),),
)
SHARE = RateFigure(
    id="expenses.share",
    name="费用占比",
    report=ReportKind.CAMPAIGN,
    sentence="列支费用 ÷ 保险起期不晚于截止日、保险期间与专项行动期间有重叠的保单的实收保费之和（计入截止日前生效的批改）",
    formula="expenses.booked / sum of 实收保费 of the policies with start_on not after the cut-off whose period overlaps"
    " the campaign",
    part=BOOKED_EXPENSES,
    whole=CAMPAIGN_PREMIUM,
    columns=(AnnexColumn(AnnexTable.FEES, width=12),),
)
BUDGET = LedgerFigure(
    id="expenses.budget",
    name="服务费预算",
    report=ReportKind.CAMPAIGN,
    sentence="与费用占比分母相同的保单的事故预防服务费预算之和，每份保单的预算为实收保费（计入截止日前生效的批改）乘以约定比例，四舍五入到分",
    formula="sum of the budgets of the policies that expenses.share divides by",
    unit=Unit.YUAN,
    form=Form.MONEY,
    pool=POLICIES,
    marks=("campaign",),
    total="budget",
    columns=(AnnexColumn(AnnexTable.FEES, "预算（万元）", 14),),
)
#: The share that the policies agree on, over all of them: a column alone.
AGREED_SHARE = RateFigure(
    id="expenses.agreed_share",
    name="约定比例",
    report=ReportKind.CAMPAIGN,
    sentence="服务费预算 ÷ 相同保单的实收保费",
    formula="expenses.budget / expenses.premium",
    part=BUDGET,
    whole=CAMPAIGN_PREMIUM,
    columns=(AnnexColumn(AnnexTable.FEES, width=12),),
)
BUDGET_RATE = RateFigure(
    id="expenses.budget_rate",
    name="费用列支率",
    report=ReportKind.CAMPAIGN,
    sentence="列支费用 ÷ 服务费预算",
    formula="expenses.booked / expenses.budget",
    part=BOOKED_EXPENSES,
    whole=BUDGET,
    columns=(AnnexColumn(AnnexTable.FEES, width=12),),
)
#: What was paid for services of others: a column alone.
THIRD_PARTY = LedgerFigure(
    id="expenses.third_party",
    name="第三方金额",
    report=ReportKind.CAMPAIGN,
    sentence="列支费用中类别为委托服务费的金额之和（含冲销）",
    formula="of expenses.booked, those of the category 委托服务费",
    unit=Unit.YUAN,
    form=Form.MONEY,
    pool=VOUCHERS,
    marks=("agency",),
    total="amount",
    columns=(AnnexColumn(AnnexTable.FEES, "第三方金额（万元）", 19),),
)
BUDGETS: tuple[Figure, ...] = (BUDGET, BUDGET_RATE)
#: The columns of table 6, in its order.
OF_FEES: tuple[Figure, ...] = (
    CAMPAIGN_PREMIUM,
    AGREED_SHARE,
    BUDGET,
    BOOKED_EXPENSES,
    SHARE,
    BUDGET_RATE,
    THIRD_PARTY,
)

FIGURES: tuple[Figure, ...] = (BOOKED_EXPENSES, SHARE)
