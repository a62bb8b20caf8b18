"""Stable codes of hazards (contract: codes.csv): workbooks carry the label, the database the code.

The official Chinese labels stand untranslated in either language; what the portal adds of its own is translated.
"""

from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.choices import OfficialChoices, code_items
from core.listing.colours import colours


class HazardLevel(OfficialChoices):
    """General or major."""

    GENERAL = "GENERAL", "一般"
    MAJOR = "MAJOR", "重大"


class HazardCategory(OfficialChoices):
    """What a hazard is about."""

    LICENCE = "LICENCE", "资质证照"
    ORG = "ORG", "机构人员"
    RULES = "RULES", "规章制度"
    TRAINING = "TRAINING", "教育培训"
    EMERGENCY = "EMERGENCY", "应急管理"
    OUTSOURCING = "OUTSOURCING", "外包外租"
    RECORDS = "RECORDS", "档案台账"
    EQUIPMENT = "EQUIPMENT", "设备设施"
    DANGEROUS_WORK = "DANGEROUS_WORK", "危险作业"
    WELDING = "WELDING", "电气焊"
    ENVIRONMENT = "ENVIRONMENT", "作业环境"
    FIRE = "FIRE", "消防"
    ELECTRICAL = "ELECTRICAL", "用电安全"
    CHEMICAL = "CHEMICAL", "危化储存"
    PPE = "PPE", "劳动防护"
    OTHER = "OTHER", "其他"


class HazardStatus(OfficialChoices):
    """Where a hazard stands on its way to closing."""

    DRAFT = "DRAFT", "草稿"
    RECORDED = "RECORDED", "已登记"
    NOTIFIED = "NOTIFIED", "已书面告知"
    RECTIFYING = "RECTIFYING", "整改中"
    SUBMITTED = "SUBMITTED", "待复查"
    CLOSED = "CLOSED", "已销号"
    REFUSED = "REFUSED", "拒不整改"
    REPORTED = "REPORTED", "已报告"
    ACCEPTED = "ACCEPTED", "已受理"
    ENFORCING = "ENFORCING", "执法中"
    VOID = "VOID", "作废"


#: How far it is, at a glance.
HAZARD_COLOURS: Final = colours(
    HazardStatus,
    done=[HazardStatus.CLOSED],
    run=[
        HazardStatus.RECORDED,
        HazardStatus.NOTIFIED,
        HazardStatus.RECTIFYING,
        HazardStatus.SUBMITTED,
        HazardStatus.REPORTED,
        HazardStatus.ACCEPTED,
        HazardStatus.ENFORCING,
    ],
    over=[HazardStatus.REFUSED],
    neutral=[HazardStatus.DRAFT, HazardStatus.VOID],
)


#: Out of everybody's hands: neither open nor overdue.
ENDED: Final = (HazardStatus.CLOSED, HazardStatus.VOID)


class ServiceTopic(OfficialChoices):
    """Topics of services, each of one kind of service; they stand here since hazards carry some of them."""

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


class HazardTopic(OfficialChoices):
    """The special topics that a hazard may carry (contract, sheets/hazards.csv)."""

    H1 = "H1", "动火等危险作业"
    H2 = "H2", "电气焊设备"
    H3 = "H3", "危险作业人员及关键岗位人员"
    H4 = "H4", "外包外租等生产经营活动"
    H5 = "H5", "项目和场所外包外租情况"


class HazardSource(OfficialChoices):
    """How a hazard came to light (domain.md 4.8)."""

    SERVICE = "SERVICE", "保险服务"
    CROSS = "CROSS", "交叉检查"
    DEPARTMENT = "DEPARTMENT", "部门检查"
    SELF = "SELF", "企业自查"
    REPORT = "REPORT", "举报"


class Supervision(OfficialChoices):
    """The level that supervises a major hazard 挂牌督办 (domain.md 4.8)."""

    NONE = "NONE", "无"
    COUNTY = "COUNTY", "县级"
    CITY = "CITY", "市级"
    PROVINCE = "PROVINCE", "省级"


class CriterionField(OfficialChoices):
    """What criteria are for: the campaign's sectors and three that cut across them (domain.md 3.5)."""

    COAL = "COAL", "煤矿"
    NCM = "NCM", "非煤矿山"
    HAZCHEM = "HAZCHEM", "危险化学品"
    FIREWORK = "FIREWORK", "烟花爆竹"
    TRANSPORT = "TRANSPORT", "交通运输"
    CONSTR = "CONSTR", "建筑施工"
    CIVEXP = "CIVEXP", "民用爆炸物品"
    METAL = "METAL", "金属冶炼"
    FISHERY = "FISHERY", "渔业生产"
    INDUSTRY = "INDUSTRY", "工贸"
    FIRE = "FIRE", "消防"
    GAS = "GAS", "城镇燃气"


class ReceiverCapacity(OfficialChoices):
    """In which capacity a notice was signed for; a major hazard goes to the first two (应急厅函〔2024〕322号, as abstracted)."""

    HEAD = "HEAD", "主要负责人"
    CONTROLLER = "CONTROLLER", "实际控制人"
    SAFETY = "SAFETY", "安全负责人"
    OTHER = "OTHER", "其他人员"


class EnforcementKind(OfficialChoices):
    """Measures of a department, and what it writes down afterwards (law 65, 70, 78, 102; domain.md 4.8 enf_*)."""

    CORRECT = "CORRECT", "责令改正"
    STOP = "STOP", "停产停业"
    SEAL = "SEAL", "查封扣押"
    CUT_POWER = "CUT_POWER", "停电停供"
    FINE = "FINE", "罚款"
    TRANSFER = "TRANSFER", "移送"
    FOLLOW_UP = "FOLLOW_UP", "跟踪记录"


class RecipientRole(StrEnum):
    """The two roles in which a body is told of a refusal (clause N34)."""

    EM = "EM"
    SECTOR = "SECTOR"


class LetterKind(StrEnum):
    """Letters with a series of numbers of their own."""

    NOTICE = "NOTICE"
    REFUSAL = "REFUSAL"
    PLAN = "PLAN"
    COMPLAINT = "COMPLAINT"
    COMMENTS = "COMMENTS"
    HANDOVER = "HANDOVER"
    CASE = "CASE"
    ORDER = "ORDER"
    REGULATORY = "REGULATORY"
    INQUIRY = "INQUIRY"
    INTERVIEW = "INTERVIEW"
    TRANSFER = "TRANSFER"


class RequestState(TextChoices):
    """A request of one person that a second one answers."""

    ASKED = "ASKED", _("Asked")
    AGREED = "AGREED", _("Agreed")
    REFUSED = "REFUSED", pgettext_lazy("request", "Refused")
    LAPSED = "LAPSED", _("Lapsed, the hazard moved on")


#: How far it is, at a glance.
REQUEST_COLOURS: Final = colours(
    RequestState,
    done=[RequestState.AGREED],
    warn=[RequestState.ASKED],
    neutral=[RequestState.REFUSED, RequestState.LAPSED],
)


class NoticeState(TextChoices):
    ISSUED = "ISSUED", _("Issued")
    SERVED = "SERVED", _("Served and signed")
    VOID = "VOID", _("Void")


#: How far it is, at a glance.
NOTICE_COLOURS: Final = colours(
    NoticeState, done=[NoticeState.SERVED], run=[NoticeState.ISSUED], neutral=[NoticeState.VOID]
)


class RefusalStanding(TextChoices):
    """How far a case of refusal has come, as its list is filtered; MINE is for the bodies that are told."""

    MINE = "MINE", _("To be signed for by us")
    ASKED = "ASKED", _("Waiting for the second person")
    DUE = "DUE", _("To be reported at once")
    SENT = "SENT", _("Reported, not yet signed for")
    TAKEN = "TAKEN", _("Signed for")


#: Beside a clause whose label nobody has held against the text yet.
UNCHECKED: Final = "（待核）"
#: The topics of services as the insurers' lists have them.
SERVICE_TOPICS: Final = code_items(ServiceTopic)
