"""How an entry of the register goes to another city, or into its double."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Division
from enterprises.choices import TransferState
from enterprises.models.register import Enterprise
from enterprises.querysets import OfEnterprise, TransferQuerySet


def division(label: object) -> "models.ForeignKey[Division, Division]":
    return models.ForeignKey(Division, models.PROTECT, to_field="code", related_name="+", verbose_name=label)  # type: ignore[arg-type]


class Transfer(models.Model):
    """An entry offered by its city and taken by another; it moves when it is taken, with all that hangs on it."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="transfers")
    from_city = division(_("From city"))
    to_city = division(_("To city"))
    to_county = models.ForeignKey(
        Division, models.PROTECT, to_field="code", related_name="+", null=True, blank=True, verbose_name=_("County")
    )
    reason = models.CharField(_("Reason"), max_length=500)
    state = models.CharField(_("State"), max_length=20, choices=TransferState.choices, default=TransferState.OFFERED)
    offered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")

    objects = TransferQuerySet["Transfer"].as_manager()

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_city=F("to_city")), name="transfer_two_cities"),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state=TransferState.OFFERED), name="transfer_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.from_city_id} → {self.to_city_id}"


class Merge(models.Model):
    """The trace of a merge: which entry went into which, why, and how many rows moved. `moved`: {table: rows}."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="merges", verbose_name=_("Kept entry"))
    loser = models.OneToOneField(Enterprise, models.PROTECT, related_name="merge", verbose_name=_("Merged entry"))
    reason = models.CharField(_("Reason"), max_length=500)
    moved = models.JSONField(default=dict)
    merged_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()

    objects = OfEnterprise["Merge"].as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(enterprise=F("loser")), name="merge_two_entries")]

    def __str__(self) -> str:
        return f"{self.loser_id} → {self.enterprise_id}"
