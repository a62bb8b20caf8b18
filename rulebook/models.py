"""Dated rules that everything is judged by (domain.md 0.7), and the calendar of working days as the province keeps it."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.touches import touch
from rulebook.choices import Certainty, RuleCode, RuleState
from rulebook.querysets import DatedRuleQuerySet


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DatedRule(models.Model):
    """A value that a rule sets, with its validity and source: minimum limits, shares, fine ranges, periods.

    `value` None says that from this day on the rule sets no such bound. `valid_to` is the inclusive last day, None
    until the next one. Seeded rows are in force without a proposer; all others need two people.
    """

    code = models.CharField(_("Dated rule"), max_length=40, choices=RuleCode.choices)
    value = models.DecimalField(_("Value"), max_digits=14, decimal_places=4, null=True, blank=True)
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(_("To"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=200)
    clause = models.CharField(_("Clause"), max_length=100, blank=True, default="")
    certainty = models.CharField(_("How sure"), max_length=1, choices=Certainty.choices)
    state = models.CharField(_("State"), max_length=20, choices=RuleState.choices, default=RuleState.PROPOSED)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")

    #: A proposal that its author changes is proposed anew, so this tells whether a page is out of date.
    version_field: ClassVar[str] = "proposed_at"

    objects = DatedRuleQuerySet["DatedRule"].as_manager()

    class Meta:
        ordering = ["code", "-valid_from", "-pk"]
        triggers = [touch()]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="dated_rule_days",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="dated_rule_two_people",
            ),
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=models.Q(state=RuleState.IN_FORCE), name="dated_rule_one_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.valid_from}"

    @property
    def plain_value(self) -> str:
        """The value without trailing zeros."""
        return "" if self.value is None else f"{self.value.normalize():f}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DayOverride(models.Model):
    """A day that is worked or free against the arrangement that the portal knows: what goes before `core.calendar`."""

    day = models.DateField(_("Day"), unique=True)
    is_worked = models.BooleanField(_("Worked"))
    source = models.CharField(_("Source"), max_length=200)
    set_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("Set by"))
    set_at = models.DateTimeField(_("Set at"))

    class Meta:
        ordering = ["-day"]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.day}"


class CalendarCheck(models.Model):
    """The province has looked at the calendar and found it right up to a day; the latest statement counts."""

    valid_through = models.DateField(_("Valid through"))
    source = models.CharField(_("Source"), max_length=200)
    set_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("Set by"))
    set_at = models.DateTimeField(_("Set at"))

    class Meta:
        ordering = ["-set_at", "-pk"]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.valid_through}"
