"""Cases of authorities with their steps, answers, requests for more time, stages of penalties, and handing up."""

from datetime import date
from typing import TypeVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Division, Organisation
from core.touches import touch
from dispositions.choices import TOLD, Article, CaseSource, CaseState, FineStage, StepState
from dispositions.querysets import CaseQuerySet, OfCase, StepQuerySet
from dispositions.rules import CORRECTING, INWARD, LETTERED
from enterprises.choices import Sector
from enterprises.models import Enterprise
from inspections.choices import Disposition, FindingKind, FindingSubject
from insurers.base.fields import maybe_person, person

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Keep the history of a model; each has events of its own."""
    made: M = pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())(model)
    return made


@tracked
class Case(models.Model):
    """One case: whom it is about, where, from which fact, which authority has it, how far it is, how it ended.

    `source` and `source_key` name the fact that opened it; `origins` are all facts that it deals with. `kind` is what the
    fact was about, where there is a code for it. `subject_name` is the name on the day.
    `sent_on` is the day of the first paper to the subject, which sees the case from then on. `referred_from` handed it up.
    """

    number = models.CharField(_("Case number"), max_length=60, unique=True)
    subject = models.CharField(_("Subject"), max_length=20, choices=FindingSubject.choices)
    subject_name = models.CharField(_("Name of the subject"), max_length=200)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="dispositions", null=True, blank=True, verbose_name=_("Enterprise")
    )
    insurer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Insurer")
    )
    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Safety service agency")
    )
    city = models.ForeignKey(
        Division, models.PROTECT, related_name="+", to_field="code", db_column="city_code", verbose_name=_("City")
    )
    county = models.ForeignKey(
        Division,
        models.PROTECT,
        related_name="+",
        to_field="code",
        db_column="county_code",
        null=True,
        blank=True,
        verbose_name=_("County"),
    )
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector.choices, blank=True, default="")
    source = models.CharField(_("Origin"), max_length=20, choices=CaseSource.choices)
    source_key = models.CharField(max_length=100)
    source_name = models.CharField(_("Number of the origin"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=30, choices=FindingKind.choices, blank=True, default="")
    title = models.CharField(pgettext_lazy("disposition", "Matter"), max_length=200)
    facts = models.TextField(_("Facts established"), max_length=2000)
    basis = models.CharField(_("Basis"), max_length=300, blank=True, default="")
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Authority"))
    referred_from = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Handed up by")
    )
    handler = person(_("Handler"))
    state = models.CharField(_("State"), max_length=20, choices=CaseState.choices, default=CaseState.OPENED)
    opened_on = models.DateField(_("Opened on"))
    opened_by = person(_("Opened by"))
    opened_at = models.DateTimeField()
    sent_on = models.DateField(_("First paper on"), null=True, blank=True)
    outcome = models.CharField(_("Ended by"), max_length=20, choices=Disposition.choices, blank=True, default="")
    closed_on = models.DateField(pgettext_lazy("disposition", "Ended on"), null=True, blank=True)
    closing_note = models.TextField(_("Handling and outcome"), max_length=2000, blank=True, default="")
    closed_by = maybe_person()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet["Case"].as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        triggers = [touch()]
        indexes = [
            models.Index(fields=["authority", "state"], name="case_of_authority"),
            models.Index(fields=["-opened_on", "-id"], name="case_by_day"),
            models.Index(fields=["city", "subject", "state"], name="case_of_place"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="disposition_one_a_fact"),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(kind=FindingKind.NOT_INSURED) & ~Q(state=CaseState.CLOSED),
                name="disposition_one_uninsured",
            ),
            models.CheckConstraint(
                condition=Q(subject=FindingSubject.ENTERPRISE, insurer__isnull=True, agency__isnull=True)
                | Q(subject=FindingSubject.INSURER, enterprise__isnull=True, agency__isnull=True)
                | Q(subject=FindingSubject.AGENCY, enterprise__isnull=True, insurer__isnull=True),
                name="disposition_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_on__isnull=False) & ~Q(outcome="")
                | ~Q(state=CaseState.CLOSED) & Q(outcome="", closed_on__isnull=True),
                name="disposition_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number


@tracked
class Origin(models.Model):
    """A fact that a case deals with: the one that opened it, and others of the same matter that joined it later."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="origins")
    source = models.CharField(_("Origin"), max_length=20, choices=CaseSource.choices)
    key = models.CharField(max_length=100)
    name = models.CharField(_("Number of the origin"), max_length=200)
    added_by = person(_("Entered by"))
    added_at = models.DateTimeField()

    objects = OfCase["Origin"].as_manager()

    class Meta:
        ordering = ["case", "pk"]
        triggers = [touch()]
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="disposition_fact_once")]

    def __str__(self) -> str:
        return self.name


@tracked
class Step(models.Model):
    """A measure in a case: proposed, decided by a second person where the table asks for one, issued, answered, done.

    Of an end as unfounded `text` is the reason, `basis` how the facts stood when it was proposed.
    `authority` took it: a case that was handed up keeps the steps of whom had it before. `due_on` is the day by which
    to answer or to correct, more time included. `amount` in yuan; `overdue`: the fine is for not correcting in time.
    `met_on`, `met_at` and the officers are those of an interview, as its notice says, or of a penalty; an interview took
    place on `done_on`. `signed_by` signs for the paper at the
    subject, `receipt_by` is the second person there. `withdrawal_by` asks that a paper that two people agreed to be
    withdrawn, which waits for another person; `withdrawal_note` is why, or why it was not agreed to.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(_("Measure"), max_length=20, choices=Disposition.choices)
    state = models.CharField(_("State"), max_length=20, choices=StepState.choices)
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Authority"))
    text = models.TextField(_("What is required"), max_length=2000)
    article = models.CharField(_("Article"), max_length=30, choices=Article.choices, blank=True, default="")
    basis = models.CharField(_("Basis"), max_length=300, blank=True, default="")
    addressee = models.CharField(_("Addressee"), max_length=200, blank=True, default="")
    doc_no = models.CharField(_("Number of the document"), max_length=60, blank=True, default="")
    issued_on = models.DateField(_("Issued on"), null=True, blank=True)
    due_on = models.DateField(pgettext_lazy("disposition", "Due on"), null=True, blank=True)
    amount = models.DecimalField(_("Fine (yuan)"), max_digits=14, decimal_places=2, null=True, blank=True)
    overdue = models.BooleanField(_("Not corrected in time"), default=False)
    first_officer = models.CharField(_("First officer"), max_length=50, blank=True, default="")
    second_officer = models.CharField(_("Second officer"), max_length=50, blank=True, default="")
    met_on = models.DateField(_("Interview on"), null=True, blank=True)
    met_at = models.CharField(_("Time and place"), max_length=200, blank=True, default="")
    minutes = models.TextField(pgettext_lazy("disposition", "Minutes"), max_length=4000, blank=True, default="")
    proposed_by = person(_("Proposed by"))
    proposed_at = models.DateTimeField()
    decided_by = maybe_person()
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    signed_by = maybe_person()
    signed_at = models.DateTimeField(null=True, blank=True)
    receipt_by = maybe_person()
    receipt_at = models.DateTimeField(null=True, blank=True)
    withdrawal_by = maybe_person()
    withdrawal_note = models.CharField(_("Why it is to be withdrawn"), max_length=500, blank=True, default="")
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    done_note = models.CharField(pgettext_lazy("disposition", "What was done"), max_length=500, blank=True, default="")

    objects = StepQuerySet["Step"].as_manager()

    class Meta:
        ordering = ["case", "seq"]
        triggers = [touch()]
        indexes = [models.Index(fields=["state", "due_on"], name="step_by_due_day")]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="disposition_step_no"),
            models.UniqueConstraint(
                fields=["authority", "doc_no"], condition=~Q(doc_no=""), name="disposition_number_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="disposition_step_two_people",
            ),
            models.CheckConstraint(
                condition=Q(receipt_by__isnull=True) | ~Q(receipt_by=F("signed_by")),
                name="disposition_receipt_two_people",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0, kind=Disposition.PENALTY),
                name="disposition_fine_of_penalty",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(issued_on__isnull=True) | Q(due_on__gt=F("issued_on")),
                name="disposition_due_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"

    @cached_property
    def ended_on(self) -> date | None:
        """The day of the answer, or without one that counts, the day on which it was done; what was withdrawn was not.

        The list of measures puts the day of a fine's publication in its place.
        """
        if self.state == StepState.WITHDRAWN:
            return None
        reply = getattr(self, "reply", None)
        counts = reply is not None and not (reply.accepted is False and self.kind in CORRECTING)
        return reply.given_on if reply is not None and counts else self.done_on

    @property
    def proposal(self) -> str:
        """What tells a proposal from one that was sent back and made anew."""
        return f"{self.proposed_at.timestamp():.6f}"

    @property
    def awaits_withdrawal(self) -> bool:
        """Whether its withdrawal waits for a second person of the authority."""
        return self.state == StepState.ISSUED and self.withdrawal_by_id is not None

    @property
    def awaits_receipt(self) -> bool:
        """Whether a paper, of the portal or of the authority's own system, went to a subject that works here and is asked
        to sign for it, and two of its people have not done so."""
        is_sent = self.state in TOLD and self.kind not in INWARD
        return is_sent and self.receipt_by_id is None and self.case.subject != FindingSubject.ENTERPRISE

    @property
    def is_unsigned(self) -> bool:
        """Whether nobody has signed for such a paper."""
        return self.awaits_receipt and self.signed_by_id is None

    @property
    def has_paper(self) -> bool:
        """Whether the portal makes its paper."""
        return self.kind in LETTERED


@tracked
class Reply(models.Model):
    """The answer of the subject to a step, or its paper answer filed by the authority; looked at once.

    A further answer, after the first to an order was refused, stands below the first in the same text.
    """

    step = models.OneToOneField(Step, models.PROTECT, related_name="reply")
    number = models.CharField(_("Number of the document"), max_length=60, blank=True, default="")
    text = models.TextField(_("Answer"), max_length=4000)
    given_on = models.DateField(_("Answered on"))
    is_paper = models.BooleanField(_("On paper"), default=False)
    given_by = person(_("Answered by"))
    given_at = models.DateTimeField()
    accepted = models.BooleanField(_("Accepted"), null=True, blank=True)
    review_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    reviewed_by = maybe_person()
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = OfCase["Reply"].as_manager()

    class Meta:
        ordering = ["step"]
        triggers = [touch()]

    def __str__(self) -> str:
        return str(self.step)


@tracked
class Extension(models.Model):
    """A request of the subject for more time, once a step; `before` is the day that it was to be answered by."""

    step = models.OneToOneField(Step, models.PROTECT, related_name="extension")
    before = models.DateField(_("Due before"))
    until = models.DateField(_("Asked until"))
    reason = models.CharField(_("Why an extension"), max_length=500)
    asked_by = person(_("Asked by"))
    asked_at = models.DateTimeField()
    granted = models.BooleanField(_("Granted"), null=True, blank=True)
    note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    answered_by = maybe_person()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfCase["Extension"].as_manager()

    class Meta:
        ordering = ["step"]
        triggers = [touch()]

    def __str__(self) -> str:
        return str(self.step)


@tracked
class Stage(models.Model):
    """A stage of a penalty with number and day."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="stages")
    stage = models.CharField(pgettext_lazy("penalty", "Stage"), max_length=20, choices=FineStage.choices)
    number = models.CharField(_("Number of the document"), max_length=60, blank=True, default="")
    reached_on = models.DateField(_("Day"))
    note = models.CharField(_("Note"), max_length=500, blank=True, default="")
    entered_by = person(_("Entered by"))
    entered_at = models.DateTimeField()

    objects = OfCase["Stage"].as_manager()

    class Meta:
        ordering = ["step", "reached_on", "pk"]
        triggers = [touch()]
        constraints = [models.UniqueConstraint(fields=["step", "stage"], name="disposition_stage_once")]

    def __str__(self) -> str:
        return f"{self.step} {self.get_stage_display()}"


@tracked
class Referral(models.Model):
    """A case handed up 转办 by a sub-office, once, with its reason."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="referral")
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Handed up by"))
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Handed up to"))
    reason = models.CharField(_("Reason"), max_length=500)
    sent_on = models.DateField(_("Handed up on"))
    sent_by = person(_("Handed up by"))
    sent_at = models.DateTimeField()
    received_by = maybe_person()
    received_at = models.DateTimeField(null=True, blank=True)

    objects = OfCase["Referral"].as_manager()

    class Meta:
        ordering = ["case"]
        triggers = [touch()]

    def __str__(self) -> str:
        return str(self.case)
