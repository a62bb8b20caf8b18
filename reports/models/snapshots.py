"""Snapshots: a report's figures as they stood, the rows behind them, and the files made of both."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Division, Organisation
from core.models import Job, StoredFile
from reports.choices import ReportKind
from reports.querysets import SnapshotQuerySet


def only_added() -> list[pgtrigger.Trigger]:
    """What was frozen stays: the database takes neither a change nor a deletion."""
    return [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]


class Capture(models.Model):
    """What one run of a job froze, of one moment of the database: `taken_at` is the business instant.

    A run that comes to no snapshot leaves a capture that nothing points at. `marks` are the latest events of the
    ledgers by then, {ledger: id of the event}.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    marks = models.JSONField(default=dict)

    class Meta:
        triggers = only_added()

    def __str__(self) -> str:
        return f"capture {self.pk}"


class CaptureFigure(models.Model):
    """A counted figure with the keys of its rows, ascending, and their digest (`reports.rules.digest_of`)."""

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="figures")
    figure = models.CharField(max_length=60)
    ledger = models.CharField(max_length=60)
    count = models.PositiveBigIntegerField()
    total = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    digest = models.CharField(max_length=64)
    row_ids = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["capture", "figure"], name="capture_figure_once")]
        triggers = only_added()

    def __str__(self) -> str:
        return self.figure


class CaptureRow(models.Model):
    """A row of a ledger behind some figure, once: its key, the latest event of its history, what a list shows of it.

    `version` is 0 where the ledger keeps no history; `place` is the city's code, empty for what lies between cities.
    """

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="rows")
    ledger = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    version = models.BigIntegerField()
    place = models.CharField(max_length=6, blank=True, default="")
    shown = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["capture", "ledger", "row_id"], name="capture_row_once")]
        triggers = only_added()

    def __str__(self) -> str:
        return f"{self.ledger} {self.row_id}"


class Snapshot(models.Model):
    """One version of a report 工作总结: figures frozen at a cut-off day.

    `organisation` is the one it speaks for, whoever built it (`builder`); its versions count up within organisation,
    year of the campaign and report. A check copy, which the province builds for a city, has no version (contract 5).
    `figures` is {figure id: number or null}; `cities` {city code: figures}. They are JSON numbers, rates with four
    decimals and money with two. `before` are those figures a month earlier that the text compares.
    `code` is what its QR code carries: the digest of its figures and of their rows.
    """

    report = models.CharField(_("Report"), max_length=20, choices=ReportKind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    builder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    city = models.ForeignKey(Division, models.PROTECT, to_field="code", related_name="+", null=True, blank=True)
    year = models.PositiveSmallIntegerField()
    cutoff = models.DateField(_("Cut-off"))
    version = models.PositiveIntegerField(_("Version"), null=True)
    figures = models.JSONField()
    cities = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    code = models.CharField(max_length=64)
    capture = models.OneToOneField(Capture, models.PROTECT, related_name="snapshot")
    files = models.ManyToManyField(StoredFile, related_name="snapshots")
    job = models.OneToOneField(Job, models.PROTECT, related_name="snapshot")
    built_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    built_at = models.DateTimeField(_("Built"))

    objects = SnapshotQuerySet["Snapshot"].as_manager()

    class Meta:
        ordering = ["-built_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "report", "version"], name="snapshot_version")
        ]
        triggers = only_added()

    def __str__(self) -> str:
        return f"{self.organisation} {ReportKind(self.report).label} {self.version or '核对件'}"

    @property
    def is_check_copy(self) -> bool:
        return self.version is None

    @property
    def workbook(self) -> StoredFile:
        """Its workbook, among its files."""
        return self.files.get(name__endswith=".xlsx")
