"""Codes of dispositions: whence a case came, how far it is, what its steps are at, the stages of a fine.

What an authority may do is `inspections.choices.Disposition` (contract: codes.csv, disposition).
"""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.choices import OfficialChoices
from core.listing.colours import colours


class CaseSource(OfficialChoices):
    """Where the fact of a case stands."""

    FINDING = "FINDING", "检查问题"
    GAP = "GAP", "应保未保企业"
    REFUSAL = "REFUSAL", "拒不整改隐患"
    QUESTION = "QUESTION", "比对疑点"
    FEE = "FEE", "费用疑点"
    PROMISE = "PROMISE", "服务未兑现"
    COMPLAINT = "COMPLAINT", "投诉"
    RETURN = "RETURN", "退回的记录"
    OUTSIDE = "OUTSIDE", "外部反映"


class Side(TextChoices):
    """Which kind of authority acts; emergency and sector authorities on enterprises, regulators on insurers."""

    EMERGENCY = "EMERGENCY", _("Emergency department")
    SECTOR = "SECTOR", _("Sector authority")
    REGULATOR = "REGULATOR", _("Financial regulator")


class CaseState(TextChoices):
    OPENED = "OPENED", _("To be handled")
    RUNNING = "RUNNING", pgettext_lazy("disposition", "Being handled")
    CLOSED = "CLOSED", pgettext_lazy("disposition", "Ended")


#: How far it is, at a glance.
CASE_COLOURS: Final = colours(CaseState, done=[CaseState.CLOSED], run=[CaseState.RUNNING], neutral=[CaseState.OPENED])


class StepState(TextChoices):
    """How far a step is. `FILED` is a penalty under way, before its decision is proposed.

    `RETURNED` was not agreed to, `DROPPED` is a penalty that was given up after filing, `WITHDRAWN` a paper that had gone
    out and holds no more: it keeps its number. `HANDED_ON` is in force and followed up by whom the case was handed to, which
    its subject is not told: hence its words.
    """

    FILED = "FILED", _("Case filed")
    PROPOSED = "PROPOSED", _("Waiting for the second person")
    RETURNED = "RETURNED", pgettext_lazy("step of a case", "Not agreed to")
    ISSUED = "ISSUED", pgettext_lazy("step of a case", "Issued")
    ANSWERED = "ANSWERED", pgettext_lazy("step of a case", "Answered")
    DONE = "DONE", pgettext_lazy("step of a case", "Done")
    HANDED_ON = "HANDED_ON", pgettext_lazy("step of a case", "Still in force")
    DROPPED = "DROPPED", pgettext_lazy("step of a case", "Filing dropped")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("step of a case", "Withdrawn")


#: How far it is, at a glance.
STEP_COLOURS: Final = colours(
    StepState,
    done=[StepState.DONE],
    run=[StepState.FILED, StepState.ISSUED, StepState.HANDED_ON],
    warn=[StepState.PROPOSED, StepState.ANSWERED],
    neutral=[StepState.RETURNED, StepState.DROPPED, StepState.WITHDRAWN],
)


#: Steps that the other side was told of, and those that still wait for something.
TOLD: Final = (StepState.ISSUED, StepState.ANSWERED, StepState.DONE, StepState.HANDED_ON)
#: Steps that the subject reads: those that hold, and papers that hold no more.
SHOWN: Final = (*TOLD, StepState.WITHDRAWN)
#: Steps that came to nothing.
GONE: Final = (StepState.RETURNED, StepState.DROPPED, StepState.WITHDRAWN)
UNDER_WAY: Final = (StepState.FILED, StepState.PROPOSED, StepState.ISSUED, StepState.ANSWERED)


class FineStage(OfficialChoices):
    """The stages of a penalty, in their order; the file itself stays in the authority's own system."""

    FILED = "FILED", "立案"
    INFORMED = "INFORMED", "告知"
    HEARING = "HEARING", "听证"
    DECIDED = "DECIDED", "决定"
    SERVED = "SERVED", "送达"
    PUBLISHED = "PUBLISHED", "公示"
    PAID = "PAID", "缴纳"
    ENDED = "ENDED", "结案"


class Article(OfficialChoices):
    """The articles that a penalty may rest on; the range of each is a dated rule."""

    SAFETY_109 = "SAFETY_109", "《中华人民共和国安全生产法》第一百零九条"
    SAFETY_102 = "SAFETY_102", "《中华人民共和国安全生产法》第一百零二条"
    SAFETY_92 = "SAFETY_92", "《中华人民共和国安全生产法》第九十二条（待核）"
    INSURANCE_161 = "INSURANCE_161", "《中华人民共和国保险法》第一百六十一条（待核）"
    INSURANCE_170 = "INSURANCE_170", "《中华人民共和国保险法》第一百七十条（待核）"


class Wait(TextChoices):
    """What a case waits for, worked out from its steps."""

    SECOND = "SECOND", _("Second person")
    REVIEW = "REVIEW", _("Answer to look at")
    OVERDUE = "OVERDUE", pgettext_lazy("disposition", "Overdue")
    ANSWER = "ANSWER", _("Answer of the other side")


class Age(TextChoices):
    """How long a case has been open."""

    MONTH = "30", _("Up to 30 days")
    QUARTER = "90", _("31 to 90 days")
    OLDER = "91", _("More than 90 days")


class Deadline(TextChoices):
    """What became of a day by which something was to be answered or corrected."""

    DUE = "DUE", _("Fallen due or met")
    KEPT = "KEPT", _("In time")
    MISSED = "MISSED", pgettext_lazy("disposition", "Not in time")
