"""Stable codes of the insurers' ledgers (contract: codes.csv)."""

from typing import Final

from core.choices import OfficialChoices
from hazards.choices import ServiceTopic


class ServiceKind(OfficialChoices):
    """Kinds of accident-prevention service."""

    TRAIN = "TRAIN", "宣传教育培训"
    HAZ = "HAZ", "隐患排查"
    DRILL = "DRILL", "应急演练"
    RISK = "RISK", "风险辨识评估"
    STD = "STD", "标准化建设"
    TECH = "TECH", "科技推广应用"
    CASE = "CASE", "典型案例与线上内容"
    OTHER = "OTHER", "其他"


class CheckTopic(OfficialChoices):
    """Topics of hazard checks."""

    H1 = "H1", "动火等危险作业"
    H2 = "H2", "电气焊设备"
    H3 = "H3", "危险作业人员及关键岗位人员"
    H4 = "H4", "外包外租等生产经营活动"
    H5 = "H5", "项目和场所外包外租情况"
    H6 = "H6", "纳入安全生产管理体系"
    H9 = "H9", "其他排查"


class ServiceForm(OfficialChoices):
    """How a service was given."""

    ONSITE = "ONSITE", "现场"
    ONLINE = "ONLINE", "线上"
    GROUP = "GROUP", "集中"
    MEDIA = "MEDIA", "图文视频"


class Channel(OfficialChoices):
    """Where a case or training material is published (letter 169, part 3: on site, by app, by WeChat)."""

    WEB = "WEB", "官网"
    APP = "APP", "APP"
    WECHAT = "WECHAT", "微信"
    OTHER = "OTHER", "其他"


class Medium(OfficialChoices):
    """As what a case or training material is told (letter 169, part 3)."""

    TEXT = "TEXT", "文字"
    PICTURE = "PICTURE", "图片"
    VIDEO = "VIDEO", "视频"


#: Words of workbooks that surely mean a form of service (contract, section 4, Suggestions).
SERVICE_FORM_WORDS: Final = {
    "线下": ServiceForm.ONSITE,
    "上门": ServiceForm.ONSITE,
    "网络": ServiceForm.ONLINE,
}

#: The kind that each topic belongs to; kinds without topics take none (activities.csv).
TOPIC_KIND: Final[dict[str, str]] = {
    topic.value: {"T": ServiceKind.TRAIN, "H": ServiceKind.HAZ, "D": ServiceKind.DRILL}[topic.value[0]]
    for topic in ServiceTopic
}

#: What stands under 服务机构 where the insurer's own people did the work.
OWN_STAFF: Final = "自有"
