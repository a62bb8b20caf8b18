"""What happens to a hazard after it is on record: notices, treatment, reviews, refusal, enforcement (domain.md 5.1).

Side tables, so that the ledger that workbooks fill stays narrow. Every one of them is tracked: the timeline of a
hazard is read from the events that the database wrote.
"""

from typing import Any, TypeVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.touches import touch
from hazards.choices import EnforcementKind, HazardLevel, NoticeState, ReceiverCapacity, RequestState
from hazards.models.hazards import Hazard
from hazards.querysets import CaseFile, HazardParts, NoticeQuerySet, RefusalQuerySet, ReminderQuerySet, ReportQuerySet

M = TypeVar("M", bound=type[models.Model])


def person(label: Any = None, *, empty: bool = False) -> Any:
    return models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=label, null=empty, blank=empty)


def office(label: Any) -> Any:
    return models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=label)


def of_hazard(name: str) -> Any:
    return models.ForeignKey(Hazard, models.PROTECT, related_name=name, verbose_name=_("Hazard"))


def tracked(model: M) -> M:
    """Every write leaves an event; the trackers hold the model they were made for, so each has its own."""
    decorate: Any = pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    found: M = decorate(model)
    return found


class NoticeSeries(models.Model):
    """The last notice number of an organisation in a year."""

    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "year"], name="notice_series_once")]

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.year}: {self.last}"


@tracked
class Notice(models.Model):
    """A written notice 书面告知书 of its finder to one enterprise, on hazards of one source (clause N31)."""

    issuer = office(_("Issuing unit"))
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    number = models.CharField(_("Notice number"), max_length=60)
    source_no = models.CharField(_("Number of the origin"), max_length=60, blank=True, default="")
    state = models.CharField(_("State"), max_length=20, choices=NoticeState.choices, default=NoticeState.ISSUED)
    issued_on = models.DateField(_("Issued on"))
    issued_by = person(_("Issuing unit"))
    issued_at = models.DateTimeField()
    served_on = models.DateField(_("Notified on"), null=True, blank=True)
    receiver = models.CharField(_("Signed by"), max_length=100, blank=True, default="")
    capacity = models.CharField(_("Capacity"), max_length=20, choices=ReceiverCapacity.choices, blank=True, default="")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number"], name="notice_number_of_issuer"),
            models.CheckConstraint(
                condition=~Q(state="SERVED") | (Q(served_on__isnull=False) & ~Q(receiver="")), name="notice_receipt"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.number


@tracked
class NoticeLine(models.Model):
    """A hazard in a notice, with the words that the notice was issued with."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="lines")
    hazard = of_hazard("notice_lines")
    deadline = models.DateField(_("Deadline"))
    measures = models.TextField(_("Advice"), max_length=2000)

    objects = HazardParts["NoticeLine"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "hazard"], name="notice_line_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.hazard_id}"


@tracked
class Treatment(models.Model):
    """How a hazard is treated: five points 五落实, six elements of the plan, interim measures (order 16).

    `points`: {key of `plans.FIVE`: {settled, text, person, amount}}; `elements`: {key of `plans.SIX`: text}.
    """

    hazard = models.OneToOneField(Hazard, models.PROTECT, primary_key=True, related_name="treatment")
    points = models.JSONField(_("Five points"), default=dict, blank=True)
    elements = models.JSONField(_("Six elements of the plan"), default=dict, blank=True)
    interim = models.TextField(_("Interim measures"), max_length=1000, blank=True, default="")
    updated_by = person(_("Person"))
    updated_at = models.DateTimeField()

    objects = HazardParts["Treatment"].as_manager()

    def __str__(self) -> str:
        return str(self.hazard)


@tracked
class Submission(models.Model):
    """A rectification handed in for review; `round` counts from 1."""

    hazard = of_hazard("submissions")
    round = models.PositiveSmallIntegerField(_("Round"))
    rectified_on = models.DateField(_("Rectified on"))
    cost = models.DecimalField(_("Money spent (yuan)"), max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("What was done"), max_length=500, blank=True, default="")
    submitted_by = person(_("Submitted by"))
    submitted_at = models.DateTimeField(_("Submitted at"))

    objects = HazardParts["Submission"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["hazard", "round"], name="hazard_submission_round"),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="hazard_submission_cost"),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.round}"


@tracked
class Review(models.Model):
    """One person's decision on what was submitted; `batch` is the same for those decided together."""

    hazard = of_hazard("reviews")
    passed = models.BooleanField(_("Passed"))
    opinion = models.CharField(_("Review opinion"), max_length=500)
    reviewed_on = models.DateField(_("Reviewed on"))
    deadline = models.DateField(_("New deadline"), null=True, blank=True)
    reviewed_by = person(_("Reviewed by"))
    reviewed_at = models.DateTimeField(_("Reviewed at"))
    batch = models.CharField(_("Decided together"), max_length=32, blank=True, default="")

    objects = HazardParts["Review"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(passed=True) | Q(deadline__isnull=False), name="hazard_return_deadline")
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.passed}"


@tracked
class Confirmation(models.Model):
    """A department's word, in a round of review, that a major hazard may be closed by the insurer (domain.md 5.1)."""

    hazard = of_hazard("confirmations")
    round = models.PositiveSmallIntegerField(_("Round"))
    opinion = models.CharField(_("Review opinion"), max_length=500)
    confirmed_by = person(_("Confirmed by"))
    organisation = office(_("Department"))
    confirmed_at = models.DateTimeField(_("Confirmed at"))

    objects = HazardParts["Confirmation"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["hazard", "round"], name="hazard_confirmation_once")]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.round}"


@tracked
class LevelChange(models.Model):
    """A change between 一般 and 重大, with its reason."""

    hazard = of_hazard("level_changes")
    before = models.CharField(max_length=20, choices=HazardLevel.choices)
    after = models.CharField(max_length=20, choices=HazardLevel.choices)
    basis = models.CharField(_("Criterion or basis"), max_length=300, blank=True, default="")
    reason = models.CharField(_("Reason"), max_length=500)
    changed_by = person(_("Changed by"))
    changed_at = models.DateTimeField()

    objects = HazardParts["LevelChange"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(before=F("after")), name="hazard_level_changes")]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.before} {self.after}"


@tracked
class VoidRequest(models.Model):
    """One person asks for the void, a second one of the same organisation answers."""

    hazard = of_hazard("void_requests")
    reason = models.CharField(_("Reason"), max_length=500)
    state = models.CharField(_("State"), max_length=20, choices=RequestState.choices, default=RequestState.ASKED)
    asked_by = person(_("Asked by"))
    asked_at = models.DateTimeField()
    answered_by = person(_("Answered by"), empty=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = HazardParts["VoidRequest"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["hazard"], condition=Q(state="ASKED"), name="hazard_void_one_open"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")), name="hazard_void_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.state}"


@tracked
class Refusal(models.Model):
    """A refusal 拒不整改 found by two persons of the insurer (clause N34); the red clock runs from `agreed_at`."""

    hazard = of_hazard("refusals")
    state = models.CharField(_("State"), max_length=20, choices=RequestState.choices, default=RequestState.ASKED)
    ground = models.TextField(_("Ground of the refusal"), max_length=1000)
    is_written = models.BooleanField(_("The enterprise refused in writing"))
    found_by = person(_("Found by"))
    found_at = models.DateTimeField(_("Found at"))
    agreed_by = person(_("Second person"), empty=True)
    agreed_at = models.DateTimeField(_("Agreed at"), null=True, blank=True)
    number = models.CharField(_("Report number"), max_length=60, blank=True, default="")
    reported_by = person(_("Reported by"), empty=True)
    reported_at = models.DateTimeField(_("Reported at"), null=True, blank=True)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["hazard"], condition=Q(state="ASKED"), name="refusal_one_open"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("found_by")), name="refusal_two_people"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.number or f"{self.hazard_id}"


@tracked
class RefusalReport(models.Model):
    """What one body got of a refusal: in one role or both, and when it signed for it."""

    refusal = models.ForeignKey(Refusal, models.PROTECT, related_name="reports")
    recipient = office(_("Recipient"))
    roles = ArrayField(models.CharField(max_length=10), verbose_name=_("Told as"))
    sent_at = models.DateTimeField(_("Sent at"))
    due_on = models.DateField(_("To be signed for by"))
    received_by = person(_("Received by"), empty=True)
    received_at = models.DateTimeField(_("Received at"), null=True, blank=True)

    objects = ReportQuerySet["RefusalReport"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["refusal", "recipient"], name="refusal_report_once")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.refusal_id} {self.recipient_id}"


@tracked
class Enforcement(models.Model):
    """A measure of a department or a word on its follow-up (law 65, 70, 78, 102). Fine in yuan."""

    hazard = of_hazard("enforcements")
    organisation = office(_("Department"))
    kind = models.CharField(_("Measure"), max_length=20, choices=EnforcementKind.choices)
    number = models.CharField(_("Document number"), max_length=60, blank=True, default="")
    decided_on = models.DateField(_("Day"))
    fine = models.DecimalField(_("Fine (yuan)"), max_digits=14, decimal_places=2, null=True, blank=True)
    of_refusal = models.BooleanField(_("For the refusal"), default=True)
    published_on = models.DateField(_("Published on"), null=True, blank=True)
    text = models.TextField(_("Content"), max_length=1000, blank=True, default="")
    entered_by = person(_("Entered by"))
    entered_at = models.DateTimeField()

    objects = CaseFile["Enforcement"].as_manager()

    class Meta:
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="FOLLOW_UP") | ~Q(number=""), name="enforcement_number"),
            models.CheckConstraint(
                condition=Q(kind="FINE", fine__gt=0) | Q(fine__isnull=True), name="enforcement_fine"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


@tracked
class Reopening(models.Model):
    """The consent of the department that ordered a stop, after two officers checked on site (2016 rules, art. 25)."""

    hazard = of_hazard("reopenings")
    organisation = office(_("Department"))
    number = models.CharField(_("Document number"), max_length=60)
    agreed_on = models.DateField(_("Agreed on"))
    officers = models.CharField(_("Officers who checked on site"), max_length=100)
    opinion = models.CharField(_("Review opinion"), max_length=500)
    entered_by = person(_("Entered by"))
    entered_at = models.DateTimeField()

    objects = CaseFile["Reopening"].as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number


class Reminder(models.Model):
    """The one message of a person on a day (`digest.py`)."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("Day"))
    text = models.TextField(_("Text"))
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(_("Read at"), null=True, blank=True)

    objects = ReminderQuerySet["Reminder"].as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="reminder_one_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
