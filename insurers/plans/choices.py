"""Codes and states of service plans."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.choices import OfficialChoices
from core.listing.colours import colours


class PlanStandard(OfficialChoices):
    """Rules that a plan names as its standard (domain.md 4.3)."""

    AQ9010 = "AQ9010", "AQ 9010-2019"
    AQ9010_4 = "AQ9010-4", "AQ 9010.4-2026"
    ZJ_GENERAL = "ZJ_GENERAL", "浙江总则(试行)"
    ZJ_HAZCHEM = "ZJ_HAZCHEM", "浙江危化品规范(试行)"
    OTHER = "OTHER", "其他规范"


#: The standards as documents name them: with their full titles.
STANDARD_TITLES: Final[dict[str, str]] = {
    PlanStandard.AQ9010: "《安全生产责任保险事故预防技术服务规范》（AQ 9010—2019）",
    PlanStandard.AQ9010_4: "《安全生产责任保险事故预防服务规范 第4部分：矿山》（AQ 9010.4—2026）",
    PlanStandard.ZJ_GENERAL: "《浙江省安全生产责任保险事故预防技术服务规范总则（试行）》",
    PlanStandard.ZJ_HAZCHEM: "《浙江省危险化学品行业安全生产责任保险事故预防技术服务规范（试行）》",
    PlanStandard.OTHER: "其他规范",
}


class ConfirmationWay(OfficialChoices):
    """How the insured unit confirmed a plan."""

    PAPER = "PAPER", "投保单位书面确认"
    LEAD = "LEAD", "保险机构负责人确认"


#: Months that a plan item is meant for.
MONTHS: Final[tuple[tuple[str, str], ...]] = tuple((str(month), f"{month}月") for month in range(1, 13))


class PlanState(TextChoices):
    """The life of a service plan (domain.md 5.2)."""

    DRAFT = "DRAFT", _("Plan in draft")
    SENT = "SENT", _("Sent to the insured unit")
    CONFIRMED = "CONFIRMED", _("Plan confirmed")
    ACTIVE = "ACTIVE", _("Plan in progress")
    AMENDED = "AMENDED", _("Replaced by a new version")
    FINISHED = "FINISHED", _("Plan completed")
    EVALUATED = "EVALUATED", _("Evaluated for the year")


#: How far it is, at a glance.
PLAN_COLOURS: Final = colours(
    PlanState,
    done=[PlanState.FINISHED, PlanState.EVALUATED],
    run=[PlanState.CONFIRMED, PlanState.ACTIVE],
    warn=[PlanState.SENT],
    neutral=[PlanState.DRAFT, PlanState.AMENDED],
)


#: States in which a new version may be begun.
AMENDABLE = (PlanState.CONFIRMED, PlanState.ACTIVE)
#: States in which a plan is a promise: confirmed by both sides and not replaced.
PROMISING = (PlanState.CONFIRMED, PlanState.ACTIVE, PlanState.FINISHED, PlanState.EVALUATED)
