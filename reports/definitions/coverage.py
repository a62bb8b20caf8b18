"""Summary 1: insured status (notice, closing; domain.md 4.11)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from accounts.choices import DivisionLevel
from accounts.models import Division
from enterprises.choices import EnterpriseStatus, Sector
from enterprises.models import Enterprise
from insurers.models import Policy
from reports import figures
from reports.definitions.base import Definition, Place
from reports.figures import Basis, Figures
from reports.rules import rate, wan
from reports.workbooks import Table

SECTORS, STATUSES = dict(Sector.choices), dict(EnterpriseStatus.choices)


class CoverageReport(Definition):
    kind = "coverage"
    title = "安责险投保情况"
    reports = ("coverage",)

    def tables(self, basis: Basis, place: Place, total: Figures, cities: Mapping[str, Figures]) -> list[Table]:
        return [by_county(basis, place), by_sector(basis, place), by_insurer(basis, place), missing(basis, place)]


def _cover(basis: Basis) -> Any:
    return Exists(figures.in_force(basis).filter(enterprise=OuterRef("pk")))


def by_county(basis: Basis, place: Place) -> Table:
    """附表1, by county; its total is the city's figures."""
    grouped = (
        figures.must_insure(basis).filter(city__in=place.cities).annotate(is_in=_cover(basis)).order_by()
        .values_list("county_id").annotate(must=Count("pk"), insured=Count("pk", filter=Q(is_in=True)))
    )  # fmt: skip
    found = {county: (must, insured) for county, must, insured in grouped}
    counties = Division.objects.filter(level=DivisionLevel.COUNTY, parent__code__in=place.cities).order_by("code")
    rows = [_line(county.name, *found.get(county.code, (0, 0))) for county in counties]
    return Table(
        "附表1 按县", "附表1", f"{place.name}高危行业领域安责险投保情况统计表（按县市区）", "户",
        (("县（市、区）", 20, "text"), *LINE), rows, _sum(rows),
    )  # fmt: skip


LINE = (
    ("应保户数", 12, "number"),
    ("已保户数", 12, "number"),
    ("应保未保户数", 14, "number"),
    ("投保率", 12, "percent"),
)


def _line(name: str, must: int, insured: int) -> list[Any]:
    return [name, must, insured, must - insured, rate(insured, must)]


def _sum(rows: list[list[Any]]) -> list[Any]:
    must, insured = sum(row[1] for row in rows), sum(row[2] for row in rows)
    return _line("", must, insured)


def by_sector(basis: Basis, place: Place) -> Table:
    """附表1, by sector; an enterprise of several sectors stands in each, so there is no total row."""
    rows = figures.must_insure(basis).filter(city__in=place.cities).annotate(is_in=_cover(basis))
    counts: dict[str, Any] = {}
    for code in basis.sectors:
        counts[f"m_{code}"] = Count("pk", filter=Q(sectors__contains=[code]))
        counts[f"i_{code}"] = Count("pk", filter=Q(sectors__contains=[code], is_in=True))
    numbers = rows.aggregate(**counts)
    return Table(
        "附表1 按行业", "附表1", f"{place.name}高危行业领域安责险投保情况统计表（按行业领域）", "户",
        (("行业领域", 20, "text"), *LINE),
        [_line(SECTORS[code], numbers[f"m_{code}"], numbers[f"i_{code}"]) for code in basis.sectors],
        notes=("一户企业属于多个行业领域的，在各行业领域分别计入，故不设合计。",),
    )  # fmt: skip


def by_insurer(basis: Basis, place: Place) -> Table:
    """附表2, cover by insurer: policies begun by the cut-off, premium in 万元."""
    force = Q(status="IN_FORCE", end_on__gte=basis.cutoff)
    grouped = (
        Policy.objects.filter(city__code__in=place.cities, start_on__lte=basis.cutoff).order_by()
        .values_list("insurer__code", "insurer__name")
        .annotate(n=Count("pk"), valid=Count("pk", filter=force), people=Sum("insured_people", filter=force),
                  premium=Sum("premium_paid"))
    )  # fmt: skip
    rows = [[name, n, valid, people or 0, wan(premium)] for _code, name, n, valid, people, premium in sorted(grouped)]
    total = ["", *[sum(row[i] for row in rows) for i in range(1, 4)], wan(sum(p for *_r, p in grouped))]
    return Table(
        "附表2", "附表2", f"{place.name}安责险承保情况统计表", "件、人、万元",
        (("保险机构", 34, "text"), ("保单数", 12, "number"), ("其中有效", 12, "number"), ("有效保单投保人数", 16, "number"),
         ("实收保费（万元）", 18, "money")), rows, total,
    )  # fmt: skip


def missing(basis: Basis, place: Place) -> Table:
    """附表3: the enterprises behind coverage.not_insured, name by name."""
    rows = (
        figures.not_insured(basis).filter(city__in=place.cities).select_related("county").order_by("county_id", "uscc")
    )
    return Table(
        "附表3", "附表3", f"{place.name}应保未保生产经营单位清单", "户",
        (("企业名称", 40, "text"), ("统一社会信用代码", 22, "text"), ("县（市、区）", 14, "text"), ("行业领域", 22, "text"),
         ("地址", 36, "text"), ("从业人数", 10, "number"), ("企业状态", 10, "text")),
        [_missing_line(row) for row in rows.iterator(chunk_size=2000)],
    )  # fmt: skip


def _missing_line(row: Enterprise) -> list[Any]:
    sectors = "、".join(SECTORS.get(code, code) for code in row.sectors)
    return [row.name, row.uscc, row.county.name, sectors, row.address, row.employees, STATUSES[row.status]]
