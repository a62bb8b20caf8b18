"""The pairing table of annex 2 and the task that follows from each of its rows."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Division
from campaigns.models import Campaign
from core.touches import touch
from inspections.choices import TaskState
from inspections.querysets import TaskQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _city(related: str, label: "str | _StrPromise") -> "models.ForeignKey[Division, Division]":
    return models.ForeignKey(Division, models.PROTECT, to_field="code", related_name=related, verbose_name=label)


class Task(models.Model):
    """One row of annex 2 as a task 交叉检查任务: a city inspects another. Numbered JC-{year}-{annex number}.

    In a campaign each city stands once on each side and never on both of one row (notice, 二(四) and annex 2).
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="tasks")
    annex_no = models.PositiveSmallIntegerField(_("Annex number"))
    inspecting = _city("+", _("Inspecting city"))
    inspected = _city("+", _("Inspected city"))
    no = models.CharField(_("Task number"), max_length=20, unique=True)
    state = models.CharField(_("State"), max_length=20, choices=TaskState.choices, default=TaskState.CREATED)
    started_at = models.DateTimeField(_("Started"), null=True, blank=True)
    started_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)

    #: From this day on those inspected know what was found.
    feedback_on = models.DateField(_("Comments given on"), null=True, blank=True)
    routed_on = models.DateField(_("Findings handed over on"), null=True, blank=True)
    completed_on = models.DateField(_("Completed on"), null=True, blank=True)
    completed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)

    objects = TaskQuerySet["Task"].as_manager()

    class Meta:
        ordering = ["annex_no"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "annex_no"], name="task_annex_no"),
            models.UniqueConstraint(fields=["campaign", "inspecting"], name="task_inspecting_once"),
            models.UniqueConstraint(fields=["campaign", "inspected"], name="task_inspected_once"),
            models.CheckConstraint(condition=~Q(inspecting=F("inspected")), name="task_two_cities"),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.no
