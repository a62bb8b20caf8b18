"""The ledger of prevention services 服务记录 (domain.md 4.5)."""

from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from campaigns.models import Campaign
from core.touches import touch
from hazards.choices import ServiceTopic
from insurers.activities.choices import ActivityState, DrillType, VisitWay
from insurers.activities.querysets import ActivityParts, ActivityQuerySet
from insurers.activities.sheets.topics import BOUNDS
from insurers.base.choices import ServiceForm, ServiceKind
from insurers.base.fields import maybe_person
from insurers.base.models import InsurerRow, PublishedContent
from insurers.plans.models import PlanItem
from insurers.policies.models import Policy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def sealed() -> pgtrigger.Trigger:
    """A filed service stands as it is, whoever writes: a correction is a service of its own (AQ 9010, 7.4).

    Its place alone may follow the enterprise's.
    """
    return pgtrigger.Trigger(
        name="sealed",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__state=ActivityState.FILED),
        declare=[("kept", "jsonb")],
        func="""
            IF TG_OP = 'UPDATE' THEN
                kept := to_jsonb(OLD) - ARRAY['enterprise_id', 'city_code', 'county_code', 'updated_at'];
                IF kept = to_jsonb(NEW) - ARRAY['enterprise_id', 'city_code', 'county_code', 'updated_at'] THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION 'a filed service is not changed' USING ERRCODE = 'integrity_constraint_violation';
            """,
    )


def count_of(label: "_StrPromise") -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(label, null=True, blank=True)


class TopicCounts(models.Model):
    """What a hazard check looked at by topic, and what it found; empty where a topic was not looked at.

    How many problems were put right is counted from the hazards of the topic, never stored.
    """

    h1_checked = count_of(_("Hot work: checked"))
    h1_problems = count_of(_("Hot work: problems"))
    h2_checked = count_of(_("Welding equipment: checked"))
    h2_problems = count_of(_("Welding equipment: problems"))
    h3_checked = count_of(_("Dangerous work and key posts: checked"))
    h3_problems = count_of(_("Dangerous work and key posts: problems"))
    h3_due = count_of(_("People who need a certificate"))
    h3_certified = count_of(_("People who hold their certificate"))
    h4_checked = count_of(_("Outsourced and leased operations: checked"))
    h4_problems = count_of(_("Outsourced and leased operations: problems"))
    h5_checked = count_of(_("Outsourced and leased projects and places: checked"))
    h5_problems = count_of(_("Outsourced and leased projects and places: problems"))
    h6_checked = count_of(_("Taken into safety management: checked"))
    h6_problems = count_of(_("Taken into safety management: problems"))
    h9_checked = count_of(_("Other checks: checked"))
    h9_problems = count_of(_("Other checks: problems"))

    class Meta:
        abstract = True


def within_bounds() -> Q:
    """No part is more than its whole."""
    held = Q()
    for part, whole in BOUNDS:
        held &= Q(**{f"{part}__isnull": True}) | Q(**{f"{whole}__isnull": True}) | Q(**{f"{part}__lte": F(whole)})
    return held


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at"])
class Activity(TopicCounts, InsurerRow):
    """One prevention service for an insured enterprise; its number is unique within the insurer."""

    activity_no = models.CharField(_("Service number"), max_length=40)
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="activities", verbose_name=_("Policy"), db_constraint=False
    )
    enterprise_name = models.CharField(_("Name on the policy"), max_length=200)
    kind = models.CharField(_("Service"), max_length=20, choices=ServiceKind.choices)
    topics = ArrayField(models.CharField(max_length=4), default=list, verbose_name=_("Topics"), blank=True)
    campaign_assist = models.BooleanField(_("Campaign assistance"))
    #: The campaign that the assistance counts in; empty where it is that of the year.
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Counts in"), db_index=False
    )
    start_on = models.DateField(_("First day of the service"))
    end_on = models.DateField(_("Last day of the service"))
    form = models.CharField(_("Form"), max_length=20, choices=ServiceForm.choices)
    place = models.CharField(_("Place of the service"), max_length=255)
    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Agency"), db_index=False
    )
    #: The city branch that entered it under its insurer's identity; empty where the insurer did.
    branch = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Entered by the branch"),
        db_index=False,
    )
    staff = models.CharField(_("Staff"), max_length=200)
    participants = models.PositiveIntegerField(_("Participants"), null=True, blank=True)
    content = models.TextField(_("Content of the service"), max_length=2000)
    general_hazards = models.PositiveIntegerField(_("General hazards found"))
    major_hazards = models.PositiveIntegerField(_("Major hazards found"))
    notice_no = models.CharField(_("Notice number"), max_length=60, blank=True, default="")
    cost = models.DecimalField(_("Cost (yuan)"), max_digits=14, decimal_places=2)
    satisfaction = models.PositiveSmallIntegerField(_("Satisfaction"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=20, choices=ActivityState.choices, default=ActivityState.RECORDED)
    #: The year of the edition of AQ 9010 that was in force on the first day, by the dated rules as they stood then.
    standard = models.PositiveSmallIntegerField(_("Edition of AQ 9010"), null=True, blank=True)

    objects = ActivityQuerySet["Activity"].as_manager()

    class Meta:
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["insurer", "activity_no"], name="activity_no_of_insurer"),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="activity_days"),
            models.CheckConstraint(condition=within_bounds(), name="activity_counts"),
        ]
        # With the state in them the services that count are counted from the index alone.
        indexes = [
            models.Index(fields=["enterprise", "start_on"], name="activity_enterprise"),
            models.Index(fields=["city", "-start_on", "-id"], include=["state"], name="activity_city"),
            models.Index(fields=["-start_on", "-id"], include=["city", "state"], name="activity_newest"),
            models.Index(fields=["insurer", "-start_on", "-id"], include=["state"], name="activity_insurer"),
            models.Index(fields=["agency", "-start_on"], name="activity_agency", condition=Q(agency__isnull=False)),
        ]
        triggers = [touch(), sealed()]

    def __str__(self) -> str:
        return self.activity_no

    @property
    def topic_labels(self) -> list[str]:
        """The topics in words, in their order."""
        words = dict(ServiceTopic.choices)
        return [str(words.get(code, code)) for code in self.topics]


def person(label: object) -> "models.ForeignKey[User, User]":
    return models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Person"), help_text=label)  # type: ignore[arg-type]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ActivityDetail(PublishedContent, models.Model):
    """Course, plan item, drill, published content, and the marks of filing, return and correction; one row for a service at most."""

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
    correction_reason = models.CharField(_("Why corrected"), max_length=500, blank=True, default="")
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
