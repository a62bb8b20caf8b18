"""The insurer's yearly evaluation of its accident prevention 年度评估报告 (AQ 9010, 8 and 7.4)."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from workbench.querysets import EvaluationQuerySet


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

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["insurer", "year"], name="year_report_once")]

    def __str__(self) -> str:
        return f"{self.insurer} {self.year}"
