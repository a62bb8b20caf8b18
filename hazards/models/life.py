"""What happens to a hazard after it is on record: notices, treatment, reviews, changes, voids (domain.md 5.1).

Side tables, so that the ledger that workbooks fill stays narrow. Every one of them is tracked: the timeline of a
hazard is read from the events that the database wrote.
"""

from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.plain import Label
from core.touches import touch
from hazards.choices import HazardLevel, NoticeState, ReceiverCapacity, RequestState
from hazards.models.hazards import Hazard
from hazards.querysets import HazardParts, NoticeQuerySet

M = TypeVar("M", bound=type[models.Model])


def person(label: "Label | None" = None, *, empty: bool = False) -> Any:
    return models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=label, null=empty, blank=empty)


def office(label: Label) -> Any:
    return models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=label)


def of_hazard(name: str) -> Any:
    return models.ForeignKey(Hazard, models.PROTECT, related_name=name, verbose_name=_("Hazard"))


def tracked(model: M) -> M:
    """Every write leaves an event and no row is deleted, whoever writes: what happened is corrected, not taken away.

    The trackers hold the model they were made for, so each has its own.
    """
    decorate = pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    found: M = decorate(model)
    return found


def stays() -> pgtrigger.Trigger:
    """The database refuses to delete a row of a hazard's life (N32)."""
    return pgtrigger.Protect(name="stays", operation=pgtrigger.Delete)


class LetterSeries(models.Model):
    """The last number of an organisation's letters of a kind (`numbering.letter_number`) in a year."""

    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "kind", "year"], name="letter_series_once")]

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.kind} {self.year}: {self.last}"


@tracked
class Notice(models.Model):
    """A written notice 书面告知书 of its finder to one enterprise, on hazards of one source (clause N31).

    The names of both stay as they were on the day, as the words of its lines do: what was signed does not change.
    """

    issuer = office(_("Issuing unit"))
    issuer_name = models.CharField(_("Issuing unit"), max_length=200)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    enterprise_name = models.CharField(_("Enterprise"), max_length=200)
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
                condition=~Q(state=NoticeState.SERVED) | (Q(served_on__isnull=False) & ~Q(receiver="")),
                name="notice_receipt",
            ),
        ]
        triggers = [touch(), stays()]

    def __str__(self) -> str:
        return self.number


@tracked
class NoticeLine(models.Model):
    """A hazard in a notice, with the words that the notice was issued with."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="lines")
    hazard = of_hazard("notice_lines")
    level = models.CharField(_("Level"), max_length=20, choices=HazardLevel.choices)
    place = models.CharField(_("Part or place"), max_length=200)
    description = models.TextField(_("Description"), max_length=2000)
    basis = models.CharField(_("Criterion or basis"), max_length=300, blank=True, default="")
    found_on = models.DateField(_("Found on"))
    deadline = models.DateField(_("Deadline"))
    measures = models.TextField(_("Advice"), max_length=2000)

    objects = HazardParts["NoticeLine"].as_manager()

    class Meta:
        triggers = [stays()]
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
        triggers = [stays()]
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
        triggers = [stays()]
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
        triggers = [stays()]
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
        triggers = [stays()]
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(before=F("after")), name="hazard_level_changes")]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.before} {self.after}"


@tracked
class Extension(models.Model):
    """A later deadline, with its reason: the first one stays on record."""

    hazard = of_hazard("extensions")
    before = models.DateField(_("Deadline"))
    after = models.DateField(_("New deadline"))
    reason = models.CharField(_("Reason"), max_length=500)
    extended_by = person(_("Changed by"))
    extended_at = models.DateTimeField()

    objects = HazardParts["Extension"].as_manager()

    class Meta:
        triggers = [stays()]
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(after__gt=F("before")), name="hazard_extension_later")]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.after}"


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
        triggers = [stays()]
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hazard"], condition=Q(state=RequestState.ASKED), name="hazard_void_one_open"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")), name="hazard_void_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.state}"
