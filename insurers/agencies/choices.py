"""Codes of agencies and of their yearly evaluation."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.choices import OfficialChoices
from core.listing.colours import colours


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


#: How far it is, at a glance.
CONCLUSION_COLOURS: Final = colours(
    EvaluationConclusion,
    done=[EvaluationConclusion.KEEP],
    warn=[EvaluationConclusion.MEND],
    over=[EvaluationConclusion.STOP],
)


#: Kinds that need a certificate of the province (安全评价检测检验机构管理办法, in force since 2019-05-01).
ACCREDITED_AGENCIES: Final = (AgencyKind.ASSESSMENT, AgencyKind.TESTING)


class ProfessionalKind(OfficialChoices):
    """Who serves: an agency's registered professional, an insurer's own staff, an expert (N30)."""

    AGENCY = "AGENCY", "机构专业技术人员"
    OWN = "OWN", "自有人员"
    EXPERT = "EXPERT", "专家"


class CertificateKind(OfficialChoices):
    """What shows that a professional is qualified; no official list was found, so this one is the portal's (D)."""

    CSE = "CSE", "注册安全工程师"
    ASSESSOR = "ASSESSOR", "安全评价师"
    TITLE = "TITLE", "专业技术职称"
    EXPERT_LETTER = "EXPERT_LETTER", "专家聘书"
    OTHER = "OTHER", "其他证书"


class Standing(models.TextChoices):
    """How a professional's entry stands on a day."""

    VALID = "VALID", _("May be chosen")
    SOON = "SOON", _("Certificate ends soon")
    AHEAD = "AHEAD", _("Certificate not valid yet")
    EXPIRED = "EXPIRED", _("Certificate expired")
    LEFT = "LEFT", _("Left")


#: How far it is, at a glance.
STANDING_COLOURS: Final = colours(
    Standing,
    done=[Standing.VALID],
    warn=[Standing.SOON],
    over=[Standing.EXPIRED],
    neutral=[Standing.AHEAD, Standing.LEFT],
)
