"""Stable codes of the insurers' ledgers (contract: codes.csv)."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PolicyStatus(TextChoices):
    """Stored status of a policy; 到期 is derived, never stored."""

    IN_FORCE = "IN_FORCE", "有效"
    SURRENDERED = "SURRENDERED", "退保"
    CANCELLED = "CANCELLED", "注销"


class PolicyEnd(TextChoices):
    """How an endorsement ends a policy before its day."""

    SURRENDERED = "SURRENDERED", "退保"
    CANCELLED = "CANCELLED", "注销"


class Roster(TextChoices):
    """Whether the insured people are named."""

    NAMED = "NAMED", "名单制"
    UNNAMED = "UNNAMED", "无名单"


class ServiceKind(TextChoices):
    """Kinds of accident-prevention service."""

    TRAIN = "TRAIN", "宣传教育培训"
    HAZ = "HAZ", "隐患排查"
    DRILL = "DRILL", "应急演练"
    RISK = "RISK", "风险辨识评估"
    STD = "STD", "标准化建设"
    TECH = "TECH", "科技推广应用"
    CASE = "CASE", "典型案例与线上内容"
    OTHER = "OTHER", "其他"


class ServiceTopic(TextChoices):
    """Topics of services (clauses N10 to N15); the first letter tells the kind."""

    T1 = "T1", "专项行动文件要求"
    T2 = "T2", "重大事故隐患判定标准"
    T3 = "T3", "典型事故案例警示教育"
    T4 = "T4", "动火等危险作业培训"
    T9 = "T9", "其他业务培训"
    H1 = "H1", "动火等危险作业"
    H2 = "H2", "电气焊设备"
    H3 = "H3", "危险作业人员及关键岗位人员"
    H4 = "H4", "外包外租等生产经营活动"
    H5 = "H5", "项目和场所外包外租情况"
    H6 = "H6", "纳入安全生产管理体系"
    H9 = "H9", "其他排查"
    D1 = "D1", "岗位责任"
    D2 = "D2", "事故应急处置"
    D3 = "D3", "自救互救"
    D4 = "D4", "逃生出口和避灾路线"
    D9 = "D9", "其他演练"


class HazardTopic(TextChoices):
    """Topics of hazard checks."""

    H1 = "H1", "动火等危险作业"
    H2 = "H2", "电气焊设备"
    H3 = "H3", "危险作业人员及关键岗位人员"
    H4 = "H4", "外包外租等生产经营活动"
    H5 = "H5", "项目和场所外包外租情况"
    H6 = "H6", "纳入安全生产管理体系"
    H9 = "H9", "其他排查"


class ServiceForm(TextChoices):
    """How a service was given."""

    ONSITE = "ONSITE", "现场"
    ONLINE = "ONLINE", "线上"
    GROUP = "GROUP", "集中"
    MEDIA = "MEDIA", "图文视频"


class DrillType(TextChoices):
    """Kinds of drill 演练类型."""

    TABLETOP = "TABLETOP", "桌面演练"
    SPECIAL = "SPECIAL", "单项演练"
    COMPREHENSIVE = "COMPREHENSIVE", "综合演练"


class VisitWay(TextChoices):
    """How a return visit is made."""

    ONSITE = "ONSITE", "现场"
    PHONE = "PHONE", "电话"
    ONLINE = "ONLINE", "线上"
    LETTER = "LETTER", "书面"


class ExpenseCategory(TextChoices):
    """What prevention fees are spent on."""

    EXPERT = "EXPERT", "专家劳务"
    AGENCY = "AGENCY", "委托服务费"
    MATERIAL = "MATERIAL", "培训资料"
    EQUIPMENT = "EQUIPMENT", "设备科技"
    TRAVEL = "TRAVEL", "差旅"
    ONLINE = "ONLINE", "线上内容"
    PLATFORM = "PLATFORM", "平台"
    OTHER = "OTHER", "其他"


class AgencyKind(TextChoices):
    """Kinds of third-party agency."""

    ASSESSMENT = "ASSESSMENT", "安全评价机构"
    TESTING = "TESTING", "检测检验机构"
    CSE_FIRM = "CSE_FIRM", "注册安全工程师事务所"
    CONSULTING = "CONSULTING", "咨询机构"
    ASSOCIATION = "ASSOCIATION", "行业协会"
    EXPERT = "EXPERT", "专家个人"


class EvaluationConclusion(TextChoices):
    """What an insurer concludes from the yearly evaluation of an agency; 停用 blocks its new orders."""

    KEEP = "KEEP", "续用"
    MEND = "MEND", "整改"
    STOP = "STOP", "停用"


class MaterialKind(TextChoices):
    """What an insurer gives its insured units to read."""

    CASE = "CASE", "典型案例"
    TRAINING = "TRAINING", "培训资料"


class ReadingWay(TextChoices):
    """How a reading is confirmed."""

    LINK = "LINK", "链接确认"
    PAPER = "PAPER", "纸质签收"


class PlanStandard(TextChoices):
    """Rules that a plan names as its standard (domain.md 4.3)."""

    AQ9010 = "AQ9010", "AQ 9010-2019"
    ZJ_GENERAL = "ZJ_GENERAL", "浙江总则(试行)"
    ZJ_HAZCHEM = "ZJ_HAZCHEM", "浙江危化品规范(试行)"
    OTHER = "OTHER", "其他规范"


class ConfirmationWay(TextChoices):
    """How the insured unit confirmed a plan."""

    PAPER = "PAPER", "投保单位书面确认"
    LEAD = "LEAD", "保险机构负责人确认"


class GapKind(TextChoices):
    """How a unit that must insure fails to (domain.md 2.2); the last two are warnings beside 应保未保."""

    NEVER = "NEVER", "未投保"
    LAPSED = "LAPSED", "脱保"
    CANCELLED = "CANCELLED", "退保"
    PARTLY = "PARTLY", "未全员投保"
    UNDER_LIMIT = "UNDER_LIMIT", "未足额投保"


class ReminderChannel(TextChoices):
    """Ways of reminding an enterprise."""

    LETTER = "LETTER", "书面通知"
    PHONE = "PHONE", "电话"
    VISIT = "VISIT", "上门"


class ClearanceGround(TextChoices):
    """Why a candidate is cleared though no policy stands on it."""

    NEAR_MISS = "NEAR_MISS", "保单登记在曾用名或者错误代码下"
    NO_DUTY = "NO_DUTY", "经核实不属于应保单位"
    SHUT = "SHUT", "已停产或者关闭"
    CASE = "CASE", "案件办结"
    OTHER = "OTHER", "其他"


class CaseOutcome(TextChoices):
    """How a case ends."""

    INSURED = "INSURED", "已投保"
    NO_DUTY = "NO_DUTY", "经核实不属于应保单位"
    SHUT = "SHUT", "已停产或者关闭"


#: The kind that each topic belongs to; kinds without topics take none (activities.csv).
TOPIC_KIND: Final[dict[str, str]] = {
    topic.value: {"T": ServiceKind.TRAIN, "H": ServiceKind.HAZ, "D": ServiceKind.DRILL}[topic.value[0]]
    for topic in ServiceTopic
}

#: Kinds that need a certificate of the province (安全评价检测检验机构管理办法, in force since 2019-05-01).
ACCREDITED_AGENCIES: Final = (AgencyKind.ASSESSMENT, AgencyKind.TESTING)

#: Months that a plan item is meant for.
MONTHS: Final[tuple[tuple[str, str], ...]] = tuple((str(month), f"{month}月") for month in range(1, 13))

#: What stands under 服务机构 where the insurer's own people did the work.
OWN_STAFF: Final = "自有"


class OrderState(TextChoices):
    """The life of an ordered service; what was given is told by the ledger of services."""

    PLACED = "PLACED", _("Ordered")
    ACCEPTED = "ACCEPTED", _("Taken on")
    DECLINED = "DECLINED", _("Declined")
    WITHDRAWN = "WITHDRAWN", _("Order withdrawn")


class MaterialState(TextChoices):
    """The life of a case or training material."""

    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("Published")
    WITHDRAWN = "WITHDRAWN", _("No longer given")


class ComplaintState(TextChoices):
    """The life of a complaint (domain.md 5.2)."""

    OPEN = "OPEN", _("Received")
    FURTHER = "FURTHER", _("Harder case")
    EXTENDED = "EXTENDED", _("Extended")
    ANSWERED = "ANSWERED", _("Answered")
    CLOSED = "CLOSED", _("Closed")


class CaseState(TextChoices):
    """The life of a case (domain.md 2.2 and 3.1, article 109)."""

    OPENED = "OPENED", _("Case opened")
    ORDERED = "ORDERED", _("Ordered to insure")
    FINED = "FINED", _("Fined")
    FEEDBACK = "FEEDBACK", _("Feedback received")
    CLOSED = "CLOSED", _("Closed")


class PlanState(TextChoices):
    """The life of a service plan (domain.md 5.2)."""

    DRAFT = "DRAFT", _("Plan in draft")
    SENT = "SENT", _("Sent to the insured unit")
    CONFIRMED = "CONFIRMED", _("Plan confirmed")
    ACTIVE = "ACTIVE", _("Plan in progress")
    AMENDED = "AMENDED", _("Replaced by a new version")
    FINISHED = "FINISHED", _("Plan completed")
    EVALUATED = "EVALUATED", _("Evaluated for the year")


#: States in which a plan is a promise: confirmed by both sides and not replaced.
PROMISING = (PlanState.CONFIRMED, PlanState.ACTIVE, PlanState.FINISHED, PlanState.EVALUATED)
