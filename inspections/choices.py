"""Stable codes of cross-inspection (contract: codes.csv; domain.md 4.9); official labels are Chinese."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FindingSubject(TextChoices):
    """Whom a finding is about."""

    ENTERPRISE = "ENTERPRISE", "企业"
    INSURER = "INSURER", "保险机构"
    AGENCY = "AGENCY", "第三方机构"


class FindingKind(TextChoices):
    """What was found; which kinds a subject can have stands in `rules.py`."""

    NOT_INSURED = "NOT_INSURED", "应保未保"
    PARTLY_INSURED = "PARTLY_INSURED", "未全员投保"
    UNDER_LIMIT = "UNDER_LIMIT", "未足额投保"
    NO_PLAN = "NO_PLAN", "未签服务方案"
    SERVICE_NOT_DONE = "SERVICE_NOT_DONE", "未按合同服务"
    FALSE_RECORD = "FALSE_RECORD", "记录不实"
    FALSE_EXPENSE = "FALSE_EXPENSE", "费用不实"
    NO_NOTICE = "NO_NOTICE", "未书面告知"
    NOT_CLOSED = "NOT_CLOSED", "隐患未闭环"
    REFUSAL_NOT_REPORTED = "REFUSAL_NOT_REPORTED", "拒不整改未报告"
    BUSINESS_VIOLATION = "BUSINESS_VIOLATION", "经营违规"
    OTHER = "OTHER", "其他"


class Conformity(TextChoices):
    """The answer to a question of the form; 不符合 needs a finding."""

    OK = "OK", "符合"
    NOT_OK = "NOT_OK", "不符合"
    NA = "NA", "不涉及"


class InsuredState(TextChoices):
    """Whether the enterprise is insured as required (domain.md 4.9, ent.insured)."""

    YES = "YES", "是"
    NO = "NO", "否"
    PARTLY = "PARTLY", "未全员"
    UNDER = "UNDER", "未足额"
    NA = "NA", "不适用"


class Violation(TextChoices):
    """Leads on an insurer's business, left to the regulator."""

    RATE = "RATE", "费率"
    COMMISSION = "COMMISSION", "手续费"
    SHAM_COVER = "SHAM_COVER", "虚假承保"
    FORCED = "FORCED", "强制或捆绑"
    SHAM_EXPENSE = "SHAM_EXPENSE", "虚假列支"
    OTHER = "OTHER", "其他"


class TaskState(TextChoices):
    """The life of a task (domain.md 5.3); the states of the joint plan are listed and come into use with it."""

    CREATED = "CREATED", _("Grouped")
    PLAN_DRAFT = "PLAN_DRAFT", _("Plan being drafted")
    PLAN_SENT = "PLAN_SENT", _("Plan under discussion")
    PLAN_AGREED = "PLAN_AGREED", _("Plan agreed")
    GROUP_READY = "GROUP_READY", _("Group formed")
    IN_PROGRESS = "IN_PROGRESS", _("Inspecting")
    FEEDBACK = "FEEDBACK", _("Comments of the inspected city")
    ROUTED = "ROUTED", _("Findings handed over")
    RECTIFY_TRACK = "RECTIFY_TRACK", _("Being put right")
    COMPLETED = "COMPLETED", _("Completed")


class ItemState(TextChoices):
    """A form is a draft until its inspector submits it."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Submitted")
