"""Codes of the reports (contract 3 and 5): the reports themselves, and how figures are counted and printed."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.choices import OfficialChoices


class ReportKind(TextChoices):
    COVERAGE = "coverage", _("Insured status")
    CAMPAIGN = "campaign", _("Campaign work")
    CROSS_INSPECTION = "cross-inspection", _("Cross-inspection")
    PROVINCE = "province", _("Summary of the province")


CITY_REPORTS: Final = (ReportKind.COVERAGE, ReportKind.CAMPAIGN, ReportKind.CROSS_INSPECTION)
#: Named by the contract and not built yet.
FUTURE_REPORTS: Final = frozenset({"regulator"})


class Unit(OfficialChoices):
    """What a figure counts; the labels stand in official workbooks and are Chinese always."""

    ENTERPRISE = "enterprise", "户"
    COMPANY = "company", "家"
    TIME = "time", "次"
    ATTENDANCE = "attendance", "人次"
    HAZARD = "hazard", "项"
    FINDING = "finding", "个"
    YUAN = "yuan", "元"
    RATE = "rate", "%"


class AnnexTable(TextChoices):
    """Annex tables whose columns are figures; the label is the name of the sheet (domain.md 7.2)."""

    COVERAGE_BY_COUNTY = "coverage-by-county", "附表1 按县"
    COVERAGE_BY_CITY = "coverage-by-city", "附表1"
    SERVICES_BY_CITY = "services-by-city", "附表4"
    ASSISTANCE_BY_COUNTY = "assistance-by-county", "附表4 按县"
    CROSS_INSPECTION = "cross-inspection", "附表9"
