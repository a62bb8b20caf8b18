"""The insurer's yearly evaluation 年度评估报告 (AQ 9010, 8 and 7.4); work handed on, and who stands in during leave."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.touches import touch
from insurers.base.fields import person as somebody
from workbench.querysets import EvaluationQuerySet, OwnOfficeQuerySet


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class YearReport(models.Model):
    """What an insurer says of a year in words; the figures beside it are counted from the ledgers when it is read."""

    insurer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Insurer"))
    year = models.PositiveSmallIntegerField(_("Year"))
    work = models.TextField(_("What was done"), max_length=4000)
    problems = models.TextField(_("Existing problems"), max_length=4000)
    measures = models.TextField(_("Improvements"), max_length=4000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Written by"))
    written_at = models.DateTimeField(_("Written at"))

    objects = EvaluationQuerySet["YearReport"].as_manager()
    version_field = "written_at"

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["insurer", "year"], name="year_report_once")]

    def __str__(self) -> str:
        return f"{self.insurer} {self.year}"


class Delegation(models.Model):
    """A line of the workbench that one person handed on to a colleague 转办, until it is taken back.

    The line is named by its address; while it waits it shows at the colleague, and at whoever stands in for them.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Organisation"))
    url = models.CharField(max_length=300)
    title = models.CharField(_("Item"), max_length=300)
    given_by = somebody(_("Handed on by"))
    taken_by = somebody(_("Handed on to"))
    note = models.CharField(_("Note"), max_length=300, blank=True, default="")
    given_at = models.DateTimeField(_("Handed on at"))
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OwnOfficeQuerySet["Delegation"].as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        triggers = [touch()]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "url"], condition=Q(ended_at__isnull=True), name="delegation_once"
            ),
            models.CheckConstraint(condition=~Q(given_by=F("taken_by")), name="delegation_two_people"),
        ]

    def __str__(self) -> str:
        return self.title


class Absence(models.Model):
    """The days of a person's leave and the colleague who stands in, both days inclusive."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Organisation"))
    person = somebody(_("Absent"))
    deputy = somebody(_("Deputy"))
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    entered_at = models.DateTimeField()

    objects = OwnOfficeQuerySet["Absence"].as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        triggers = [touch()]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_days"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="absence_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_on} — {self.ends_on}"
