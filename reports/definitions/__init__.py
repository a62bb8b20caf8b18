"""One class per report: which figures it carries and which annex tables its workbook holds."""

from reports.definitions.base import Definition, Place
from reports.definitions.campaign import CampaignReport
from reports.definitions.coverage import CoverageReport
from reports.definitions.cross_inspection import CrossInspectionReport
from reports.definitions.province import ProvinceReport

DEFINITIONS: dict[str, Definition] = {
    definition.kind: definition
    for definition in (CoverageReport(), CampaignReport(), CrossInspectionReport(), ProvinceReport())
}
#: Named by the contract and not built yet.
NOT_BUILT = frozenset({"regulator"})

__all__ = ["DEFINITIONS", "NOT_BUILT", "Definition", "Place"]
