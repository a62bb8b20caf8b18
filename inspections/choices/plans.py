"""Codes of the joint plan (domain.md 4.9, plan)."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.choices import OfficialChoices
from core.listing.colours import colours


class PlanState(TextChoices):
    """The life of one version: drafted and sent by the inspecting city, agreed or returned by the inspected one."""

    DRAFT = "DRAFT", pgettext_lazy("joint plan", "Being drafted")
    SENT = "SENT", _("Waits for the inspected city")
    RETURNED = "RETURNED", pgettext_lazy("joint plan", "Returned")
    AGREED = "AGREED", pgettext_lazy("joint plan", "Agreed")


#: How far it is, at a glance.
PLAN_COLOURS: Final = colours(
    PlanState, done=[PlanState.AGREED], run=[PlanState.SENT], warn=[PlanState.RETURNED], neutral=[PlanState.DRAFT]
)


class Sampling(OfficialChoices):
    """How the enterprises are chosen."""

    RANDOM = "RANDOM", "随机抽取"
    NAMED = "NAMED", "指定"
    MIXED = "MIXED", "随机与指定结合"


class Method(OfficialChoices):
    """How the inspection is done."""

    PAPERS = "PAPERS", "查阅资料"
    ON_SITE = "ON_SITE", "现场检查"
    TALK = "TALK", "座谈"
    SYSTEM = "SYSTEM", "系统比对"
