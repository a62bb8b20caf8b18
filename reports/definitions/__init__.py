"""One class per report: which figures it carries and which annex tables its workbook holds."""

from collections.abc import Mapping
from typing import Final

from reports.definitions.base import Definition, Numbers, Place
from reports.definitions.campaign import CampaignReport
from reports.definitions.coverage import CoverageReport
from reports.definitions.cross_inspection import CrossInspectionReport
from reports.definitions.province import ProvinceReport
from reports.definitions.regulator import OwnCityReport, RegulatorReport

DEFINITIONS: Final[Mapping[str, Definition]] = {
    definition.kind: definition
    for definition in (
        CoverageReport(),
        CampaignReport(),
        CrossInspectionReport(),
        RegulatorReport(),
        OwnCityReport(),
        ProvinceReport(),
    )
}

__all__ = ["DEFINITIONS", "Definition", "Numbers", "Place"]
