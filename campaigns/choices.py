"""What a campaign is made of, and what offices do together in it, in official words."""

from typing import Final

from core.choices import OfficialChoices
from core.listing.colours import colours


class CampaignSectorName(OfficialChoices):
    """Eight of the notice, 一(二), and coal, the ninth of the national letter; official labels in either language."""

    NCM = "NCM", "非煤矿山"
    HAZCHEM = "HAZCHEM", "危险化学品"
    FIREWORK = "FIREWORK", "烟花爆竹"
    TRANSPORT = "TRANSPORT", "交通运输"
    CONSTR = "CONSTR", "建筑施工"
    CIVEXP = "CIVEXP", "民用爆炸物品"
    METAL = "METAL", "金属冶炼"
    FISHERY = "FISHERY", "渔业生产"
    COAL = "COAL", "煤矿"


class CampaignState(OfficialChoices):
    """The life of a campaign: drafted by one person of the province, approved by another; only then is it anybody's."""

    DRAFT = "DRAFT", "草稿"
    PROPOSED = "PROPOSED", "待审批"
    RETURNED = "RETURNED", "已退回"
    APPROVED = "APPROVED", "已下发"


#: How far it is, at a glance.
CAMPAIGN_COLOURS: Final = colours(
    CampaignState,
    done=[CampaignState.APPROVED],
    run=[CampaignState.PROPOSED],
    warn=[CampaignState.RETURNED],
    neutral=[CampaignState.DRAFT],
)


class Reporter(OfficialChoices):
    """Who reports at the end of a campaign (notice 133, closing; domain.md 4.11)."""

    CITY = "CITY", "设区市应急管理局"
    SUBOFFICE = "SUBOFFICE", "监管分局"
    REGULATOR = "REGULATOR", "浙江监管局、宁波监管局"
    PROVINCE = "PROVINCE", "省应急管理厅"


class Recipient(OfficialChoices):
    """To whom reports go. Which road Ningbo's regulator takes is not said in the notice, so it is a setting."""

    PROVINCE = "PROVINCE", "省应急管理厅"
    REGULATOR = "REGULATOR", "浙江监管局"
    NATIONAL_REGULATOR = "NATIONAL_REGULATOR", "国家金融监督管理总局"
    MINISTRY = "MINISTRY", "应急管理部"


class ListedKind(OfficialChoices):
    """Lists whose codes stay code, and whose use has days."""

    SECTOR = "SECTOR", "行业领域"
    TOPIC = "TOPIC", "专项主题"
    STANDARD = "STANDARD", "服务规范"


class MemberRole(OfficialChoices):
    """What a person is in the joint mechanism of a city."""

    CONVENER = "CONVENER", "召集人"
    MEMBER = "MEMBER", "成员"
    LIAISON = "LIAISON", "联络员"


class ResolutionState(OfficialChoices):
    """What was resolved at a meeting is followed up until it is done."""

    RUNNING = "RUNNING", "办理中"
    FULFILLED = "FULFILLED", "已落实"


#: How far it is, at a glance.
RESOLUTION_COLOURS: Final = colours(ResolutionState, done=[ResolutionState.FULFILLED], run=[ResolutionState.RUNNING])


class WorkPlanState(OfficialChoices):
    """The life of a work plan (notice 133, 二(一)): sent to the province, which registers or returns it."""

    DRAFT = "DRAFT", "草稿"
    SENT = "SENT", "已报送"
    REGISTERED = "REGISTERED", "已备案"
    RETURNED = "RETURNED", "已退回"


#: How far it is, at a glance.
WORK_PLAN_COLOURS: Final = colours(
    WorkPlanState,
    done=[WorkPlanState.REGISTERED],
    run=[WorkPlanState.SENT],
    neutral=[WorkPlanState.DRAFT, WorkPlanState.RETURNED],
)


class GuidanceKind(OfficialChoices):
    """What an office sends: guidance to insurers (notice 133, 二(一)), announcements to all offices of its place, too."""

    GUIDANCE = "GUIDANCE", "业务指导"
    ALERT = "ALERT", "工作提示"
    ANNOUNCEMENT = "ANNOUNCEMENT", "通知公告"


class GuidanceState(OfficialChoices):
    """A note is written, then sent; what was sent stays as it is."""

    DRAFT = "DRAFT", "草稿"
    ISSUED = "ISSUED", "已发出"


#: How far it is, at a glance.
GUIDANCE_COLOURS: Final = colours(GuidanceState, run=[GuidanceState.ISSUED], neutral=[GuidanceState.DRAFT])


class DocumentKind(OfficialChoices):
    """Kinds of documents in the library."""

    NOTICE = "NOTICE", "通知文件"
    LETTER = "LETTER", "国家函件"
    ANNEX = "ANNEX", "附件表格"
    LAW = "LAW", "法律法规"
    STANDARD = "STANDARD", "技术规范"
    CRITERIA = "CRITERIA", "判定标准"
    OTHER = "OTHER", "其他"


class TextState(OfficialChoices):
    """Whether the text of a document is at hand."""

    ATTACHED = "ATTACHED", "已收录"
    SUMMARY = "SUMMARY", "仅摘要"
    MISSING = "MISSING", "文本待补"


#: The files of documents of the library: taken away there, so that the search forgets them, too.
LIBRARY: Final = "library"
