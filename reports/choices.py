"""Codes of the reports (contract 3 and 5): the reports themselves, and how figures are counted and printed."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.choices import OfficialChoices


class ReportKind(TextChoices):
    COVERAGE = "coverage", _("Insured status")
    CAMPAIGN = "campaign", _("Campaign work")
    CROSS_INSPECTION = "cross-inspection", _("Cross-inspection")
    REGULATOR = "regulator", _("Work of the insurers")
    PROVINCE = "province", _("Summary of the province")


CITY_REPORTS: Final = (ReportKind.COVERAGE, ReportKind.CAMPAIGN, ReportKind.CROSS_INSPECTION)


class SubmissionState(TextChoices):
    """How far a version of a report is (domain.md 5.4)."""

    DRAFT = "DRAFT", pgettext_lazy("report", "Draft")
    EDITING = "EDITING", _("Being edited")
    REVIEW = "REVIEW", _("In review")
    SIGNED = "SIGNED", pgettext_lazy("report", "Signed")
    SUBMITTED = "SUBMITTED", pgettext_lazy("report", "Submitted")
    RECEIVED = "RECEIVED", pgettext_lazy("report", "Received")
    RETURNED = "RETURNED", pgettext_lazy("report", "Returned")
    ARCHIVED = "ARCHIVED", _("Archived")


#: Delivered: the recipient reads it.
SENT_STATES: Final = (
    SubmissionState.SUBMITTED,
    SubmissionState.RECEIVED,
    SubmissionState.RETURNED,
    SubmissionState.ARCHIVED,
)
#: Counts as delivered: a returned one is owed again.
DELIVERED_STATES: Final = (SubmissionState.SUBMITTED, SubmissionState.RECEIVED, SubmissionState.ARCHIVED)
#: One version of a report at a time is past its draft and not returned.
OPEN_STATES: Final = (
    SubmissionState.EDITING,
    SubmissionState.REVIEW,
    SubmissionState.SIGNED,
    *DELIVERED_STATES,
)


class ChangeKind(TextChoices):
    """What became of a row behind a figure since it was frozen."""

    ENTERED = "ENTERED", pgettext_lazy("row", "New")
    LEFT = "LEFT", pgettext_lazy("row", "Gone")
    AMENDED = "AMENDED", pgettext_lazy("row", "Changed")


class Unit(OfficialChoices):
    """What a figure counts; the labels stand in official workbooks and are Chinese always."""

    ENTERPRISE = "enterprise", "户"
    COMPANY = "company", "家"
    TIME = "time", "次"
    ATTENDANCE = "attendance", "人次"
    HAZARD = "hazard", "项"
    FINDING = "finding", "个"
    PROJECT = "project", "项目"
    PLAN = "plan", "份"
    YUAN = "yuan", "元"
    RATE = "rate", "%"


class AnnexTable(TextChoices):
    """Annex tables whose columns are figures; the label is the name of the sheet (domain.md 7.2)."""

    COVERAGE_BY_COUNTY = "coverage-by-county", "附表1 按县"
    COVERAGE_BY_CITY = "coverage-by-city", "附表1"
    SERVICES_BY_CITY = "services-by-city", "附表4"
    SERVICE_COVER = "service-cover", "附表4 覆盖"
    TOPICS = "topics", "附表4 主题"
    SERVICES_BY_MONTH = "services-by-month", "附表4 按月"
    CHECKS = "checks", "附表5"
    FEES = "fees", "附表6"
    HAZARDS = "hazards", "附表7 统计"
    CROSS_INSPECTION = "cross-inspection", "附表9"

    @property
    def annex(self) -> str:
        """The number of the table, the same for the sheets that it fills."""
        return str(self.label).split()[0]
