"""Who must be insured and is (contract 5, coverage.*): the register and the policies' stored status on the cut-off day."""

from django.db.models import Exists, OuterRef

from core.workbooks.formats import Form
from enterprises.models import Enterprise
from insurers.policies.models import Policy
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.base import AnnexColumn, Basis, Figure, LedgerFigure, RateFigure, Rows


def policies_in_force(basis: Basis) -> Rows:
    """Policies 有效 whose period, both days inclusive, holds the cut-off."""
    return Policy.objects.in_force(basis.cutoff)


def is_covered(basis: Basis) -> Exists:
    """The condition on an enterprise that a policy in force covers it."""
    return Exists(policies_in_force(basis).filter(enterprise=OuterRef("pk")))


def must_insure(basis: Basis) -> Rows:
    return Enterprise.objects.must_insure(basis.sectors, basis.cutoff)


def insured_of_must(basis: Basis) -> Rows:
    return must_insure(basis).filter(is_covered(basis))


def not_insured(basis: Basis) -> Rows:
    return must_insure(basis).filter(~is_covered(basis))


def insured_units(basis: Basis) -> Rows:
    return Enterprise.objects.filter(is_covered(basis))


def begun_policies(basis: Basis) -> Rows:
    """Policies of any status that began by the cut-off, expired ones too."""
    return Policy.objects.filter(start_on__lte=basis.cutoff)


MUST_INSURE = LedgerFigure(
    id="coverage.must_insure",
    name="应保户数",
    report=ReportKind.COVERAGE,
    sentence="状态为在产或在建、至少属于一个专项行动行业领域且无已批准免保情形的企业户数",
    formula="enterprises in 在产 or 在建 with at least one sector in use at the cut-off and no approved exemption",
    unit=Unit.ENTERPRISE,
    source=must_insure,
    columns=(AnnexColumn(AnnexTable.COVERAGE_BY_COUNTY, width=12), AnnexColumn(AnnexTable.COVERAGE_BY_CITY)),
)
INSURED_OF_MUST = LedgerFigure(
    id="coverage.insured",
    name="已保户数",
    report=ReportKind.COVERAGE,
    sentence="应保户中，有保单状态为「有效」且保险期间（含首末日）覆盖截止日的户数",
    formula="of coverage.must_insure, those with a policy whose stored status is 有效 and whose period (inclusive days)"
    " holds the cut-off",
    unit=Unit.ENTERPRISE,
    source=insured_of_must,
    columns=(AnnexColumn(AnnexTable.COVERAGE_BY_COUNTY, width=12), AnnexColumn(AnnexTable.COVERAGE_BY_CITY)),
)
NOT_INSURED = LedgerFigure(
    id="coverage.not_insured",
    name="应保未保户数",
    report=ReportKind.COVERAGE,
    sentence="应保户数 − 已保户数",
    formula="coverage.must_insure - coverage.insured",
    unit=Unit.ENTERPRISE,
    source=not_insured,
    columns=(AnnexColumn(AnnexTable.COVERAGE_BY_COUNTY, width=14), AnnexColumn(AnnexTable.COVERAGE_BY_CITY)),
)
RATE = RateFigure(
    id="coverage.rate",
    name="投保率",
    report=ReportKind.COVERAGE,
    sentence="已保户数 ÷ 应保户数",
    formula="coverage.insured / coverage.must_insure",
    part=INSURED_OF_MUST,
    whole=MUST_INSURE,
    columns=(AnnexColumn(AnnexTable.COVERAGE_BY_COUNTY, width=12), AnnexColumn(AnnexTable.COVERAGE_BY_CITY)),
)
INSURED_UNITS = LedgerFigure(
    id="coverage.insured_units",
    name="投保单位数",
    report=ReportKind.COVERAGE,
    sentence="全部企业（不论是否应保）中，有保单状态为「有效」且保险期间覆盖截止日的户数",
    formula="all enterprises, must-insure or not, with a policy as in coverage.insured",
    unit=Unit.ENTERPRISE,
    source=insured_units,
    columns=(
        AnnexColumn(AnnexTable.COVERAGE_BY_CITY),
        AnnexColumn(AnnexTable.SERVICES_BY_CITY),
        AnnexColumn(AnnexTable.ASSISTANCE_BY_COUNTY, width=14),
    ),
)
PREMIUM_PAID = LedgerFigure(
    id="coverage.premium_paid",
    name="实收保费",
    report=ReportKind.COVERAGE,
    sentence="保险起期不晚于截止日的全部保单（不论状态、含已到期，计入批改）的实收保费之和",
    formula="sum of 实收保费 of all policies with start_on not after the cut-off, of any status, expired ones too,"
    " endorsements applied",
    unit=Unit.YUAN,
    form=Form.MONEY,
    source=begun_policies,
    total="premium_paid",
    columns=(AnnexColumn(AnnexTable.COVERAGE_BY_CITY, "实收保费（万元）"),),
)

FIGURES: tuple[Figure, ...] = (MUST_INSURE, INSURED_OF_MUST, NOT_INSURED, RATE, INSURED_UNITS, PREMIUM_PAID)
