"""Codes of the draw (domain.md 4.9, plan.sampling)."""

from typing import Final

from core.choices import OfficialChoices
from core.listing.colours import colours


class RosterKind(OfficialChoices):
    """What a roster lists."""

    FIRMS = "FIRMS", "企业"
    INSURERS = "INSURERS", "保险机构"
    PEOPLE = "PEOPLE", "检查人员"


class DrawState(OfficialChoices):
    """A draw is fixed before its seed is known, and void when it is fixed anew."""

    FIXED = "FIXED", "名册已固定"
    DRAWN = "DRAWN", "已抽取"
    REPLACED = "REPLACED", "已作废"


#: How far it is, at a glance.
DRAW_COLOURS: Final = colours(DrawState, run=[DrawState.FIXED, DrawState.DRAWN], neutral=[DrawState.REPLACED])


class SeedSource(OfficialChoices):
    """How the seed was made in public."""

    DICE = "DICE", "十面骰"
    LOTTERY = "LOTTERY", "公开的彩票开奖号码"


class SignaturePart(OfficialChoices):
    """As what somebody of either city signs the record of a draw."""

    LEADER = "LEADER", "组长"
    CLERK = "CLERK", "经办人"
    CHECKER = "CHECKER", "核对人"
    WITNESS = "WITNESS", "监督人"


class AdditionState(OfficialChoices):
    """An object that is added by hand: one city proposes it, the other one agrees."""

    PROPOSED = "PROPOSED", "待同意"
    AGREED = "AGREED", "已同意"
    REFUSED = "REFUSED", "不同意"


#: How far it is, at a glance.
ADDITION_COLOURS: Final = colours(
    AdditionState, done=[AdditionState.AGREED], warn=[AdditionState.PROPOSED], neutral=[AdditionState.REFUSED]
)
