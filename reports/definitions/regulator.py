"""The reports of regulators' offices on their insurers, in two parts (domain.md 4.11; contract 5): tables 2, 4, 6 to 8, 10."""

from core.workbooks.official import Table
from reports.choices import ReportKind
from reports.definitions import campaign, coverage, fees, hazards
from reports.definitions.base import Definition, Numbers, Place
from reports.definitions.counting import counting
from reports.definitions.cross_inspection import findings_on_insurers
from reports.figures import Basis, Figure, figures_of
from reports.figures.coverage import INSURED_UNITS, PREMIUM_PAID
from reports.figures.terms import OF_INSURERS


class RegulatorReport(Definition):
    """That of 浙江监管局 goes over all cities but Ningbo, as its titles say; 宁波监管局 has its own."""

    kind = ReportKind.REGULATOR
    title = "保险机构利用安责险助力专项行动情况"
    reports = (ReportKind.CAMPAIGN,)
    further = OF_INSURERS

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is insured, and all of the campaign."""
        return (INSURED_UNITS, PREMIUM_PAID, *figures_of(ReportKind.CAMPAIGN))

    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        with counting(campaign.COUNTED, basis, place.cities):
            tables = [coverage.by_insurer(basis, place), campaign.by_insurer(basis, place)]
            if len(place.cities) > 1:
                tables += [campaign.by_place(basis, place)]
            tables += [fees.by_insurer(basis, place)]
            if len(place.cities) > 1:
                tables += [fees.by_place(basis, place)]
            tables += [hazards.by_insurer(basis, place)]
            if len(place.cities) > 1:
                tables += [hazards.statistics(basis, place, "附表7 按地区")]
            return [
                *tables,
                hazards.refusals(basis, place, with_enforcement=False),
                findings_on_insurers(basis, place),
            ]


class OwnCityReport(RegulatorReport):
    """What a sub-office would report, of the city where 浙江监管局 has none: beside its report over all cities."""

    kind = ReportKind.REGULATOR_CITY
