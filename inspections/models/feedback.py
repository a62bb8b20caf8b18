"""What the inspected side is told and answers: comments to the city, objections, answers of insurers (domain.md 5.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.touches import touch
from inspections.choices import FindingKind, LawArticle, ObjectionResult
from inspections.models.findings import Finding
from inspections.models.tasks import Task
from inspections.querysets import OfFinding, OfTask


class Feedback(models.Model):
    """The written comments 交叉检查反馈意见 of a task, and the inspected city's answer.

    `office` and `addressee` are the names of the two bureaus as they stood on the day. Objections are taken until
    `objections_until`, that day included, and no longer than until the answer.
    """

    task = models.OneToOneField(Task, models.PROTECT, related_name="feedback")
    number = models.CharField(_("Document number"), max_length=60, unique=True)
    office = models.CharField(_("Issuing unit"), max_length=100)
    addressee = models.CharField(_("Addressee"), max_length=100)
    text = models.TextField(_("Overall comments"), max_length=2000)
    issued_on = models.DateField(_("Issued on"))
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    objections_until = models.DateField(_("Objections until"))
    answer = models.TextField(_("Answer of the inspected city"), max_length=2000, blank=True, default="")
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfTask["Feedback"].as_manager()

    class Meta:
        ordering = ["task"]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.number


class Objection(models.Model):
    """An objection of the inspected city to a finding, and how the inspecting city's leader decided it.

    `kind_before`, `fact_before`, `basis_before`: the finding as the comments told it, where the decision changed it.
    """

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="objection")
    reason = models.TextField(_("Reasons of the objection"), max_length=2000)
    raised_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    result = models.CharField(_("Decision"), max_length=20, choices=ObjectionResult.choices, blank=True, default="")
    ruling = models.TextField(_("Reasons of the decision"), max_length=2000, blank=True, default="")
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    kind_before = models.CharField(max_length=30, choices=FindingKind.choices, blank=True, default="")
    fact_before = models.TextField(max_length=2000, blank=True, default="")
    basis_before = models.CharField(max_length=300, choices=LawArticle.choices, blank=True, default="")

    objects = OfFinding["Objection"].as_manager()

    class Meta:
        ordering = ["finding"]

    def __str__(self) -> str:
        return str(self.finding)


class InsurerAnswer(models.Model):
    """What an inspected insurer, or its city branch, answers to a finding on it: once."""

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="insurer_answer")
    text = models.TextField(_("Answer of the insurer"), max_length=2000)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    objects = OfFinding["InsurerAnswer"].as_manager()

    class Meta:
        ordering = ["finding"]
        triggers = [touch()]

    def __str__(self) -> str:
        return str(self.finding)
