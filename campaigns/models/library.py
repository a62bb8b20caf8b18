"""The library of documents and the contact list by office (notice 133: heading, closing paragraph, annexes)."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import DocumentKind, TextState
from campaigns.models.fields import by_person, by_person_later, of_office
from campaigns.querysets import ContactRows, LibraryRows
from core.touches import touch


class LibraryDocument(models.Model):
    """A document that the work rests on: what it is called, by whom, from when to when, and what it is for.

    `summary` is our own short description, never a copied text, which is in `body`. `is_checked`: number and days were
    seen in the document itself; else they are shown as 待核. `sought` is what the search reads: title, number, issuer,
    summary and text.
    """

    kind = models.CharField(_("Kind"), max_length=20, choices=DocumentKind.choices)
    title = models.CharField(_("Title"), max_length=200)
    number = models.CharField(_("Document number"), max_length=80, blank=True, default="")
    issuer = models.CharField(_("Issuing body"), max_length=200)
    issued_on = models.DateField(_("Date of issue"), null=True, blank=True)
    valid_from = models.DateField(_("In force from"), null=True, blank=True)
    valid_to = models.DateField(_("In force until"), null=True, blank=True)
    summary = models.TextField(_("What it is for"), max_length=2000)
    body = models.TextField(_("Text"), max_length=100_000, blank=True, default="")
    link = models.CharField(_("Link"), max_length=500, blank=True, default="")
    text_state = models.CharField(_("Text at hand"), max_length=20, choices=TextState.choices)
    is_checked = models.BooleanField(_("Checked against the document"), default=False)
    place = models.PositiveSmallIntegerField(_("Place in the list"), default=500)
    sought = models.TextField(editable=False)
    changed_by = by_person_later()
    changed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = LibraryRows["LibraryDocument"].as_manager()

    class Meta:
        ordering = ["place", "pk"]
        indexes = [GinIndex(fields=["sought"], opclasses=["gin_trgm_ops"], name="library_sought")]
        constraints = [
            models.UniqueConstraint(fields=["title", "number"], name="library_document_once"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="library_document_days",
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.title


class OfficeContact(models.Model):
    """An office's telephone for a matter: offices and landlines alone, no persons."""

    organisation = of_office(_("Unit"))
    office = models.CharField(_("Office"), max_length=50)
    matter = models.CharField(_("Matter"), max_length=100, blank=True, default="")
    phone = models.CharField(_("Office telephone"), max_length=30)
    changed_by = by_person()
    changed_at = models.DateTimeField()

    objects = ContactRows["OfficeContact"].as_manager()

    class Meta:
        ordering = ["organisation__code", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "office"], name="office_contact_once")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.organisation} {self.office}"
