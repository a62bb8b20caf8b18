"""What is done about those who must insure and do not before a case is opened: reminders, clearances (domain.md 2.2).

Their cases stand in the room of dispositions.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.touches import touch
from coverage.choices import ClearanceGround, GapKind, ReminderChannel
from enterprises.models import Enterprise
from enterprises.querysets import OfEnterprise
from insurers.base.fields import person


class GapReminder(models.Model):
    """A reminder to insure 督促; `reference_on` is the day on which the gap was judged."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="gap_reminders")
    kind = models.CharField(_("Kind of gap"), max_length=20, choices=GapKind.choices)
    reference_on = models.DateField(_("Reference date"))
    channel = models.CharField(_("Way"), max_length=20, choices=ReminderChannel.choices)
    text = models.CharField(_("What was said"), max_length=500)
    sent_by = person()
    sent_at = models.DateTimeField()

    objects = OfEnterprise["GapReminder"].as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.reference_on}"


class GapClearance(models.Model):
    """A candidate cleared on the facts of the day: it returns when one of them changes, and not before.

    `status` and `sectors` are the entry's at that time; the policies are compared by when they changed last.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="gap_clearances")
    ground = models.CharField(pgettext_lazy("clearance", "Ground"), max_length=20, choices=ClearanceGround.choices)
    note = models.CharField(_("Facts and basis"), max_length=500)
    reference_on = models.DateField(_("Reference date"))
    status = models.CharField(max_length=20)
    sectors = ArrayField(models.CharField(max_length=20))
    cleared_by = person()
    cleared_at = models.DateTimeField()

    objects = OfEnterprise["GapClearance"].as_manager()

    class Meta:
        ordering = ["-cleared_at", "-pk"]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_ground_display()}"
