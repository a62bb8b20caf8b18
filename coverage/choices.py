"""Codes and states of the gap: its kinds, reminders, cases and clearances."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GapKind(TextChoices):
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


class FineState(TextChoices):
    """A fine is proposed by one person and decided by another of the same bureau."""

    PROPOSED = "PROPOSED", _("Waiting for the second person")
    DECIDED = "DECIDED", pgettext_lazy("fine", "Decided")
    REFUSED = "REFUSED", pgettext_lazy("fine", "Not approved")


class CaseState(TextChoices):
    """The life of a case (domain.md 2.2 and 3.1, article 109)."""

    OPENED = "OPENED", _("Case opened")
    ORDERED = "ORDERED", _("Ordered to insure")
    FINED = "FINED", _("Fined")
    FEEDBACK = "FEEDBACK", _("Feedback received")
    CLOSED = "CLOSED", _("Closed")
