"""Codes and states of services."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.choices import OfficialChoices
from core.listing.colours import colours


class ActivityState(models.TextChoices):
    """The life of an activity (domain.md 5.2); imported ones enter as recorded."""

    SCHEDULED = "SCHEDULED", _("Scheduled")
    DONE = "DONE", _("Done")
    RECORDED = "RECORDED", _("Recorded")
    VISITED = "VISITED", _("Visited")
    CONFIRMED = "CONFIRMED", _("Confirmed by the insured unit")
    FILED = "FILED", _("Filed")
    RETURNED = "RETURNED", _("Returned")
    VOID = "VOID", _("Void")


#: How far it is, at a glance.
ACTIVITY_COLOURS: Final = colours(
    ActivityState,
    done=[ActivityState.FILED],
    run=[ActivityState.DONE, ActivityState.RECORDED, ActivityState.VISITED, ActivityState.CONFIRMED],
    warn=[ActivityState.RETURNED],
    neutral=[ActivityState.SCHEDULED, ActivityState.VOID],
)


class Mark(models.TextChoices):
    """What else a list of services can be cut by: corrections, and what waits for somebody."""

    CORRECTED = "CORRECTED", _("Was corrected")
    CORRECTING = "CORRECTING", _("Is a correction")
    VOID_ASKED = "VOID_ASKED", _("Void asked for")
    TO_DO = "TO_DO", _("Day has passed, not done")
    UNNAMED = "UNNAMED", _("Names no campaign where several run")


class DrillType(OfficialChoices):
    """Kinds of drill 演练类型."""

    TABLETOP = "TABLETOP", "桌面演练"
    SPECIAL = "SPECIAL", "单项演练"
    COMPREHENSIVE = "COMPREHENSIVE", "综合演练"


class VisitWay(OfficialChoices):
    """How a return visit is made."""

    ONSITE = "ONSITE", "现场"
    PHONE = "PHONE", "电话"
    ONLINE = "ONLINE", "线上"
    LETTER = "LETTER", "书面"
