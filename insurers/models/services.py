"""What a service is beyond its record: checks, visit, confirmation, filing, correction (domain.md 4.5, 5.2).

Side tables, so that the ledger that workbooks fill stays as narrow as they are.
"""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.touches import touch
from insurers.choices import DrillType, HazardTopic, VisitWay
from insurers.models.activities import Activity
from insurers.models.plans import PlanItem
from insurers.querysets import ActivityParts


def person(label: object) -> "models.ForeignKey[User, User]":
    return models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Person"), help_text=label)  # type: ignore[arg-type]


def maybe_person() -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ActivityDetail(models.Model):
    """Course, plan item, drill, and the marks of filing, return and correction; one row for a service at most."""

    activity = models.OneToOneField(Activity, models.PROTECT, primary_key=True, related_name="detail")
    course = models.TextField(_("Measures and course"), max_length=4000, blank=True, default="")
    plan_item = models.ForeignKey(
        PlanItem, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Plan item")
    )
    outside_reason = models.CharField(_("Why outside the plan"), max_length=300, blank=True, default="")
    drill_type = models.CharField(_("Kind of drill"), max_length=20, choices=DrillType.choices, blank=True, default="")
    exits_known = models.BooleanField(_("Escape routes known"), null=True, blank=True)
    corrects = models.OneToOneField(
        Activity, models.PROTECT, related_name="corrected_by", null=True, blank=True, verbose_name=_("Corrects")
    )
    returned_reason = models.CharField(_("Why returned"), max_length=500, blank=True, default="")
    returned_by = maybe_person()
    returned_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(_("Why void"), max_length=500, blank=True, default="")
    void_asked_by = maybe_person()
    void_asked_at = models.DateTimeField(null=True, blank=True)
    filed_by = maybe_person()
    filed_at = models.DateTimeField(_("Filed at"), null=True, blank=True)
    keep_until = models.DateField(_("Kept until"), null=True, blank=True)
    updated_at = models.DateTimeField()

    objects = ActivityParts["ActivityDetail"].as_manager()

    class Meta:
        triggers = [touch()]
        constraints = [
            models.CheckConstraint(condition=~Q(corrects=F("activity")), name="activity_corrects_another"),
        ]

    def __str__(self) -> str:
        return str(self.activity)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ActivityCheck(models.Model):
    """What a hazard check looked at: one topic H1 to H6, how many places were checked and how many had a problem."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="checks")
    topic = models.CharField(_("Topic"), max_length=4, choices=HazardTopic.choices)
    checked = models.PositiveIntegerField(_("Checked"))
    problems = models.PositiveIntegerField(_("Problems"))

    objects = ActivityParts["ActivityCheck"].as_manager()

    class Meta:
        ordering = ["topic"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "topic"], name="activity_check_once"),
            models.CheckConstraint(condition=Q(problems__lte=F("checked")), name="activity_check_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.activity} {self.topic}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ActivityVisit(models.Model):
    """The return visit 回访: how, when, how satisfied (1 to 5), what was said."""

    activity = models.OneToOneField(Activity, models.PROTECT, primary_key=True, related_name="visit")
    way = models.CharField(_("Way"), max_length=20, choices=VisitWay.choices)
    visited_on = models.DateField(_("Visited on"))
    satisfaction = models.PositiveSmallIntegerField(
        _("Satisfaction (1 to 5)"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    opinion = models.CharField(_("Opinion of the insured"), max_length=500, blank=True, default="")
    recorded_by = person("")
    recorded_at = models.DateTimeField()

    objects = ActivityParts["ActivityVisit"].as_manager()

    class Meta:
        triggers = [touch()]
        constraints = [
            models.CheckConstraint(condition=Q(satisfaction__gte=1, satisfaction__lte=5), name="activity_satisfaction"),
        ]

    def __str__(self) -> str:
        return str(self.activity)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ActivityConfirmation(models.Model):
    """Who of the insured unit confirmed the service, and when."""

    activity = models.OneToOneField(Activity, models.PROTECT, primary_key=True, related_name="confirmation")
    name = models.CharField(_("Confirmed by (insured unit)"), max_length=50)
    post = models.CharField(_("Post"), max_length=50, blank=True, default="")
    confirmed_on = models.DateField(_("Confirmed on"))
    recorded_by = person("")
    recorded_at = models.DateTimeField()

    objects = ActivityParts["ActivityConfirmation"].as_manager()

    def __str__(self) -> str:
        return str(self.activity)
