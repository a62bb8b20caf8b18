"""Snapshots: a report's figures as they stood, with the files made of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Division, Organisation
from core.models import Job, StoredFile
from reports.choices import ReportKind
from reports.querysets import SnapshotQuerySet


class Snapshot(models.Model):
    """One build of a report 报表: figures frozen at a cut-off day, counted up by `version`.

    `figures` is {figure id: number or null}; `cities` {city code: figures}. They are JSON numbers, rates with four
    decimals and money with two.
    """

    report = models.CharField(_("Report"), max_length=20, choices=ReportKind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    city = models.ForeignKey(Division, models.PROTECT, to_field="code", related_name="+", null=True, blank=True)
    year = models.PositiveSmallIntegerField()
    cutoff = models.DateField(_("Cut-off"))
    version = models.PositiveIntegerField(_("Version"))
    figures = models.JSONField()
    cities = models.JSONField(default=dict)
    files = models.ManyToManyField(StoredFile, related_name="snapshots")
    job = models.OneToOneField(Job, models.PROTECT, related_name="snapshot")
    built_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    built_at = models.DateTimeField(_("Built"))

    objects = SnapshotQuerySet["Snapshot"].as_manager()

    class Meta:
        ordering = ["-built_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "organisation", "city", "year", "cutoff", "version"],
                name="snapshot_version",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.cutoff} v{self.version}"
