"""The report of a regulator's office on its insurers (domain.md 4.11; contract 5)."""

from core.workbooks.official import Table, TableColumn
from reports.choices import AnnexTable, ReportKind
from reports.definitions import campaign, coverage
from reports.definitions.base import Definition, Numbers, Place, figure_columns, figure_line
from reports.figures import Basis, Figure, figures_in, figures_of
from reports.figures.coverage import INSURED_UNITS, PREMIUM_PAID


class RegulatorReport(Definition):
    kind = ReportKind.REGULATOR
    title = "保险机构利用安责险助力专项行动情况"
    reports = (ReportKind.CAMPAIGN,)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is insured, and all of the campaign."""
        return (INSURED_UNITS, PREMIUM_PAID, *figures_of(ReportKind.CAMPAIGN))

    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        tables = [coverage.by_insurer(basis, place), campaign.by_insurer(basis, place)]
        if len(place.cities) > 1:
            tables.append(_by_city(place, numbers))
        return tables


def _by_city(place: Place, numbers: Numbers) -> Table:
    """附表4 by city, for the office that has several."""
    figures = figures_in(AnnexTable.SERVICES_BY_CITY)
    return Table(
        sheet="附表4 按市",
        annex=AnnexTable.SERVICES_BY_CITY.label,
        title=f"{place.name}事故预防服务开展情况统计表（按设区市）",
        unit="户、次、人次",
        columns=(TableColumn("设区市", 14), *figure_columns(AnnexTable.SERVICES_BY_CITY, figures)),
        rows=[figure_line(place.names[city], figures, numbers.cities[city]) for city in place.cities],
        totals=(figure_line("", figures, numbers.total),),
    )
