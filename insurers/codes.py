"""Codes of policies, services, expenses and agencies.

Code lists as the contract states them (codes.csv): workbooks carry the label, the database the code. Pure data,
so that the sheets can use it without Django.
"""

from typing import Final

from hazards import codes as hazard_codes

#: Stored status of a policy; 到期 is derived, never stored.
POLICY_STATUSES: Final[tuple[tuple[str, str], ...]] = (
    ("IN_FORCE", "有效"),
    ("SURRENDERED", "退保"),
    ("CANCELLED", "注销"),
)

#: Kinds of accident-prevention service.
SERVICE_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("TRAIN", "宣传教育培训"),
    ("HAZ", "隐患排查"),
    ("DRILL", "应急演练"),
    ("RISK", "风险辨识评估"),
    ("STD", "标准化建设"),
    ("TECH", "科技推广应用"),
    ("CASE", "典型案例与线上内容"),
    ("OTHER", "其他"),
)

#: Topics of services; hazards carry them, too, so they stand with these.
SERVICE_TOPICS: Final = hazard_codes.SERVICE_TOPICS

#: The kind that each topic belongs to; kinds without topics take none (activities.csv).
TOPIC_KIND: Final[dict[str, str]] = {
    code: {"T": "TRAIN", "H": "HAZ", "D": "DRILL"}[code[0]] for code, _label in SERVICE_TOPICS
}

#: How a service was given.
SERVICE_FORMS: Final[tuple[tuple[str, str], ...]] = (
    ("ONSITE", "现场"),
    ("ONLINE", "线上"),
    ("GROUP", "集中"),
    ("MEDIA", "图文视频"),
)

#: What prevention fees are spent on.
EXPENSE_CATEGORIES: Final[tuple[tuple[str, str], ...]] = (
    ("EXPERT", "专家劳务"),
    ("AGENCY", "委托服务费"),
    ("MATERIAL", "培训资料"),
    ("EQUIPMENT", "设备科技"),
    ("TRAVEL", "差旅"),
    ("ONLINE", "线上内容"),
    ("PLATFORM", "平台"),
    ("OTHER", "其他"),
)

#: Kinds of third-party agency.
AGENCY_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("ASSESSMENT", "安全评价机构"),
    ("TESTING", "检测检验机构"),
    ("CSE_FIRM", "注册安全工程师事务所"),
    ("CONSULTING", "咨询机构"),
    ("ASSOCIATION", "行业协会"),
    ("EXPERT", "专家个人"),
)
