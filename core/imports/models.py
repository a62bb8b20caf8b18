"""An upload, its verdicts, and the rows that wait to be put right (contract 4)."""

import hashlib

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.contributions.scoping import OwnedQuerySet
from core.imports.choices import Severity, UploadState
from core.languages import put
from core.models.files import StoredFile
from core.models.jobs import Job
from core.people import User
from core.touches import touch


class Upload(models.Model):
    """One workbook sent by an organisation: the file, what was found, what it changed.

    `stamp` says on what its outcome stood once it was accepted, `repeats` is the accepted upload of the same file
    whose outcome was taken over (`core.imports.repeating`). A workbook with a sheet for each county is several
    uploads of one file: `further` names the sheets that could be read, too, and an upload that was made to take one
    of them names it in `wanted_sheet`, and in `source` the upload that offered it.
    """

    kind = models.CharField(_("Ledger"), max_length=30)
    organisation_id = models.BigIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    returned = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True, blank=True)
    job = models.ForeignKey(Job, models.PROTECT, related_name="uploads", null=True, blank=True)
    state = models.CharField(_("State"), max_length=10, choices=UploadState.choices, default=UploadState.RECEIVED)
    auto_accept = models.BooleanField(default=False)
    refused_code = models.CharField(max_length=30, blank=True, default="")
    refused_message = models.TextField(blank=True, default="")
    sheet = models.CharField(max_length=100, blank=True, default="")
    further = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    wanted_sheet = models.CharField(max_length=100, blank=True, default="")
    source = models.ForeignKey("self", models.PROTECT, related_name="taken", null=True, blank=True)
    run = models.CharField(max_length=32, blank=True, default="")
    stamp = models.CharField(max_length=64, blank=True, default="")
    repeats = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("Uploaded"))
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet["Upload"].as_manager()
    #: Who has taken it up in this process: not stored.
    taken_up_by: User | None = None

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "kind", "-created_at"], name="upload_owner")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def name(self) -> str:
        """What lists call the upload: its file, and the sheet of it that was asked for."""
        return put("{}（{}）", self.file.name, self.wanted_sheet) if self.wanted_sheet else self.file.name

    @property
    def hand(self) -> User:
        """Who works on it now and in whose name it is done: a colleague, where one decides on it.

        Who sent it may have moved to another office since, or left, and sees then what is not this office's, or nothing.
        """
        return self.taken_up_by or self.owner

    @property
    def office(self) -> models.Model:
        """The organisation that sent it, whose the upload stays when its sender moves."""
        return self.owner.office_at(self.created_at)

    @property
    def file_key(self) -> str:
        """Which file this is, and which sheet of it: the same for the same file sent again."""
        if not self.wanted_sheet:
            return self.file.sha256[:32]
        return hashlib.sha256(f"{self.file.sha256}:{self.wanted_sheet}".encode()).hexdigest()[:32]

    @property
    def accepted(self) -> int:
        """Rows that were or may be taken: new, changed and unchanged ones."""
        return self.new + self.changed + self.unchanged


class Verdict(models.Model):
    """One fault, warning or notice of an upload, with its place as Excel shows it."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="verdicts")
    run = models.CharField(max_length=32, blank=True, default="")
    sheet = models.CharField(max_length=100, blank=True, default="")
    row = models.PositiveIntegerField(_("Row"), null=True)
    column = models.CharField(_("Column"), max_length=3, null=True)  # noqa: DJ001 - null is the contract's "whole file"
    title = models.CharField(max_length=100, blank=True, default="")
    code = models.CharField(max_length=30)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    value = models.TextField(_("Value seen"), blank=True, default="")
    message = models.TextField(_("Problem"))
    suggestion = models.TextField(_("Suggestion"), null=True, blank=True)  # noqa: DJ001 - null: none to give

    class Meta:
        indexes = [models.Index(fields=["upload", "row"], name="verdict_place")]

    def __str__(self) -> str:
        return f"{self.row}{self.column or ''} {self.code}"


class HeldRow(models.Model):
    """A row with errors, kept until it is corrected or discarded.

    `identity` is the record's identity, or `file:<digest>:<row>` while that itself is faulty or doubled.
    """

    kind = models.CharField(max_length=30)
    organisation_id = models.BigIntegerField()
    identity = models.CharField(max_length=200)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="held_rows")
    row = models.PositiveIntegerField()
    raw = models.JSONField()
    faults = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    held_at = models.DateTimeField()

    objects = OwnedQuerySet["HeldRow"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "kind", "identity"], name="one_held_row_an_identity"),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.kind} {self.identity}"


class ClosedHold(models.Model):
    """A held row as it stood when it was settled or replaced, by a later upload, by hand or by discarding it.

    `closed_by` is the upload with whose withdrawal the row opens again; none where somebody discarded it.
    """

    kind = models.CharField(max_length=30)
    organisation_id = models.BigIntegerField()
    identity = models.CharField(max_length=200)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="closed_holds")
    row = models.PositiveIntegerField()
    raw = models.JSONField()
    faults = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    held_at = models.DateTimeField()
    closed_by = models.ForeignKey(Upload, models.PROTECT, related_name="settled_holds", null=True, blank=True)
    closed_at = models.DateTimeField()

    objects = OwnedQuerySet["ClosedHold"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "kind", "identity"], name="closed_hold_identity")]

    def __str__(self) -> str:
        return f"{self.kind} {self.identity}"


class StagedHold(models.Model):
    """A faulty row of an upload that is not accepted yet; acceptance turns it into a HeldRow."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="staged_holds")
    run = models.CharField(max_length=32)
    identity = models.CharField(max_length=200)
    row = models.PositiveIntegerField()
    raw = models.JSONField()
    faults = models.JSONField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["upload", "row"], name="staged_hold_place")]

    def __str__(self) -> str:
        return self.identity


class StagedKey(models.Model):
    """The held row that a row of an upload corrects, named by the hidden key of a returned workbook.

    Acceptance closes it: the corrected row, good or still faulty, stands for it from then on.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="staged_keys")
    run = models.CharField(max_length=32)
    identity = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.identity


class UploadEffect(models.Model):
    """One ledger row that an upload wrote: what a withdrawal takes back.

    `before` and `after` hold the values of a changed row by column name, null for a new one. `at` is when the upload wrote
    the row last: while the row's own `updated_at` says the same, nobody has changed it since. Written by set-based
    SQL in the transaction of the acceptance (`core.imports.staging.merge`).
    """

    pk = models.CompositePrimaryKey("upload_id", "ledger_id")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="effects", db_index=False, db_constraint=False)
    ledger_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.upload_id} {self.ledger_id}"
