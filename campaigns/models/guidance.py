"""Guidance to insurers, announcements to all who work here, and their receipts (notice 133, 二(一))."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from campaigns.choices import GuidanceKind, GuidanceState
from campaigns.models.fields import by_person, by_person_later, of_office
from campaigns.querysets import GuidanceRows, ReceiptRows
from core.touches import touch


class GuidanceNote(models.Model):
    """What an office tells others; once it is sent it stays as it is."""

    #: Each writing is an own moment: a form that was opened before it is out of date.
    version_field: ClassVar[str] = "written_at"

    organisation = of_office(_("Sending office"))
    kind = models.CharField(_("Kind"), max_length=20, choices=GuidanceKind.choices)
    title = models.CharField(_("Title"), max_length=200)
    number = models.CharField(_("Document number"), max_length=60, blank=True, default="")
    text = models.TextField(_("Text"), max_length=10_000)
    receipt_by = models.DateField(_("Receipt by"))
    state = models.CharField(_("State"), max_length=20, choices=GuidanceState.choices, default=GuidanceState.DRAFT)
    written_by = by_person()
    written_at = models.DateTimeField()
    issued_by = by_person_later()
    issued_at = models.DateTimeField(_("Issued at"), null=True, blank=True)

    objects = GuidanceRows["GuidanceNote"].as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=GuidanceState.DRAFT) | Q(issued_at__isnull=False), name="guidance_issued"
            )
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.title


class GuidanceReceipt(models.Model):
    """That a note went to an office, and when it was received there. `issuer` is the note's office."""

    note = models.ForeignKey(GuidanceNote, models.PROTECT, related_name="receipts")
    organisation = of_office(_("Receiving office"))
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    received_by = by_person_later()
    received_at = models.DateTimeField(_("Received at"), null=True, blank=True)
    answer = models.CharField(_("Answer"), max_length=500, blank=True, default="")

    objects = ReceiptRows["GuidanceReceipt"].as_manager()

    class Meta:
        ordering = ["organisation__code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "organisation"], name="guidance_receipt_once"),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="guidance_received",
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.note} {self.organisation}"
