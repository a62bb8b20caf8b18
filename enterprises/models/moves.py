"""How an entry of the register goes to another city, or into its double."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Division, Organisation, User
from core.touches import touch
from enterprises.choices import MergeState, TransferState
from enterprises.models.register import Enterprise
from enterprises.querysets import OfEnterprise, TransferQuerySet


def division(label: object) -> "models.ForeignKey[Division, Division]":
    return models.ForeignKey(Division, models.PROTECT, to_field="code", related_name="+", verbose_name=label)  # type: ignore[arg-type]


def person() -> "models.ForeignKey[User, User]":
    return models.ForeignKey("accounts.User", models.PROTECT, related_name="+")


def maybe_person() -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)


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
    offered_by = person()
    offered_at = models.DateTimeField()
    answered_by = maybe_person()
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
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.from_city_id} → {self.to_city_id}"

    @property
    def offering_office(self) -> Organisation:
        """The bureau that offered it."""
        return self.offered_by.office_at(self.offered_at)


class Merge(models.Model):
    """A merge of two entries: asked for by one person, made by the decision of another, perhaps undone.

    `moved` are the rows that went to the kept entry, {table: ids}; `before` is what else the merge changed, as it was.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="merges", verbose_name=_("Kept entry"))
    loser = models.ForeignKey(Enterprise, models.PROTECT, related_name="losses", verbose_name=_("Merged entry"))
    reason = models.CharField(_("Reason"), max_length=500)
    state = models.CharField(_("State"), max_length=20, choices=MergeState.choices, default=MergeState.PROPOSED)
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    proposed_by = person()
    proposed_at = models.DateTimeField(_("Proposed at"))
    decided_by = maybe_person()
    decided_at = models.DateTimeField(_("Decided at"), null=True, blank=True)
    decision_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    undone_by = maybe_person()
    undone_at = models.DateTimeField(_("Undone at"), null=True, blank=True)
    undone_reason = models.CharField(_("Why undone"), max_length=500, blank=True, default="")

    objects = OfEnterprise["Merge"].as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(enterprise=F("loser")), name="merge_two_entries"),
            models.UniqueConstraint(
                fields=["loser"], condition=Q(state__in=(MergeState.PROPOSED, MergeState.MERGED)), name="merge_once"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.loser} → {self.enterprise}"
