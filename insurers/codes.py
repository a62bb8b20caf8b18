"""Codes of policies, services, expenses and agencies.

Code lists as the contract states them (codes.csv): workbooks carry the label, the database the code. Pure data,
so that the sheets can use it without Django.
"""

from typing import Final

from hazards import choices as hazard_choices

#: Stored status of a policy; 到期 is derived, never stored.
POLICY_STATUSES: Final[tuple[tuple[str, str], ...]] = (
    ("IN_FORCE", "有效"),
    ("SURRENDERED", "退保"),
    ("CANCELLED", "注销"),
)

#: How an endorsement ends a policy before its day.
POLICY_ENDS: Final[tuple[tuple[str, str], ...]] = (("SURRENDERED", "退保"), ("CANCELLED", "注销"))

#: Whether the insured people are named.
ROSTERS: Final[tuple[tuple[str, str], ...]] = (("NAMED", "名单制"), ("UNNAMED", "无名单"))

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
SERVICE_TOPICS: Final = hazard_choices.SERVICE_TOPICS

#: The kind that each topic belongs to; kinds without topics take none (activities.csv).
TOPIC_KIND: Final[dict[str, str]] = {
    code: {"T": "TRAIN", "H": "HAZ", "D": "DRILL"}[code[0]] for code, _label in SERVICE_TOPICS
}

#: Topics of hazard checks.
HAZARD_TOPICS: Final[tuple[tuple[str, str], ...]] = tuple(item for item in SERVICE_TOPICS if item[0].startswith("H"))

#: Kinds of drill 演练类型.
DRILL_TYPES: Final[tuple[tuple[str, str], ...]] = (
    ("TABLETOP", "桌面演练"),
    ("SPECIAL", "单项演练"),
    ("COMPREHENSIVE", "综合演练"),
)

#: What an insurer gives its insured units to read.
MATERIAL_KINDS: Final[tuple[tuple[str, str], ...]] = (("CASE", "典型案例"), ("TRAINING", "培训资料"))

#: How a reading is confirmed.
READING_WAYS: Final[tuple[tuple[str, str], ...]] = (("LINK", "链接确认"), ("PAPER", "纸质签收"))

#: How a return visit is made.
VISIT_WAYS: Final[tuple[tuple[str, str], ...]] = (
    ("ONSITE", "现场"),
    ("PHONE", "电话"),
    ("ONLINE", "线上"),
    ("LETTER", "书面"),
)

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

#: Kinds that need a certificate of the province (安全评价检测检验机构管理办法, in force since 2019-05-01).
ACCREDITED_AGENCIES: Final = ("ASSESSMENT", "TESTING")

#: What an insurer concludes from the yearly evaluation of an agency; 停用 blocks its new orders.
EVALUATION_CONCLUSIONS: Final[tuple[tuple[str, str], ...]] = (
    ("KEEP", "续用"),
    ("MEND", "整改"),
    ("STOP", "停用"),
)

#: How a unit that must insure fails to (domain.md 2.2); the last two are warnings beside 应保未保.
GAP_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("NEVER", "未投保"),
    ("LAPSED", "脱保"),
    ("CANCELLED", "退保"),
    ("PARTLY", "未全员投保"),
    ("UNDER_LIMIT", "未足额投保"),
)

#: Ways of reminding an enterprise.
REMINDER_CHANNELS: Final[tuple[tuple[str, str], ...]] = (("LETTER", "书面通知"), ("PHONE", "电话"), ("VISIT", "上门"))

#: Why a candidate is cleared though no policy stands on it.
CLEARANCE_GROUNDS: Final[tuple[tuple[str, str], ...]] = (
    ("NEAR_MISS", "保单登记在曾用名或者错误代码下"),
    ("NO_DUTY", "经核实不属于应保单位"),
    ("SHUT", "已停产或者关闭"),
    ("CASE", "案件办结"),
    ("OTHER", "其他"),
)

#: How a case ends.
CASE_OUTCOMES: Final[tuple[tuple[str, str], ...]] = (
    ("INSURED", "已投保"),
    ("NO_DUTY", "经核实不属于应保单位"),
    ("SHUT", "已停产或者关闭"),
)

#: Rules that a plan names as its standard (domain.md 4.3).
PLAN_STANDARDS: Final[tuple[tuple[str, str], ...]] = (
    ("AQ9010", "AQ 9010-2019"),
    ("ZJ_GENERAL", "浙江总则(试行)"),
    ("ZJ_HAZCHEM", "浙江危化品规范(试行)"),
    ("OTHER", "其他规范"),
)

#: Months that a plan item is meant for.
MONTHS: Final[tuple[tuple[str, str], ...]] = tuple((str(month), f"{month}月") for month in range(1, 13))

#: How the insured unit confirmed a plan.
CONFIRMATION_WAYS: Final[tuple[tuple[str, str], ...]] = (
    ("PAPER", "投保单位书面确认"),
    ("LEAD", "保险机构负责人确认"),
)
