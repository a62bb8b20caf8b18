"""Who else works on the premises of insured units (contract 5, outsourcing.*; notice 二(二), H4 to H6)."""

from django.db.models import Q

from core.rows import Rows
from enterprises.models import Outsourcing
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.base import AnnexColumn, Figure, LedgerFigure
from reports.figures.coverage import covered_by
from reports.figures.pools import Basis, Cut, Pool


def contracts(basis: Basis) -> Rows:
    """Contracts of outsourcing and leasing of the units that are insured on the cut-off day."""
    return Outsourcing.objects.filter(covered_by(basis, "enterprise"))


CONTRACTS = Pool(
    rows=contracts,
    keys={Cut.CITY: "enterprise__city_id", Cut.COUNTY: "enterprise__county_id"},
    marks={"managed": lambda _basis: Q(managed=True)},
)
FOUND = LedgerFigure(
    id="outsourcing.found",
    name="外包外租项目数",
    report=ReportKind.CAMPAIGN,
    sentence="截止日投保单位登记的外包、外租项目数",
    formula="outsourcing rows of insured units",
    unit=Unit.PROJECT,
    pool=CONTRACTS,
    columns=(AnnexColumn(AnnexTable.CHECKS, "项目数", 8, "外包外租项目"),),
)
MANAGED = LedgerFigure(
    id="outsourcing.managed",
    name="纳入管理体系数",
    report=ReportKind.CAMPAIGN,
    sentence="上述外包、外租项目中，已纳入投保单位安全生产管理体系的项目数",
    formula="of outsourcing.found, those in the firm's own safety management",
    unit=Unit.PROJECT,
    pool=CONTRACTS,
    marks=("managed",),
    columns=(AnnexColumn(AnnexTable.CHECKS, "纳入管理", 8, "外包外租项目"),),
)
FIGURES: tuple[Figure, ...] = (FOUND, MANAGED)
