"""The ledger of prevention services 服务记录 (domain.md 4.5)."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.touches import touch
from insurers.choices import ServiceForm, ServiceKind
from insurers.models.base import InsurerRow
from insurers.models.policies import Policy
from insurers.querysets import ActivityQuerySet


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


def sealed() -> pgtrigger.Trigger:
    """A filed service stands as it is, whoever writes: a correction is a service of its own (AQ 9010, 7.4).

    Its place alone may follow the enterprise's.
    """
    return pgtrigger.Trigger(
        name="sealed",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__state="FILED"),
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


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at"])
class Activity(InsurerRow):
    """One prevention service for an insured enterprise; its number is unique within the insurer."""

    activity_no = models.CharField(_("Service number"), max_length=40)
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="activities", verbose_name=_("Policy"), db_constraint=False
    )
    enterprise_name = models.CharField(max_length=200)
    kind = models.CharField(_("Service"), max_length=20, choices=ServiceKind.choices)
    topics = ArrayField(models.CharField(max_length=4), default=list, verbose_name=_("Topics"), blank=True)
    campaign_assist = models.BooleanField(_("Campaign assistance"))
    start_on = models.DateField(_("From"))
    end_on = models.DateField(_("To"))
    form = models.CharField(_("Form"), max_length=20, choices=ServiceForm.choices)
    place = models.CharField(_("Place"), max_length=255)
    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Agency"), db_index=False
    )
    staff = models.CharField(_("Staff"), max_length=200)
    participants = models.PositiveIntegerField(_("Participants"), null=True, blank=True)
    content = models.TextField(_("Content"), max_length=2000)
    general_hazards = models.PositiveIntegerField(_("General hazards found"))
    major_hazards = models.PositiveIntegerField(_("Major hazards found"))
    notice_no = models.CharField(_("Notice number"), max_length=60, blank=True, default="")
    cost = models.DecimalField(_("Cost (yuan)"), max_digits=14, decimal_places=2)
    satisfaction = models.PositiveSmallIntegerField(_("Satisfaction"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=20, choices=ActivityState.choices, default=ActivityState.RECORDED)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["insurer", "activity_no"], name="activity_no_of_insurer"),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="activity_days"),
        ]
        indexes = [
            models.Index(fields=["enterprise", "start_on"], name="activity_enterprise"),
            models.Index(fields=["city", "-start_on", "-id"], name="activity_city"),
            models.Index(fields=["-start_on", "-id"], include=["city"], name="activity_newest"),
            models.Index(fields=["insurer", "-start_on", "-id"], name="activity_insurer"),
            models.Index(fields=["agency", "-start_on"], name="activity_agency", condition=Q(agency__isnull=False)),
        ]
        triggers = [touch(), sealed()]

    def __str__(self) -> str:
        return self.activity_no
