"""What phones sent: each packet once, whatever the line did to it."""

from typing import Final

from django.db import models
from django.db.models import Q

from inspections.models.items import InspectedEnterprise, InspectedInsurer
from inspections.models.tasks import Task
from inspections.querysets import SeenOnVisits

#: A row hangs on the form of an enterprise or on that of an insurer.
ON_ONE_FORM: Final = Q(enterprise_item__isnull=False, insurer_item__isnull=True) | Q(
    enterprise_item__isnull=True, insurer_item__isnull=False
)


class Packet(models.Model):
    """A packet of answers, or one finding, from a phone that may have been offline.

    `client_id` is made by the phone, `digest` is of what it sent: the same packet again gets the same `answer`, another
    one under the same id is refused. `told_at` is what the phone's clock said, kept as told and never counted with.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="+")
    enterprise_item = models.ForeignKey(InspectedEnterprise, models.CASCADE, related_name="+", null=True, blank=True)
    insurer_item = models.ForeignKey(InspectedInsurer, models.CASCADE, related_name="+", null=True, blank=True)
    client_id = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    sent = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    told_at = models.CharField(max_length=40, blank=True, default="")
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    objects = SeenOnVisits["Packet"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=ON_ONE_FORM, name="packet_on_one_form")]

    def __str__(self) -> str:
        return str(self.client_id)
