"""Codes of the gap: its kinds, reminders and clearances."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.choices import OfficialChoices


class GapKind(OfficialChoices):
    """How a unit that must insure fails to (domain.md 2.2); the last two are warnings beside 应保未保."""

    NEVER = "NEVER", "未投保"
    LAPSED = "LAPSED", "脱保"
    CANCELLED = "CANCELLED", "退保"
    PARTLY = "PARTLY", "未全员投保"
    UNDER_LIMIT = "UNDER_LIMIT", "未足额投保"


#: Kinds that are 应保未保, and the two warnings beside it.
MISSING: Final = (GapKind.NEVER, GapKind.LAPSED, GapKind.CANCELLED)
WARNINGS: Final = (GapKind.PARTLY, GapKind.UNDER_LIMIT)


class Resemblance(TextChoices):
    """How a policy resembles the cover of a candidate."""

    NAME = "NAME", _("Policy under a present or former name, on another code")
    CODE = "CODE", _("Policy under a code that nearly agrees")
    LATER = "LATER", _("Policy of its own that begins later")


class ReminderChannel(OfficialChoices):
    """Ways of reminding an enterprise."""

    LETTER = "LETTER", "书面通知"
    PHONE = "PHONE", "电话"
    VISIT = "VISIT", "上门"


class ClearanceGround(OfficialChoices):
    """Why a candidate is cleared though no policy stands on it."""

    NEAR_MISS = "NEAR_MISS", "保单登记在曾用名或者错误代码下"
    NO_DUTY = "NO_DUTY", "经核实不属于应保单位"
    SHUT = "SHUT", "已停产或者关闭"
    CASE = "CASE", "案件办结"
    OTHER = "OTHER", "其他"
