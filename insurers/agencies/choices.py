"""Codes of agencies and of their yearly evaluation."""

from typing import Final

from core.choices import OfficialChoices


class AgencyKind(OfficialChoices):
    """Kinds of third-party agency."""

    ASSESSMENT = "ASSESSMENT", "安全评价机构"
    TESTING = "TESTING", "检测检验机构"
    CSE_FIRM = "CSE_FIRM", "注册安全工程师事务所"
    CONSULTING = "CONSULTING", "咨询机构"
    ASSOCIATION = "ASSOCIATION", "行业协会"
    EXPERT = "EXPERT", "专家个人"


class EvaluationConclusion(OfficialChoices):
    """What an insurer concludes from the yearly evaluation of an agency; 停用 blocks its new orders."""

    KEEP = "KEEP", "续用"
    MEND = "MEND", "整改"
    STOP = "STOP", "停用"


#: Kinds that need a certificate of the province (安全评价检测检验机构管理办法, in force since 2019-05-01).
ACCREDITED_AGENCIES: Final = (AgencyKind.ASSESSMENT, AgencyKind.TESTING)
