"""Complaints 投诉 about services and how they were answered (AQ 9010, 6)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.touches import touch
from insurers.activities.models import Activity
from insurers.base.fields import maybe_person
from insurers.complaints.choices import ComplaintState
from insurers.policies.models import Policy
from insurers.policies.querysets import PolicyParts


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Complaint(models.Model):
    """One complaint of an insured unit about its insurer; the number is unique within the policy's insurer."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="complaints", verbose_name=_("Policy"))
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="complaints", null=True, blank=True, verbose_name=_("Service record")
    )
    complaint_no = models.CharField(_("Complaint number"), max_length=40, unique=True)
    received_on = models.DateField(_("Received on"))
    complainant = models.CharField(_("Complainant"), max_length=100)
    text = models.TextField(_("What is complained of"), max_length=2000)
    state = models.CharField(_("State"), max_length=20, choices=ComplaintState.choices, default=ComplaintState.OPEN)
    further_reason = models.CharField(_("Why it takes longer"), max_length=500, blank=True, default="")
    extension_days = models.PositiveSmallIntegerField(_("Extension (days)"), null=True, blank=True)
    extension_reason = models.CharField(_("Why an extension"), max_length=500, blank=True, default="")
    extension_asked_by = maybe_person()
    extension_approved_by = maybe_person()
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    claim = models.TextField(_("What was claimed"), max_length=1000, blank=True, default="")
    facts = models.TextField(_("Facts and basis"), max_length=2000, blank=True, default="")
    measures = models.TextField(pgettext_lazy("complaint", "Measures"), max_length=1000, blank=True, default="")
    closed_on = models.DateField(pgettext_lazy("complaint", "Closed on"), null=True, blank=True)
    closing_note = models.CharField(pgettext_lazy("complaint", "Closing note"), max_length=500, blank=True, default="")
    recorded_by = maybe_person()
    recorded_at = models.DateTimeField()

    objects = PolicyParts["Complaint"].as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        triggers = [touch()]
        constraints = [
            models.CheckConstraint(
                condition=Q(extension_approved_by__isnull=True)
                | ~Q(extension_approved_by=models.F("extension_asked_by")),
                name="complaint_two_people",
            )
        ]

    def __str__(self) -> str:
        return self.complaint_no
