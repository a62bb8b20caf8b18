"""Exemptions from the duty to insure 免保 (domain.md 2.2 and 4.1)."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import StoredFile
from core.touches import touch
from enterprises.choices import ExemptionKind, ExemptionState
from enterprises.models.register import Enterprise
from enterprises.querysets import ExemptionQuerySet


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Exemption(models.Model):
    """An exemption with its document; it counts from `starts_on` to `ends_on` (inclusive, empty: until further notice).

    Only an approved one counts, and nobody approves their own: the database holds that too.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="exemptions")
    kind = models.CharField(pgettext_lazy("exemption", "Ground"), max_length=20, choices=ExemptionKind.choices)
    reason = models.CharField(_("Facts and basis"), max_length=500)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("To"), null=True, blank=True)
    document = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("Document"))
    state = models.CharField(
        _("State"), max_length=20, choices=ExemptionState.choices, default=ExemptionState.REQUESTED
    )
    applied_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ExemptionQuerySet["Exemption"].as_manager()

    class Meta:
        ordering = ["-applied_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="exemption_days"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("applied_by")), name="exemption_two_people"
            ),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state=ExemptionState.REQUESTED), name="exemption_one_open"
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_on"], name="exemption_in_force")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_kind_display()}"
