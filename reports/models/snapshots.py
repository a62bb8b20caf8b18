"""Snapshots: a report's figures as they stood, the rows behind them, and the files made of both."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Division, Organisation
from campaigns.models import Campaign
from core.models import Job, StoredFile
from core.touches import touch
from insurers.base.fields import maybe_person
from reports.choices import ReportKind
from reports.querysets import SnapshotQuerySet
from reports.rules import printed_code


def only_added() -> list[pgtrigger.Trigger]:
    """What was frozen stays: the database takes neither a change nor a deletion."""
    return [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]


class Capture(models.Model):
    """What one run of a job froze, of one moment of the database: `taken_at` is the business instant.

    A run that comes to no snapshot leaves a capture that nothing points at. `columns` are what is shown of the rows of
    each source, {source: [[path, kind, field]]}; `field` is where the ledger's history holds it, empty where it is stored.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    columns = models.JSONField(default=dict)

    class Meta:
        triggers = only_added()

    def __str__(self) -> str:
        return f"capture {self.pk}"


class CaptureFigure(models.Model):
    """A counted figure: how many rows make it, what they add up to, the digest of their keys (`reports.rules.digest_of`).

    Its rows are those of its `source`, the rows of a ledger that were read at once for many figures, whose marks have
    the bit number `bit`.
    """

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="figures")
    figure = models.CharField(max_length=60)
    ledger = models.CharField(max_length=60)
    source = models.PositiveSmallIntegerField()
    bit = models.PositiveSmallIntegerField()
    count = models.PositiveBigIntegerField()
    total = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["capture", "figure"], name="capture_figure_once")]
        triggers = only_added()

    def __str__(self) -> str:
        return self.figure


class CaptureBlock(models.Model):
    """Rows of a source, some thousands of them: their keys, and of each in the same order where it lies and how it counts.

    `places` are the codes of their cities, empty for what lies between two; `marks` say by bits which figures they
    count in.
    """

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="blocks")
    ledger = models.CharField(max_length=60)
    source = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    keys = ArrayField(models.BigIntegerField())
    places = ArrayField(models.CharField(max_length=6))
    marks = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["capture", "source", "number"], name="capture_block_once")]
        triggers = only_added()

    def __str__(self) -> str:
        return f"{self.ledger} {self.number}"


class CaptureColumn(models.Model):
    """What one column of a list shows of the rows of a block, in their order: numbers, or words.

    Only of columns that no history holds. What it is, and of which kind, stands under `Capture.columns` at its place.
    """

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="+")
    source = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    place = models.PositiveSmallIntegerField()
    numbers = ArrayField(models.BigIntegerField(), null=True)
    words = ArrayField(models.TextField(), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["capture", "source", "number", "place"], name="capture_column_once")
        ]
        triggers = only_added()

    def __str__(self) -> str:
        return f"{self.source}.{self.number}.{self.place}"


class CaptureNames(models.Model):
    """What the rows that frozen rows point at were called then, such as the names of enterprises."""

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="+")
    path = models.CharField(max_length=60)
    keys = ArrayField(models.BigIntegerField())
    words = ArrayField(models.TextField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["capture", "path"], name="capture_names_once")]
        triggers = only_added()

    def __str__(self) -> str:
        return self.path


class CaptureHistory(models.Model):
    """Which events of a ledger's history the moment saw: the version of a row is the latest of its events among them.

    `whole` are the blocks of ids all of whose events were there, `others` the events of the rest: an event of a
    transaction that was under way has an earlier id, and is none of them.
    """

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="histories")
    ledger = models.CharField(max_length=60)
    whole = ArrayField(models.BigIntegerField())
    others = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["capture", "ledger"], name="capture_history_once")]
        triggers = only_added()

    def __str__(self) -> str:
        return self.ledger


class Snapshot(models.Model):
    """One version of a report 工作总结: figures frozen at a cut-off day.

    `organisation` is the one it speaks for, whoever built it (`builder`); its versions count up within organisation,
    campaign and report. A check copy, which the province builds for a city, has no version (contract 5).
    `figures` is {figure id: number or null}; `cities` {city code: figures}. They are JSON numbers, rates with four
    decimals and money with two. `before` are those figures a month earlier that the text compares.
    `doubts` are {figure: why no text may print it}, `notes` what must be known beside the figures, in official words.
    `code` is what its QR code carries: the digest of its series and cut-off, its figures and their rows.
    `built_by` is nobody for a draft that the portal built by night: no person took part in it.
    """

    report = models.CharField(_("Report"), max_length=20, choices=ReportKind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    builder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    city = models.ForeignKey(Division, models.PROTECT, to_field="code", related_name="+", null=True, blank=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    cutoff = models.DateField(_("Cut-off"))
    version = models.PositiveIntegerField(_("Version"), null=True)
    figures = models.JSONField()
    cities = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    doubts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    code = models.CharField(max_length=64)
    capture = models.OneToOneField(Capture, models.PROTECT, related_name="snapshot")
    files = models.ManyToManyField(StoredFile, related_name="snapshots")
    job = models.OneToOneField(Job, models.PROTECT, related_name="snapshot")
    built_by = maybe_person()
    built_at = models.DateTimeField(_("Built"))

    objects = SnapshotQuerySet["Snapshot"].as_manager()

    class Meta:
        ordering = ["-built_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "campaign", "report", "version"], name="snapshot_version")
        ]
        triggers = [*only_added(), touch()]

    def __str__(self) -> str:
        return f"{self.organisation} {ReportKind(self.report).label} {self.version or '核对件'}"

    @property
    def is_check_copy(self) -> bool:
        return self.version is None

    @property
    def printed_code(self) -> str:
        """Its check code as papers and pages carry it."""
        return printed_code(self.code, self.version)

    @property
    def workbook(self) -> StoredFile:
        """Its workbook, among its files."""
        return self.files.get(name__endswith=".xlsx")
