"""What is done about those who must insure and do not: reminders, cases, clearances (domain.md 2.2; law, article 109)."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.touches import touch
from coverage.choices import CaseOutcome, CaseState, ClearanceGround, FineState, GapKind, ReminderChannel
from coverage.querysets import CaseRows, FineRows
from enterprises.models import Enterprise
from enterprises.querysets import OfEnterprise
from insurers.base.fields import person


class GapReminder(models.Model):
    """A reminder to insure 督促; `reference_on` is the day on which the gap was judged."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="gap_reminders")
    kind = models.CharField(_("Kind of gap"), max_length=20, choices=GapKind.choices)
    reference_on = models.DateField(_("Reference date"))
    channel = models.CharField(_("Way"), max_length=20, choices=ReminderChannel.choices)
    text = models.CharField(_("What was said"), max_length=500)
    sent_by = person()
    sent_at = models.DateTimeField()

    objects = OfEnterprise["GapReminder"].as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.reference_on}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GapCase(models.Model):
    """A case against an uninsured enterprise."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="gap_cases")
    kind = models.CharField(_("Kind of gap"), max_length=20, choices=GapKind.choices)
    reference_on = models.DateField(_("Reference date"))
    state = models.CharField(_("State"), max_length=20, choices=CaseState.choices, default=CaseState.OPENED)
    facts = models.CharField(_("Facts established"), max_length=500)
    opened_by = person()
    opened_at = models.DateTimeField()
    order_no = models.CharField(_("Number of the order"), max_length=60, blank=True, default="")
    ordered_on = models.DateField(_("Order of"), null=True, blank=True)
    order_due_on = models.DateField(_("To be insured by"), null=True, blank=True)
    feedback = models.CharField(_("Feedback of the enterprise"), max_length=500, blank=True, default="")
    feedback_on = models.DateField(_("Feedback of"), null=True, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=20, choices=CaseOutcome.choices, blank=True, default="")
    closing_note = models.CharField(_("Closing note"), max_length=500, blank=True, default="")
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)

    objects = CaseRows["GapCase"].as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        triggers = [touch()]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=~Q(state=CaseState.CLOSED), name="gap_case_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {timezone.localdate(self.opened_at)}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GapFine(models.Model):
    """A penalty decision of article 109: proposed, decided by a second person, published. The amount is in yuan.

    `overdue`: the order to insure was not followed in time. A case has one fine of each kind at most.
    """

    case = models.ForeignKey(GapCase, models.PROTECT, related_name="fines")
    number = models.CharField(_("Number of the penalty decision"), max_length=60)
    decided_on = models.DateField(_("Decision of"))
    amount = models.DecimalField(_("Fine (yuan)"), max_digits=14, decimal_places=2)
    overdue = models.BooleanField(_("Not corrected in time"))
    state = models.CharField(_("State"), max_length=20, choices=FineState.choices, default=FineState.PROPOSED)
    proposed_by = person()
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    published_on = models.DateField(_("Published on"), null=True, blank=True)

    objects = FineRows["GapFine"].as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        triggers = [touch()]
        constraints = [
            # The range of article 109 is a dated rule; the service checks it.
            models.CheckConstraint(condition=Q(amount__gt=0), name="gap_fine_amount"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("proposed_by")),
                name="gap_fine_two_people",
            ),
            models.UniqueConstraint(
                fields=["case", "overdue"], condition=~Q(state=FineState.REFUSED), name="gap_fine_one_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.number}"


class GapClearance(models.Model):
    """A candidate cleared on the facts of the day: it returns when one of them changes, and not before.

    `status` and `sectors` are the entry's at that time; the policies are compared by when they changed last.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="gap_clearances")
    ground = models.CharField(_("Ground"), max_length=20, choices=ClearanceGround.choices)
    note = models.CharField(_("Facts and basis"), max_length=500)
    reference_on = models.DateField(_("Reference date"))
    status = models.CharField(max_length=20)
    sectors = ArrayField(models.CharField(max_length=20))
    cleared_by = person()
    cleared_at = models.DateTimeField()

    objects = OfEnterprise["GapClearance"].as_manager()

    class Meta:
        ordering = ["-cleared_at", "-pk"]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_ground_display()}"
