"""Snapshots: a report's figures as they stood, with the files made of them."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Division, Organisation
from accounts.roles import Role
from core.models import Job, StoredFile
from reports.choices import ReportKind

if TYPE_CHECKING:
    from accounts.models import User


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, user: "User | Any") -> Self:
        """The organisation that built it; the province reads all (domain.md 1.5)."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        if user.role == Role.PROV_EM:
            return self
        if user.role == Role.CITY_EM:
            return self.filter(organisation_id=user.organisation_id)
        return self.none()


class Snapshot(models.Model):
    """One build of a report 报表: figures frozen at a cut-off day, counted up by `version`.

    `figures` is {figure id: number or null}; `cities` {city code: figures} for the province. Numbers stand as
    strings of the decimal to be printed, so that nothing is lost on the way through JSON.
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

    objects = SnapshotQuerySet.as_manager()

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
