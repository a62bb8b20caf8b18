"""Codes of cross-inspection (contract: codes.csv; the lists of domain.md 4.9)."""

from typing import Final

FINDING_SUBJECTS: Final[tuple[tuple[str, str], ...]] = (
    ("ENTERPRISE", "企业"),
    ("INSURER", "保险机构"),
    ("AGENCY", "第三方机构"),
)
FINDING_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("NOT_INSURED", "应保未保"),
    ("PARTLY_INSURED", "未全员投保"),
    ("UNDER_LIMIT", "未足额投保"),
    ("NO_PLAN", "未签服务方案"),
    ("SERVICE_NOT_DONE", "未按合同服务"),
    ("FALSE_RECORD", "记录不实"),
    ("FALSE_EXPENSE", "费用不实"),
    ("NO_NOTICE", "未书面告知"),
    ("NOT_CLOSED", "隐患未闭环"),
    ("REFUSAL_NOT_REPORTED", "拒改未报"),
    ("BUSINESS_VIOLATION", "经营违规"),
    ("OTHER", "其他"),
)
#: A finding's kind is limited by its subject (domain.md 4.9); the second and third subject share a list.
KINDS_OF_SUBJECT: Final[dict[str, frozenset[str]]] = {
    "ENTERPRISE": frozenset(
        {
            "NOT_INSURED",
            "PARTLY_INSURED",
            "UNDER_LIMIT",
            "NO_PLAN",
            "SERVICE_NOT_DONE",
            "NO_NOTICE",
            "NOT_CLOSED",
            "OTHER",
        }
    ),
    "INSURER": frozenset(
        {
            "NO_PLAN",
            "SERVICE_NOT_DONE",
            "FALSE_RECORD",
            "FALSE_EXPENSE",
            "NO_NOTICE",
            "NOT_CLOSED",
            "REFUSAL_NOT_REPORTED",
            "BUSINESS_VIOLATION",
            "OTHER",
        }
    ),
    "AGENCY": frozenset({"SERVICE_NOT_DONE", "FALSE_RECORD", "FALSE_EXPENSE", "OTHER"}),
}
CONFORMITY: Final[tuple[tuple[str, str], ...]] = (("OK", "符合"), ("NOT_OK", "不符合"), ("NA", "不涉及"))
#: Whether the enterprise is insured as required (domain.md 4.9, ent.insured).
INSURED_STATES: Final[tuple[tuple[str, str], ...]] = (
    ("YES", "是"),
    ("NO", "否"),
    ("PARTLY", "未全员"),
    ("UNDER", "未足额"),
    ("NA", "不适用"),
)
VIOLATIONS: Final[tuple[tuple[str, str], ...]] = (
    ("RATE", "费率"),
    ("COMMISSION", "手续费"),
    ("SHAM_COVER", "虚假承保"),
    ("FORCED", "强制或捆绑"),
    ("SHAM_EXPENSE", "虚假列支"),
    ("OTHER", "其他"),
)
#: Questions of an enterprise's form answered by conformity; 不符合 needs a finding.
CONFORMITY_TOPICS: Final[tuple[str, ...]] = ("hot_work", "welding", "key_posts", "outsourcing")
