"""Summary 2: campaign work (notice, closing; domain.md 4.11)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, Sum

from insurers.base.choices import ServiceKind
from reports import figures
from reports.definitions.base import Definition, Place
from reports.figures import Basis, Figures
from reports.rules import rate
from reports.workbooks import Table

KINDS = tuple(ServiceKind.choices)


class CampaignReport(Definition):
    kind = "campaign"
    title = "安责险助力专项行动情况"
    reports = ("campaign",)

    def tables(self, basis: Basis, place: Place, total: Figures, cities: Mapping[str, Figures]) -> list[Table]:
        return [by_insurer(basis, place), assistance(basis, place), unassisted(basis, place)]


def by_insurer(basis: Basis, place: Place) -> Table:
    """附表4, services by insurer within the campaign."""
    counts: dict[str, Any] = {f"k_{code}": Count("pk", filter=Q(kind=code)) for code, _label in KINDS}
    grouped = (
        figures.activities(basis).filter(city__in=place.cities).order_by().values("insurer__code", "insurer__name")
        .annotate(
            **counts, units=Count("enterprise", distinct=True, filter=Q(campaign_assist=True)),
            trained=Sum("participants", filter=Q(kind="TRAIN")), drilled=Sum("participants", filter=Q(kind="DRILL")),
        )
    )  # fmt: skip
    rows = [_line(row) for row in sorted(grouped, key=lambda row: row["insurer__code"])]
    total: list[Any] | None = ["", *[sum(row[i] for row in rows) for i in range(1, len(rows[0]))]] if rows else None
    return Table(
        "附表4", "附表4", f"{place.name}事故预防服务开展情况统计表", "户、次、人次",
        (("保险机构", 34, "text"), ("帮扶户数", 11, "number"), *[(f"{label}次数", 13, "number") for _code, label in KINDS],
         ("培训人次", 11, "number"), ("演练人次", 11, "number")), rows, total,
        notes=("帮扶户数按保险机构分别计户，同一户由两家机构帮扶的各计一户。",),
    )  # fmt: skip


def _line(row: dict[str, Any]) -> list[Any]:
    return [
        row["insurer__name"], row["units"], *[row[f"k_{code}"] for code, _label in KINDS], row["trained"] or 0,
        row["drilled"] or 0,
    ]  # fmt: skip


def assistance(basis: Basis, place: Place) -> Table:
    """附表4, assistance by county: insured units and those with at least one campaign activity."""
    insured = _by_county(figures.insured_units(basis), place)
    assisted = _by_county(figures.assisted_units(basis), place)
    rows: list[list[Any]] = [
        [name, insured.get(key, 0), assisted.get(key, 0), rate(assisted.get(key, 0), insured.get(key, 0))]
        for key, name in sorted({key: key[1] for key in insured}.items())
    ]
    whole, part = sum(row[1] for row in rows), sum(row[2] for row in rows)
    return Table(
        "附表4 按县", "附表4", f"{place.name}专项行动帮扶覆盖情况统计表（按县市区）", "户",
        (("县（市、区）", 20, "text"), ("投保单位数", 14, "number"), ("帮扶单位数", 14, "number"), ("帮扶覆盖率", 14, "percent")),
        rows, ["", whole, part, rate(part, whole)],
    )  # fmt: skip


def _by_county(rows: Any, place: Place) -> dict[tuple[str, str], int]:
    grouped = rows.filter(city__in=place.cities).order_by().values_list("county_id", "county__name")
    return {(code, name): n for code, name, n in grouped.annotate(n=Count("pk"))}


def unassisted(basis: Basis, place: Place) -> Table:
    """Insured units without any campaign activity: whom the insurers still owe one (notice 二(一))."""
    rows = (
        figures.insured_units(basis).exclude(pk__in=figures.assisted_units(basis).values("pk"))
        .filter(city__in=place.cities).select_related("county").order_by("county_id", "uscc")
    )  # fmt: skip
    return Table(
        "未帮扶单位", "附：未帮扶单位", f"{place.name}尚无专项行动帮扶活动的投保单位清单", "户",
        (("企业名称", 40, "text"), ("统一社会信用代码", 22, "text"), ("县（市、区）", 14, "text"), ("从业人数", 10, "number")),
        [[row.name, row.uscc, row.county.name, row.employees] for row in rows.iterator(chunk_size=2000)],
    )  # fmt: skip
