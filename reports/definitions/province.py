"""The province's summary over all eleven cities: coverage and campaign together (contract 5; domain.md 4.11)."""

from core.workbooks.official import Table, TableColumn
from reports.choices import AnnexTable, ReportKind
from reports.definitions.base import Definition, Numbers, Place, figure_columns, figure_line
from reports.definitions.cross_inspection import tasks
from reports.figures import Basis, figures_in


class ProvinceReport(Definition):
    kind = ReportKind.PROVINCE
    title = "安责险投保及助力专项行动情况"
    reports = (ReportKind.COVERAGE, ReportKind.CAMPAIGN)

    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        return [
            _by_city(AnnexTable.COVERAGE_BY_CITY, "高危行业领域安责险投保情况统计表", "户、万元", place, numbers),
            _by_city(AnnexTable.SERVICES_BY_CITY, "事故预防服务开展情况统计表", "户、次、人次", place, numbers),
            tasks(basis, place),
        ]


def _by_city(table: AnnexTable, title: str, unit: str, place: Place, numbers: Numbers) -> Table:
    """A line for each city in the order of annex 2 and the total; money stands in 万元."""
    figures = figures_in(table)
    return Table(
        sheet=table.label,
        annex=table.label,
        title=f"{place.name}{title}（按设区市）",
        unit=unit,
        columns=(TableColumn("设区市", 14), *figure_columns(table, figures)),
        rows=[figure_line(place.names[city], figures, numbers.cities[city]) for city in place.cities],
        totals=(figure_line("", figures, numbers.total),),
    )
