"""Codes of findings (contract: codes.csv; domain.md 4.9)."""

from core.choices import OfficialChoices


class FindingSubject(OfficialChoices):
    """Whom a finding is about."""

    ENTERPRISE = "ENTERPRISE", "企业"
    INSURER = "INSURER", "保险机构"
    AGENCY = "AGENCY", "第三方机构"


class FindingKind(OfficialChoices):
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
