"""The joint plan 交叉检查工作方案 (notice 二(四), N46): each version as it was sent and answered."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.touches import touch
from enterprises.choices import Sector
from inspections.choices import Method, PlanState, Sampling
from inspections.models.tasks import Task
from inspections.querysets import JointPlanQuerySet

ANSWERED = (PlanState.RETURNED, PlanState.AGREED)
MOST = 500


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlanVersion(models.Model):
    """A version of a task's plan. `number` counts the versions, `version` the saves of this one.

    Sent by a person of the inspecting city and answered by one of the inspected city; both stay on it. A returned
    version stays as it was, its successor begins as a copy.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField(_("Version"))
    state = models.CharField(_("State"), max_length=20, choices=PlanState.choices, default=PlanState.DRAFT)
    starts_on = models.DateField(_("Inspection from"))
    ends_on = models.DateField(_("Inspection to"))
    sectors = ArrayField(models.CharField(max_length=20, choices=Sector.choices), verbose_name=_("Sectors"))
    enterprises = models.PositiveSmallIntegerField(
        _("Enterprises to inspect"), validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    insurers = models.PositiveSmallIntegerField(
        _("Insurers to inspect"), validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    methods = ArrayField(models.CharField(max_length=20, choices=Method.choices), verbose_name=_("Methods"))
    sampling = models.CharField(_("Way of choosing"), max_length=20, choices=Sampling.choices)
    schedule = models.TextField(_("Schedule"), max_length=4000)
    text = models.TextField(_("Text of the plan"), max_length=10_000)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=1000, blank=True, default="")

    objects = JointPlanQuerySet["PlanVersion"].as_manager()

    class Meta:
        ordering = ["task", "number"]
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="joint_plan_number_of_task"),
            models.UniqueConstraint(
                fields=["task"], condition=~Q(state=PlanState.RETURNED), name="joint_plan_one_open_or_agreed"
            ),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="joint_plan_days"),
            models.CheckConstraint(condition=Q(enterprises__gte=1, insurers__gte=1), name="joint_plan_numbers"),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(sent_by__isnull=False, sent_at__isnull=False),
                name="joint_plan_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERED) | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="joint_plan_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("sent_by")), name="joint_plan_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.RETURNED) | ~Q(reason=""), name="joint_plan_returned_with_reason"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.task} 方案第{self.number}版"
