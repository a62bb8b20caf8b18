"""What an inspection found (domain.md 4.9, finding). Routing and disposition come with their own workflow."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.choices import FindingKind, FindingSubject
from inspections.models.items import InspectedEnterprise, InspectedInsurer
from inspections.models.tasks import Task
from inspections.querysets import OfTask


class Finding(models.Model):
    """One finding 问题, on the form of an enterprise or of an insurer. Numbered {task}-{running number}."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="findings")
    seq = models.PositiveSmallIntegerField()
    enterprise_item = models.ForeignKey(
        InspectedEnterprise, models.PROTECT, related_name="findings", null=True, blank=True
    )
    insurer_item = models.ForeignKey(InspectedInsurer, models.PROTECT, related_name="findings", null=True, blank=True)
    subject = models.CharField(_("Subject"), max_length=20, choices=FindingSubject.choices)
    kind = models.CharField(_("Kind"), max_length=30, choices=FindingKind.choices)
    fact = models.TextField(_("Facts found"), max_length=2000)
    basis = models.CharField(_("Basis"), max_length=300, blank=True, default="")
    on_spot = models.BooleanField(_("Put right on the spot"), default=False)
    found_on = models.DateField(_("Found on"))
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfTask["Finding"].as_manager()

    class Meta:
        ordering = ["task", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["task", "seq"], name="finding_no_of_task"),
            models.CheckConstraint(
                condition=Q(enterprise_item__isnull=False, insurer_item__isnull=True)
                | Q(enterprise_item__isnull=True, insurer_item__isnull=False),
                name="finding_on_one_form",
            ),
        ]

    def __str__(self) -> str:
        return self.no

    @property
    def no(self) -> str:
        """The number as printed, such as JC-2023-01-03."""
        return f"{self.task.no}-{self.seq:02d}"
