"""Letters that hand findings over 问题移交函, and what becomes of each finding (domain.md 4.9, 5.3)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.touches import touch
from inspections.choices import Disposition
from inspections.models.findings import Finding
from inspections.models.tasks import Task
from inspections.querysets import HandoverRows, OfFinding


class Handover(models.Model):
    """A letter of the inspecting city to one authority of the inspected place, with the findings that it is to settle."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="handovers")
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Receiving authority"))
    number = models.CharField(_("Document number"), max_length=60, unique=True)
    office = models.CharField(_("Issuing unit"), max_length=100)
    issued_on = models.DateField(_("Handed over on"))
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    received_on = models.DateField(_("Signed for on"), null=True, blank=True)
    received_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverRows["Handover"].as_manager()

    class Meta:
        ordering = ["task", "pk"]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.number


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Routing(models.Model):
    """A finding in a letter, and its settlement: kind, number, day, the fine in yuan, what was done.

    `overdue`: the fine is for not having corrected in time, by `due_on`. `case_no` is the number of the case whose end
    settles the finding, `taken_over_by` the authority that has its case now.
    """

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="routing")
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="routings")
    disposition = models.CharField(_("Disposition"), max_length=20, choices=Disposition.choices, blank=True, default="")
    doc_no = models.CharField(_("Number of the document"), max_length=60, blank=True, default="")
    due_on = models.DateField(_("To be corrected by"), null=True, blank=True)
    amount = models.DecimalField(_("Fine (yuan)"), max_digits=14, decimal_places=2, null=True, blank=True)
    overdue = models.BooleanField(_("Not corrected in time"), default=False)
    done_on = models.DateField(_("Settled on"), null=True, blank=True)
    feedback = models.TextField(_("Handling and outcome"), max_length=2000, blank=True, default="")
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    #: Number of the case that deals with the finding, and the office that the case was handed up to.
    case_no = models.CharField(_("Case number"), max_length=60, blank=True, default="")
    taken_over_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Handed up to")
    )

    objects = OfFinding["Routing"].as_manager()

    class Meta:
        ordering = ["finding"]
        triggers = [touch()]
        constraints = [
            models.CheckConstraint(
                condition=Q(disposition="", settled_at__isnull=True)
                | (~Q(disposition="") & ~Q(doc_no="") & Q(done_on__isnull=False, settled_at__isnull=False)),
                name="routing_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0, disposition=Disposition.PENALTY),
                name="routing_fine_of_a_penalty",
            ),
        ]

    def __str__(self) -> str:
        return str(self.finding)
