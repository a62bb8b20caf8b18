"""Stable codes of the register (contract: codes.csv); official labels are Chinese in either language."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.choices import OfficialChoices
from core.listing.colours import colours


class Sector(OfficialChoices):
    """High-risk sectors of the work-safety law, article 51, and the national list."""

    NCM = "NCM", "非煤矿山"
    HAZCHEM = "HAZCHEM", "危险化学品"
    FIREWORK = "FIREWORK", "烟花爆竹"
    TRANSPORT = "TRANSPORT", "交通运输"
    CONSTR = "CONSTR", "建筑施工"
    CIVEXP = "CIVEXP", "民用爆炸物品"
    METAL = "METAL", "金属冶炼"
    FISHERY = "FISHERY", "渔业生产"
    COAL = "COAL", "煤矿"
    OTHER = "OTHER", "其他"


class EnterpriseStatus(OfficialChoices):
    """Whether an enterprise operates."""

    ACTIVE = "ACTIVE", "在产"
    SUSPENDED = "SUSPENDED", "停产"
    CLOSED = "CLOSED", "关闭"
    BUILDING = "BUILDING", "在建"


class YesNo(OfficialChoices):
    """Yes or no, as workbooks write it."""

    YES = "Y", "是"
    NO = "N", "否"


#: Words of workbooks that surely mean a sector (contract, section 4, Suggestions).
SECTOR_WORDS = {"危化品": Sector.HAZCHEM, "建筑": Sector.CONSTR}

#: Signs and words of workbooks that surely mean yes or no.
YES_NO_WORDS = {
    **dict.fromkeys(("√", "✓", "✔", "Y", "YES", "有", "TRUE"), YesNo.YES),
    **dict.fromkeys(("×", "✕", "✗", "✘", "N", "NO", "无", "FALSE"), YesNo.NO),
}


class ScaleKind(OfficialChoices):
    """Size of the enterprise (annex 1, 生产规模)."""

    LARGE = "LARGE", "大型"
    MEDIUM = "MEDIUM", "中型"
    SMALL = "SMALL", "小型"
    MICRO = "MICRO", "微型"


class RiskGrade(OfficialChoices):
    """Grades of risk; the three-step grading of some sectors maps to red (高), yellow (中) and blue (低)."""

    RED = "RED", "红（重大）"
    ORANGE = "ORANGE", "橙（较大）"
    YELLOW = "YELLOW", "黄（一般）"
    BLUE = "BLUE", "蓝（低）"


class LicenceKind(OfficialChoices):
    """What the enterprise is licensed for; the licence decides on the sector (domain.md 2.1)."""

    SAFETY = "SAFETY", "安全生产许可证"
    HAZCHEM_TRADE = "HAZCHEM_TRADE", "危险化学品经营许可证"
    ROAD = "ROAD", "道路运输经营许可证"
    CONSTR = "CONSTR", "施工许可证"
    FISHERY = "FISHERY", "渔业捕捞许可证"
    CIVEXP = "CIVEXP", "民用爆炸物品生产（销售）许可证"
    FIREWORK = "FIREWORK", "烟花爆竹经营许可证"
    OTHER = "OTHER", "其他许可证"


class OutsourcingKind(OfficialChoices):
    """Contracts by which others work on the premises."""

    OUT = "OUT", "外包"
    LEASE = "LEASE", "外租"


class ExemptionKind(OfficialChoices):
    """Reasons why a firm of a high-risk sector need not insure (domain.md 2.2)."""

    SHUT = "SHUT", "依法关闭"
    HALTED = "HALTED", "全面停产停业"
    NOT_HIGH_RISK = "NOT_HIGH_RISK", "不再从事高危行业领域活动"


class ExemptionState(TextChoices):
    """The life of an exemption: asked for, decided by a second person, perhaps taken back."""

    REQUESTED = "REQUESTED", _("Waiting for the second person")
    APPROVED = "APPROVED", _("Approved")
    REFUSED = "REFUSED", _("Not granted")
    WITHDRAWN = "WITHDRAWN", _("Revoked")


#: How far it is, at a glance.
EXEMPTION_COLOURS: Final = colours(
    ExemptionState,
    done=[ExemptionState.APPROVED],
    warn=[ExemptionState.REQUESTED],
    neutral=[ExemptionState.REFUSED, ExemptionState.WITHDRAWN],
)


class TransferState(TextChoices):
    """The life of a move to another city: one side offers, the other takes."""

    OFFERED = "OFFERED", _("Offered")
    TAKEN = "TAKEN", _("Taken over")
    DECLINED = "DECLINED", _("Declined")
    RECALLED = "RECALLED", _("Offer withdrawn")


#: How far it is, at a glance.
TRANSFER_COLOURS: Final = colours(
    TransferState,
    done=[TransferState.TAKEN],
    warn=[TransferState.OFFERED],
    neutral=[TransferState.DECLINED, TransferState.RECALLED],
)


class MergeState(TextChoices):
    """The life of a merge of double entries: one person asks, another decides; it may be undone."""

    PROPOSED = "PROPOSED", _("Merge waits for the second person")
    MERGED = "MERGED", _("Merged")
    REFUSED = "REFUSED", _("Merge not agreed to")
    WITHDRAWN = "WITHDRAWN", _("Merge taken back")
    UNDONE = "UNDONE", _("Merge undone")


#: How far it is, at a glance.
MERGE_COLOURS: Final = colours(
    MergeState,
    done=[MergeState.MERGED],
    warn=[MergeState.PROPOSED],
    neutral=[MergeState.REFUSED, MergeState.WITHDRAWN, MergeState.UNDONE],
)
