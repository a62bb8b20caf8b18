"""Codes of the reports (contract 3 and 5): the reports themselves, and how figures are counted and printed."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.choices import OfficialChoices
from core.listing.colours import colours


class ReportKind(TextChoices):
    COVERAGE = "coverage", _("Insured status")
    CAMPAIGN = "campaign", _("Campaign work")
    CROSS_INSPECTION = "cross-inspection", _("Cross-inspection")
    REGULATOR = "regulator", _("Work of the insurers")
    REGULATOR_CITY = "regulator-city", _("Work of the insurers in Hangzhou")
    PROVINCE = "province", _("Summary of the province")


#: Hangzhou, on which 浙江监管局 reports itself: it has no sub-office there (domain.md 5.4).
OWN_CITY: Final = "330100"
CITY_REPORTS: Final = (ReportKind.COVERAGE, ReportKind.CAMPAIGN, ReportKind.CROSS_INSPECTION)
#: Those of regulators, who watch the insurers.
REGULATOR_REPORTS: Final = (ReportKind.REGULATOR, ReportKind.REGULATOR_CITY)


#: The kind of the jobs that build a report.
BUILD_JOB: Final = "report"


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


#: How far it is, at a glance.
SUBMISSION_COLOURS: Final = colours(
    SubmissionState,
    done=[SubmissionState.RECEIVED, SubmissionState.ARCHIVED],
    run=[SubmissionState.EDITING, SubmissionState.REVIEW, SubmissionState.SIGNED, SubmissionState.SUBMITTED],
    warn=[SubmissionState.RETURNED],
    neutral=[SubmissionState.DRAFT],
)


#: Delivered: the recipient reads it.
SENT_STATES: Final = (
    SubmissionState.SUBMITTED,
    SubmissionState.RECEIVED,
    SubmissionState.RETURNED,
    SubmissionState.ARCHIVED,
)
#: Those whose document number is given away.
NUMBERED_STATES: Final = (SubmissionState.SIGNED, *SENT_STATES)
#: Counts as delivered: a returned one is owed again.
DELIVERED_STATES: Final = (SubmissionState.SUBMITTED, SubmissionState.RECEIVED, SubmissionState.ARCHIVED)
#: Nothing more goes on to the recipient: errors are corrected by number.
RECEIVED_STATES: Final = (SubmissionState.RECEIVED, SubmissionState.ARCHIVED)
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


class SectionKey(OfficialChoices):
    """The sections of a summary 工作总结; the label is its heading (domain.md 4.11)."""

    BASICS = "basics", "基本情况"
    BY_CITY = "by-city", "各地投保情况"
    UNDERWRITING = "underwriting", "承保情况"
    MISSING = "missing", "应保未保及处置情况"
    CLAIMS = "claims", "赔付情况"
    ORGANISING = "organising", "组织推动情况"
    ASSISTANCE = "assistance", "帮扶活动覆盖情况"
    TRAINING = "training", "宣传培训情况"
    SEARCHES = "searches", "隐患排查情况"
    DRILLS = "drills", "应急演练情况"
    CLOSING = "closing", "隐患整改闭环情况"
    REFUSALS = "refusals", "拒不整改报告与执法情况"
    AGENCIES = "agencies", "第三方服务情况"
    FEES = "fees", "服务费用列支情况"
    PUBLICITY = "publicity", "宣传与典型案例"
    GROUPS = "groups", "组织情况"
    INSPECTING = "inspecting", "作为检查地区"
    INSPECTED = "inspected", "作为被检查地区"
    SETTLING = "settling", "问题处置情况"
    INSURERS = "insurers", "辖区内保险机构利用安责险助力专项行动情况"
    INSPECTIONS = "inspections", "有关检查情况"
    PROBLEMS = "problems", "存在问题"
    NEXT_STEPS = "next-steps", "下步打算和建议"
    ADVICE = "advice", "问题与建议"


class ContributionState(TextChoices):
    """How far a text is that was asked from below (issue 19)."""

    ASKED = "ASKED", pgettext_lazy("contribution", "Not delivered")
    DELIVERED = "DELIVERED", pgettext_lazy("contribution", "Delivered")
    TAKEN = "TAKEN", pgettext_lazy("contribution", "Taken over")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("contribution", "Withdrawn")


#: How far it is, at a glance.
CONTRIBUTION_COLOURS: Final = colours(
    ContributionState,
    done=[ContributionState.TAKEN],
    run=[ContributionState.DELIVERED],
    neutral=[ContributionState.ASKED, ContributionState.WITHDRAWN],
)


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
    POLICY = "policy", "件"
    YUAN = "yuan", "元"
    RATE = "rate", "百分比"


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
