"""The province's summary over all eleven cities: coverage and campaign together (contract 5; domain.md 4.11)."""

from core.workbooks.official import Table
from reports.choices import ReportKind
from reports.definitions import campaign, coverage, fees, hazards
from reports.definitions.base import Definition, Numbers, Place
from reports.definitions.counting import counting
from reports.definitions.cross_inspection import tasks
from reports.figures import Basis


class ProvinceReport(Definition):
    """Cities stand in the order of annex 2, Ningbo on its own line; nothing is ranked."""

    kind = ReportKind.PROVINCE
    title = "安责险投保及助力专项行动情况"
    reports = (ReportKind.COVERAGE, ReportKind.CAMPAIGN)

    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        with counting((*coverage.COUNTED, *campaign.COUNTED), basis, place.cities):
            return [
                coverage.by_county(basis, place),
                coverage.by_sector(basis, place),
                coverage.by_insurer(basis, place),
                campaign.by_insurer(basis, place),
                campaign.by_place(basis, place),
                campaign.cover(basis, place),
                campaign.topics_of(basis, place),
                campaign.by_month(basis, place),
                campaign.checks(basis, place),
                fees.by_insurer(basis, place),
                fees.by_place(basis, place),
                hazards.statistics(basis, place),
                hazards.refusals(basis, place),
                tasks(basis, place),
                campaign.publicity(basis, place),
            ]
