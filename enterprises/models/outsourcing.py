"""Who else works on an enterprise's premises: the ledger of outsourcing and leasing 外包外租台账."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.models import StoredFile
from core.touches import touch
from enterprises.choices import OutsourcingKind
from enterprises.models.register import Enterprise, optional
from enterprises.querysets import OutsourcingQuerySet


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at"])
class Outsourcing(models.Model):
    """A contract of outsourcing or leasing (domain.md 4.1a; work-safety law, article 49).

    One row for an enterprise, a counterparty and a project, whoever reported it: the bureau and every insurer of the
    enterprise see and write the same row; the history tells who wrote what.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="outsourcings", verbose_name=_("Enterprise"), db_index=False
    )
    kind = models.CharField(_("Outsourced or leased"), max_length=10, choices=OutsourcingKind.choices)
    counterparty = models.CharField(_("Contractor or tenant"), max_length=200)
    counterparty_uscc = optional(_("Credit code of the contractor or tenant"), 18)
    project = models.CharField(_("Project or place"), max_length=200)
    qualified = models.BooleanField(_("Qualification in order"))
    agreement = models.BooleanField(_("Safety agreement signed"))
    managed = models.BooleanField(_("In the firm's own safety management"))
    checked_on = models.DateField(_("Last check"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=500, blank=True, default="")
    document = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Safety agreement")
    )
    #: The city branch of an insurer that entered it; empty where somebody else did.
    branch = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Entered by the branch"),
        db_index=False,
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = OutsourcingQuerySet["Outsourcing"].as_manager()

    class Meta:
        ordering = ["kind", "counterparty", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "kind", "counterparty", "project"], name="outsourcing_identity"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.counterparty}"
