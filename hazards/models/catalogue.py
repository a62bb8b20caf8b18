"""The catalogue of criteria for major hazards 重大事故隐患判定标准, by version (domain.md 3.5)."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.touches import touch
from hazards.choices import CriterionField
from hazards.querysets import CriterionQuerySet, CriterionVersionQuerySet
from rulebook.choices import Certainty


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at"])
class CriterionVersion(models.Model):
    """One document of criteria for a field, in force from a day, up to and including another where it was replaced."""

    field = models.CharField(_("Applies to"), max_length=20, choices=CriterionField.choices)
    title = models.CharField(_("Title"), max_length=150)
    document_no = models.CharField(_("Document number"), max_length=60)
    valid_from = models.DateField(_("In force from"))
    valid_to = models.DateField(_("In force until"), null=True, blank=True)
    certainty = models.CharField(_("Certainty"), max_length=1, choices=Certainty.choices, default=Certainty.SECOND)
    note = models.CharField(_("Note"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = CriterionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["field", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document_no", "field"], name="criterion_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="criterion_version_days"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"《{self.title}》（{self.document_no}）"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at"])
class Criterion(models.Model):
    """A clause of a version: its number and a short label of our own, never the copied text (domain.md 3.5).

    `text` is what workbooks and hazards carry: title, number and label in one line of at most 300 characters.
    `checked_against` names the text that the label was held against. While it is empty the clause is marked 待核, and
    documents name the standard alone instead of the clause.
    """

    version = models.ForeignKey(CriterionVersion, models.PROTECT, related_name="criteria", verbose_name=_("Version"))
    number = models.CharField(_("Clause"), max_length=30)
    label = models.CharField(_("Short label"), max_length=100)
    text = models.CharField(_("As workbooks write it"), max_length=300)
    checked_against = models.CharField(
        _("Held against the text"), max_length=100, blank=True, default="", db_default=""
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["version", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="criterion_number_once")]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.text

    @property
    def printed(self) -> str:
        """What documents name as the basis: the clause, or the standard alone while the label is not checked."""
        return self.text if self.checked_against else str(self.version)
