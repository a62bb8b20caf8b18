"""That a submitted form was opened again, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from inspections.models.items import InspectedEnterprise, InspectedInsurer
from inspections.models.packets import ON_ONE_FORM
from inspections.models.tasks import Task
from inspections.querysets import ReopeningRows


class FormReopening(models.Model):
    """A submitted form became a draft again: by whom, when, and for what reason; it had been submitted at that instant."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="+")
    enterprise_item = models.ForeignKey(
        InspectedEnterprise, models.PROTECT, related_name="reopenings", null=True, blank=True
    )
    insurer_item = models.ForeignKey(InspectedInsurer, models.PROTECT, related_name="reopenings", null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=300)
    submitted_at = models.DateTimeField()
    reopened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField()

    objects = ReopeningRows["FormReopening"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=ON_ONE_FORM, name="reopening_on_one_form"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="reopening_with_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_item or self.insurer_item} {clock.day_of(self.reopened_at)}"
