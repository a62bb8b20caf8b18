"""What people write of a report: its sections, texts asked from below, what a rehearsal found (issue 19)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from campaigns.models import Campaign
from core.touches import touch
from insurers.base.fields import maybe_person, person
from reports.choices import ContributionState, ReportKind, SectionKey
from reports.models.delivery import ReportDuty
from reports.querysets import ContributionQuerySet, WithDutyQuerySet


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ReportSection(models.Model):
    """A section of a report as its office wrote it; it belongs to the series and so survives every rebuild.

    `body` holds numbers as tokens (`reports.documents.tokens`); an empty one is the drafted text. `is_final` says that
    the office has done with it.
    """

    duty = models.ForeignKey(ReportDuty, models.PROTECT, related_name="sections")
    key = models.CharField(_("Summary section"), max_length=20, choices=SectionKey.choices)
    body = models.TextField(_("Text of the section"), blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    is_final = models.BooleanField(_("Section finished"), default=False)
    written_by = person()
    written_at = models.DateTimeField()

    objects = WithDutyQuerySet["ReportSection"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "key"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.duty} {SectionKey(self.key).official}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Contribution(models.Model):
    """A text 供稿 for a section that an organisation asks of one below it, with figures that only that one has, and files.

    `numbers` are [{"name": …, "value": …}]: the names as asked, the values as answered. `due_on` is inclusive. A request
    that was withdrawn stays with its reason, and the same may be asked again.
    """

    asker = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Asker of the text"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Asked of"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    report = models.CharField(_("Report"), max_length=20, choices=ReportKind.choices)
    section = models.CharField(_("Summary section"), max_length=20, choices=SectionKey.choices)
    wanted = models.CharField(_("Text that is wanted"), max_length=300)
    numbers = models.JSONField(default=list)
    wants_files = models.BooleanField(_("Files are wanted"), default=False)
    due_on = models.DateField(_("Due on"))
    asked_by = person()
    asked_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(
        _("State"), max_length=10, choices=ContributionState.choices, default=ContributionState.ASKED
    )
    body = models.TextField(_("Text of the section"), blank=True, default="")
    answered_by = maybe_person()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    taken_by = maybe_person()
    taken_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = maybe_person()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Reasons"), max_length=500, blank=True, default="")

    objects = ContributionQuerySet["Contribution"].as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "organisation", "campaign", "report", "section"],
                condition=~Q(state=ContributionState.WITHDRAWN),
                name="contribution_once",
            )
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        report = f"{ReportKind(self.report).label}{self.campaign.beside}"
        return f"{self.organisation} {report} {SectionKey(self.section).official}"


class Rehearsal(models.Model):
    """What the last rehearsal of a report found: the figures of that day and what would be missing.

    `figures` and `code` are those that a version of that moment would have; no snapshot is kept. `findings` are
    [{"what", "where", "whom", "phones"}] and `paces` [{"what", "is_enough"}] in official words.
    """

    duty = models.OneToOneField(ReportDuty, models.PROTECT, related_name="rehearsal")
    day = models.DateField(_("Cut-off"))
    held_at = models.DateTimeField()
    held_by = maybe_person()
    figures = models.JSONField(default=dict)
    code = models.CharField(max_length=64, default="")
    findings = models.JSONField(default=list)
    paces = models.JSONField(default=list)

    objects = WithDutyQuerySet["Rehearsal"].as_manager()

    def __str__(self) -> str:
        return f"{self.duty} {self.day}"
