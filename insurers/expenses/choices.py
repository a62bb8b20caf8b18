"""Categories of prevention-service expenses."""

from core.choices import OfficialChoices


class ExpenseCategory(OfficialChoices):
    """What prevention fees are spent on."""

    EXPERT = "EXPERT", "专家劳务"
    AGENCY = "AGENCY", "委托服务费"
    MATERIAL = "MATERIAL", "培训资料"
    EQUIPMENT = "EQUIPMENT", "设备科技"
    TRAVEL = "TRAVEL", "差旅"
    ONLINE = "ONLINE", "线上内容"
    PLATFORM = "PLATFORM", "平台"
    OTHER = "OTHER", "其他"
