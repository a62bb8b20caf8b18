"""Summary 2: campaign work (notice, closing; domain.md 4.11)."""

from collections.abc import Mapping

from django.db.models import Count, Q, Sum

from accounts.querysets import place_order
from core.workbooks.formats import Form
from core.workbooks.official import Line, Table, TableColumn
from insurers.activities.querysets import assists
from insurers.base.choices import ServiceKind
from reports.choices import AnnexTable, ReportKind
from reports.definitions.base import Definition, Numbers, Place, figure_columns
from reports.figures import Basis, Rows, campaign, coverage, figures_in
from reports.rules import rate

#: The columns of a line of `by_insurer` behind the insurer's name and units, by the name of their aggregate.
COUNTS: Mapping[str, Count | Sum] = {
    **{f"times_{kind}": Count("pk", filter=Q(kind=kind)) for kind in ServiceKind.values},
    "trained": Sum("participants", filter=Q(kind=ServiceKind.TRAIN), default=0),
    "drilled": Sum("participants", filter=Q(kind=ServiceKind.DRILL), default=0),
}


class CampaignReport(Definition):
    kind = ReportKind.CAMPAIGN
    title = "安责险助力专项行动情况"
    reports = (ReportKind.CAMPAIGN,)

    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        return [by_insurer(basis, place), assistance(basis, place), unassisted_units(basis, place)]


def by_insurer(basis: Basis, place: Place) -> Table:
    """附表4, services by insurer within the campaign."""
    rows = campaign.activities(basis).filter(city__in=place.cities).order_by()
    units = Count("enterprise", distinct=True, filter=assists(basis.campaign, is_yearly=basis.is_yearly))
    grouped = rows.values_list("insurer__code", "insurer__name").annotate(units=units, **COUNTS)
    lines = [line[1:] for line in sorted(grouped)]
    totals = [["", *[sum(line[position] for line in lines) for position in range(1, len(COUNTS) + 2)]]] if lines else []
    services = (*campaign.TIMES, campaign.TRAINING_ATTENDANCE, campaign.DRILL_ATTENDANCE)
    return Table(
        sheet="附表4",
        annex="附表4",
        title=f"{place.name}事故预防服务开展情况统计表",
        unit="户、次、人次",
        columns=(
            TableColumn("保险机构", 34),
            TableColumn("帮扶户数", 11, Form.COUNT),
            *figure_columns(AnnexTable.SERVICES_BY_CITY, services),
        ),
        rows=lines,
        totals=totals,
        notes=("帮扶户数按保险机构分别计户，同一户由两家机构帮扶的各计一户。",),
    )


def assistance(basis: Basis, place: Place) -> Table:
    """附表4, assistance by county: insured units and those with at least one campaign activity."""
    insured = _by_county(coverage.INSURED_UNITS.rows_of(basis, place.cities))
    assisted = _by_county(campaign.ASSISTED_UNITS.rows_of(basis, place.cities))
    rows = [
        _assistance_line(name, insured[code, name], assisted.get((code, name), 0)) for code, name in sorted(insured)
    ]
    return Table(
        sheet=AnnexTable.ASSISTANCE_BY_COUNTY.label,
        annex="附表4",
        title=f"{place.name}专项行动帮扶覆盖情况统计表（按县市区）",
        unit="户",
        columns=(
            TableColumn("县（市、区）", 20),
            *figure_columns(AnnexTable.ASSISTANCE_BY_COUNTY, figures_in(AnnexTable.ASSISTANCE_BY_COUNTY)),
        ),
        rows=rows,
        totals=(_assistance_line("", sum(insured.values()), sum(assisted.values())),),
    )


def _assistance_line(name: str, whole: int, part: int) -> Line:
    return (name, whole, part, rate(part, whole))


def _by_county(rows: Rows) -> dict[tuple[str, str], int]:
    """{(code, name): number of enterprises}."""
    grouped = rows.order_by().values_list("county_id", "county__name").annotate(n=Count("pk"))
    return {(code, name): n for code, name, n in grouped}


def unassisted_units(basis: Basis, place: Place) -> Table:
    """Insured units without any campaign activity: whom the insurers still owe one (notice 二(一))."""
    assisted = campaign.ASSISTED_UNITS.rows_of(basis, place.cities).values("pk")
    insured = coverage.INSURED_UNITS.rows_of(basis, place.cities)
    rows = insured.exclude(pk__in=assisted).select_related("county").order_by(*place_order("county__"), "uscc")
    return Table(
        sheet="未帮扶单位",
        annex="附：未帮扶单位",
        title=f"{place.name}尚无专项行动帮扶活动的投保单位清单",
        unit="户",
        columns=(
            TableColumn("企业名称", 40),
            TableColumn("统一社会信用代码", 22),
            TableColumn("县（市、区）", 14),
            TableColumn("从业人数", 10, Form.COUNT),
        ),
        rows=[(row.name, row.uscc, row.county.name, row.employees) for row in rows.iterator(chunk_size=2000)],
    )
