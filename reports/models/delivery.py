"""Who owes which report to whom, and how each version goes there (domain.md 5.4)."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from campaigns.models import Campaign
from core.touches import touch
from insurers.base.fields import maybe_person
from reports.choices import OPEN_STATES, ReportKind, SubmissionState
from reports.models.snapshots import Snapshot
from reports.permissions import ReportPermission
from reports.querysets import CorrectionQuerySet, DutyQuerySet, SubmissionQuerySet


class ReportDuty(models.Model):
    """An organisation owes a report of a campaign to a recipient by a day, inclusive.

    `recipient` is empty where the recipient does not work in the portal; `recipient_name` always names it. `basis`
    says where the duty and its day are written.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="report_duties")
    report = models.CharField(_("Report"), max_length=20, choices=ReportKind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="report_duties")
    recipient = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    recipient_name = models.CharField(_("Recipient"), max_length=100)
    due_on = models.DateField(_("Due on"))
    basis = models.CharField(_("Basis"), max_length=200)

    objects = DutyQuerySet["ReportDuty"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "report", "organisation"], name="report_duty_once")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.organisation} {ReportKind(self.report).label}{self.campaign.beside}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Submission(models.Model):
    """One version of a report on its way to the recipient; without a snapshot, one that was received outside.

    Three facts, each with its own word: `is_late` (按时 or 逾期), `is_locked` (已锁定 or 未锁定), `missing` (齐全 or
    缺件). `submitted_at` is by the clock of the database. `copies_to` are the offices named under 抄送 in the imprint.
    `moved` are the sentences that no longer held when it was delivered, as the office was told and confirmed it:
    [{"heading", "number", "text", "moves": [{"label", "then", "now"}]}].
    """

    duty = models.ForeignKey(ReportDuty, models.PROTECT, related_name="submissions")
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="submission", null=True, blank=True)
    state = models.CharField(_("State"), max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    document_no = models.CharField(_("Document number"), max_length=60, blank=True, default="")
    copies_to = models.CharField(_("Copies to"), max_length=200, blank=True, default="")
    prepared_by = maybe_person()
    prepared_at = models.DateTimeField(_("Sent for review"), null=True, blank=True)
    signed_by = maybe_person()
    signed_at = models.DateTimeField(_("Signed"), null=True, blank=True)
    #: The organisation had nobody else who could have signed.
    is_alone = models.BooleanField(default=False)
    submitted_by = maybe_person()
    submitted_at = models.DateTimeField(pgettext_lazy("report", "Submitted"), null=True, blank=True)
    is_late = models.BooleanField(_("Late"), default=False)
    moved = models.JSONField(default=list, blank=True)
    answered_by = maybe_person()
    answered_at = models.DateTimeField(_("Received or returned"), null=True, blank=True)
    reason = models.CharField(_("Reasons"), max_length=500, blank=True, default="")
    #: {section: its text with tokens}, as it was signed; empty before.
    text = models.JSONField(default=dict, blank=True)
    archived_by = maybe_person()
    archived_at = models.DateTimeField(_("Archived"), null=True, blank=True)

    objects = SubmissionQuerySet["Submission"].as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty"],
                condition=Q(state__in=[*OPEN_STATES], snapshot__isnull=False),
                name="submission_open_once",
            ),
            models.UniqueConstraint(
                fields=["duty"],
                condition=Q(snapshot__isnull=True) & ~Q(state=SubmissionState.RETURNED),
                name="submission_outside_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | Q(is_alone=True) | ~Q(signed_by=F("prepared_by")),
                name="submission_two_people",
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        version = f"v{self.snapshot.version}" if self.snapshot else "平台外报送"
        return f"{self.duty} {version}"

    @property
    def mark(self) -> str:
        """What tells this text from one that was sent back and prepared or signed anew."""
        return " ".join(f"{at.timestamp():.6f}" for at in (self.prepared_at, self.signed_at) if at)

    @property
    def is_outside(self) -> bool:
        """Received on paper or elsewhere, and registered by the receiver 补录."""
        return self.snapshot_id is None

    @property
    def is_locked(self) -> bool:
        return self.state in {SubmissionState.SUBMITTED, SubmissionState.RECEIVED, SubmissionState.ARCHIVED}

    @property
    def due_on(self) -> date:
        return self.duty.due_on

    def colleagues(self) -> list[User]:
        """The people of its office who may review, sign and deliver."""
        people = User.objects.filter(organisation=self.duty.organisation_id, is_active=True).order_by("pk")
        return [one for one in people if one.may(ReportPermission.REPORT_DELIVER)]

    def not_drafting(self) -> list[User]:
        """The colleagues who neither built this version nor wrote of it: words that stand in it, or since it was built."""
        if self.snapshot is None:
            return self.colleagues()
        sections, since = self.duty.sections, self.snapshot.built_at
        drafters = {self.snapshot.built_by_id, *sections.exclude(body="").values_list("written_by", flat=True)}
        drafters |= set(sections.filter(events__written_at__gte=since).values_list("events__written_by", flat=True))
        return [one for one in self.colleagues() if one.pk not in drafters]


class Correction(models.Model):
    """A correction 更正 of a report that was received: numbered within it, with the reason, before and after."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField(_("Number"))
    place = models.CharField(_("Where"), max_length=100)
    before = models.CharField(_("Before"), max_length=300)
    after = models.CharField(_("After"), max_length=300)
    reason = models.CharField(_("Reasons"), max_length=500)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = CorrectionQuerySet["Correction"].as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="correction_no_of_report")]

    def __str__(self) -> str:
        return f"{self.submission} 更正{self.number}"
