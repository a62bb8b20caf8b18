"""Refusals, what departments did of them, and the reminders of what is due (clauses N34 to N36; domain.md 5.1)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.touches import touch
from hazards.choices import EnforcementKind, RequestState
from hazards.models.life import of_hazard, office, person, stays, tracked
from hazards.querysets import CaseFile, RefusalQuerySet, ReportQuerySet


@tracked
class Refusal(models.Model):
    """A refusal 拒不整改 found by two persons of the insurer (clause N34); the red clock runs from `agreed_at`.

    `words` is what the report said of the hazard on its day (`letters_of.words_of`), empty before it is sent.
    """

    hazard = of_hazard("refusals")
    state = models.CharField(_("State"), max_length=20, choices=RequestState.choices, default=RequestState.ASKED)
    ground = models.TextField(_("Ground of the refusal"), max_length=1000)
    is_written = models.BooleanField(_("The enterprise refused in writing"))
    evidence_note = models.CharField(
        _("What the evidence shows, as the report names it"), max_length=500, blank=True, default=""
    )
    found_by = person(_("Found by"))
    found_at = models.DateTimeField(_("Found at"))
    agreed_by = person(_("Second person"), empty=True)
    agreed_at = models.DateTimeField(_("Agreed at"), null=True, blank=True)
    number = models.CharField(_("Report number"), max_length=60, blank=True, default="")
    reported_by = person(_("Reported by"), empty=True)
    reported_at = models.DateTimeField(_("Reported at"), null=True, blank=True)
    words = models.JSONField(_("Words of the report"), default=dict, blank=True)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["hazard"], condition=Q(state=RequestState.ASKED), name="refusal_one_open"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("found_by")), name="refusal_two_people"
            ),
        ]
        triggers = [touch(), stays()]

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
        triggers = [touch(), stays()]

    def __str__(self) -> str:
        return f"{self.refusal_id} {self.recipient_id}"


@tracked
class Enforcement(models.Model):
    """A measure of a department or a word on its follow-up (law 65, 70, 78, 102). Fine in yuan.

    `refusal` is the case that it belongs to, empty where a department acted on a hazard that nobody refused to remove.
    `files_until` is the newest file of the hazard at that moment: what a stop asks for must be newer.
    """

    hazard = of_hazard("enforcements")
    refusal = models.ForeignKey(
        Refusal, models.PROTECT, related_name="enforcements", null=True, blank=True, verbose_name=_("Refusal")
    )
    organisation = office(_("Department"))
    kind = models.CharField(_("Measure"), max_length=20, choices=EnforcementKind.choices)
    number = models.CharField(_("Document number"), max_length=60, blank=True, default="")
    decided_on = models.DateField(_("Day"))
    fine = models.DecimalField(_("Fine (yuan)"), max_digits=14, decimal_places=2, null=True, blank=True)
    of_refusal = models.BooleanField(_("For the refusal"), default=True)
    published_on = models.DateField(_("Published on"), null=True, blank=True)
    text = models.TextField(_("Text of the entry"), max_length=1000, blank=True, default="")
    files_until = models.BigIntegerField(default=0)
    entered_by = person(_("Entered by"))
    entered_at = models.DateTimeField()

    objects = CaseFile["Enforcement"].as_manager()

    class Meta:
        triggers = [touch(), stays()]
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EnforcementKind.FOLLOW_UP) | ~Q(number=""), name="enforcement_number"
            ),
            models.CheckConstraint(
                condition=Q(kind=EnforcementKind.FINE, fine__gt=0) | Q(fine__isnull=True), name="enforcement_fine"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


@tracked
class FineProposal(models.Model):
    """A fine as one person of a department wrote it down, before a second one answers; `measure` is what came of it.

    Fine in yuan. Until the second person agrees there is no measure, and nothing counts it. `reason` is why it was not
    agreed to, or by what it lapsed.
    """

    hazard = of_hazard("fine_proposals")
    organisation = office(_("Department"))
    number = models.CharField(_("Document number"), max_length=60)
    decided_on = models.DateField(_("Day"))
    fine = models.DecimalField(_("Fine (yuan)"), max_digits=14, decimal_places=2)
    of_refusal = models.BooleanField(_("For the refusal"), default=True)
    text = models.TextField(_("Text of the entry"), max_length=1000, blank=True, default="")
    state = models.CharField(_("State"), max_length=20, choices=RequestState.choices, default=RequestState.ASKED)
    asked_by = person(_("Asked by"))
    asked_at = models.DateTimeField()
    answered_by = person(_("Answered by"), empty=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=500, blank=True, default="")
    measure = models.OneToOneField(
        Enforcement, models.PROTECT, related_name="proposal", null=True, blank=True, verbose_name=_("Measure")
    )

    objects = CaseFile["FineProposal"].as_manager()

    class Meta:
        triggers = [touch(), stays()]
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hazard", "organisation"], condition=Q(state=RequestState.ASKED), name="fine_proposal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")), name="fine_proposal_two_people"
            ),
            models.CheckConstraint(condition=Q(fine__gt=0), name="fine_proposal_amount"),
            models.CheckConstraint(
                condition=Q(state=RequestState.AGREED, measure__isnull=False, answered_by__isnull=False)
                | ~Q(state=RequestState.AGREED) & Q(measure__isnull=True),
                name="fine_proposal_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.number


@tracked
class Reopening(models.Model):
    """The consent of the department that ordered a stop, after two officers checked on site (2016 rules, art. 25).

    Each lifts one stop; what another department ordered stays in force.
    """

    hazard = of_hazard("reopenings")
    stop = models.OneToOneField(Enforcement, models.PROTECT, related_name="reopening", verbose_name=_("Measure"))
    organisation = office(_("Department"))
    number = models.CharField(_("Document number"), max_length=60)
    agreed_on = models.DateField(_("Agreed on"))
    officers = models.CharField(_("Officers who checked on site"), max_length=100)
    opinion = models.CharField(_("Review opinion"), max_length=500)
    entered_by = person(_("Entered by"))
    entered_at = models.DateTimeField()

    objects = CaseFile["Reopening"].as_manager()

    class Meta:
        triggers = [stays()]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number
