"""Summary 1: insured status (notice, closing; domain.md 4.11)."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Sum

from accounts.models import Division
from accounts.querysets import place_order
from core.choices import official_labels
from core.workbooks.formats import Form
from core.workbooks.official import Line, Table, TableColumn
from enterprises.choices import EnterpriseStatus, Sector
from enterprises.models import Enterprise
from reports.choices import AnnexTable, ReportKind
from reports.definitions.base import Definition, Numbers, Place, figure_columns
from reports.figures import Basis, coverage, figures_in
from reports.rules import rate, wan

SECTORS, STATUSES = official_labels(Sector), official_labels(EnterpriseStatus)
LINE = figure_columns(AnnexTable.COVERAGE_BY_COUNTY, figures_in(AnnexTable.COVERAGE_BY_COUNTY))


class CoverageReport(Definition):
    kind = ReportKind.COVERAGE
    title = "安责险投保情况"
    reports = (ReportKind.COVERAGE,)

    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        return [
            by_county(basis, place),
            by_sector(basis, place),
            by_insurer(basis, place),
            uninsured_enterprises(basis, place),
        ]


class Duty(NamedTuple):
    """How many must be insured, and how many of those are."""

    must: int = 0
    insured: int = 0

    def line(self, name: str) -> Line:
        return (name, self.must, self.insured, self.must - self.insured, rate(self.insured, self.must))


def by_county(basis: Basis, place: Place) -> Table:
    """附表1, by county; its total is the city's figures."""
    grouped = (
        coverage.must_insure(basis)
        .filter(city__in=place.cities)
        .annotate(is_in=coverage.covered_by(basis))
        .order_by()
        .values_list("county_id")
        .annotate(must=Count("pk"), insured=Count("pk", filter=Q(is_in=True)))
    )
    duties = {county: Duty(must, insured) for county, must, insured in grouped}
    counties = Division.objects.counties().filter(parent__code__in=place.cities)
    whole = Duty(sum(duty.must for duty in duties.values()), sum(duty.insured for duty in duties.values()))
    return Table(
        sheet=AnnexTable.COVERAGE_BY_COUNTY.label,
        annex="附表1",
        title=f"{place.name}高危行业领域安责险投保情况统计表（按县市区）",
        unit="户",
        columns=(TableColumn("县（市、区）", 20), *LINE),
        rows=[duties.get(county.code, Duty()).line(county.name) for county in counties],
        totals=(whole.line(""),),
    )


def by_sector(basis: Basis, place: Place) -> Table:
    """附表1, by sector; an enterprise of several sectors stands in each, so there is no total row."""
    rows = coverage.must_insure(basis).filter(city__in=place.cities).annotate(is_in=coverage.covered_by(basis))
    counts: dict[str, Count] = {}
    for code in basis.sectors:
        counts[f"m_{code}"] = Count("pk", filter=Q(sectors__contains=[code]))
        counts[f"i_{code}"] = Count("pk", filter=Q(sectors__contains=[code], is_in=True))
    numbers = rows.aggregate(**counts)
    return Table(
        sheet="附表1 按行业",
        annex="附表1",
        title=f"{place.name}高危行业领域安责险投保情况统计表（按行业领域）",
        unit="户",
        columns=(TableColumn("行业领域", 20), *LINE),
        rows=[Duty(numbers[f"m_{code}"], numbers[f"i_{code}"]).line(SECTORS[code]) for code in basis.sectors],
        notes=("一户企业属于多个行业领域的，在各行业领域分别计入，故不设合计。",),
    )


def by_insurer(basis: Basis, place: Place) -> Table:
    """附表2, cover by insurer: policies begun by the cut-off, premium in 万元."""
    is_valid = Exists(coverage.policies_in_force(basis).filter(pk=OuterRef("pk")))
    valid = Q(is_valid=True)
    grouped = sorted(
        coverage.begun_policies(basis)
        .filter(city__code__in=place.cities)
        .annotate(is_valid=is_valid)
        .order_by()
        .values_list("insurer__code", "insurer__name")
        .annotate(
            n=Count("pk"),
            valid=Count("pk", filter=valid),
            people=Sum("insured_people", filter=valid, default=0),
            premium=Sum("premium_so_far"),
        )
    )
    whole = [sum(line[position] for line in grouped) for position in range(2, 6)]
    return Table(
        sheet="附表2",
        annex="附表2",
        title=f"{place.name}安责险承保情况统计表",
        unit="件、人、万元",
        columns=(
            TableColumn("保险机构", 34),
            TableColumn("保单数", 12, Form.COUNT),
            TableColumn("其中有效", 12, Form.COUNT),
            TableColumn("有效保单投保人数", 16, Form.COUNT),
            TableColumn("实收保费（万元）", 18, Form.MONEY),
        ),
        rows=[(name, n, in_force, people, wan(premium)) for _code, name, n, in_force, people, premium in grouped],
        totals=(("", *whole[:3], wan(whole[3])),),
    )


def uninsured_enterprises(basis: Basis, place: Place) -> Table:
    """附表3: the enterprises behind coverage.not_insured, name by name."""
    rows = coverage.NOT_INSURED.rows_of(basis, place.cities).select_related("county")
    rows = rows.order_by(*place_order("county__"), "uscc")
    return Table(
        sheet="附表3",
        annex="附表3",
        title=f"{place.name}应保未保生产经营单位清单",
        unit="户",
        columns=(
            TableColumn("企业名称", 40),
            TableColumn("统一社会信用代码", 22),
            TableColumn("县（市、区）", 14),
            TableColumn("行业领域", 22),
            TableColumn("地址", 36),
            TableColumn("从业人数", 10, Form.COUNT),
            TableColumn("企业状态", 10),
        ),
        rows=[_missing_line(row) for row in rows.iterator(chunk_size=2000)],
    )


def _missing_line(row: Enterprise) -> Line:
    sectors = "、".join(SECTORS.get(code, code) for code in row.sectors)
    return (row.name, row.uscc, row.county.name, sectors, row.address, row.employees, STATUSES[row.status])
