"""A draw that anyone can repeat (domain.md 4.9, plan.sampling): rosters fixed first, the seed in public, then the order."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from core import clock
from core.touches import touch
from enterprises.choices import Sector
from enterprises.models import Enterprise
from inspections.choices import AdditionState, DrawState, RosterKind, SeedSource, SignaturePart
from inspections.models.groups import GroupMember
from inspections.models.tasks import Task
from inspections.querysets import LineQuerySet, OfTask


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Draw(models.Model):
    """One draw of a task. `wanted` numbers stand with the rosters, before anybody knows the seed."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="draws")
    state = models.CharField(_("State"), max_length=10, choices=DrawState.choices, default=DrawState.FIXED)
    place = models.CharField(_("Place of the draw"), max_length=100)
    #: How many tickets a key enterprise has; any other one has one.
    key_weight = models.PositiveSmallIntegerField(_("Weight of key enterprises"), default=1)
    fixed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    fixed_at = models.DateTimeField(_("Rosters fixed"))
    seed = models.CharField(pgettext_lazy("draw", "Seed"), max_length=64, blank=True, default="")
    seed_source = models.CharField(
        _("Source of the seed"), max_length=10, choices=SeedSource.choices, blank=True, default=""
    )
    seed_note = models.CharField(_("How the seed was made"), max_length=200, blank=True, default="")
    drawn_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    drawn_at = models.DateTimeField(_("Drawn"), null=True, blank=True)
    void_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(_("Why void"), max_length=200, blank=True, default="")

    objects = OfTask["Draw"].as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=~Q(state=DrawState.REPLACED), name="one_draw_of_a_task"),
            models.CheckConstraint(
                condition=~Q(state=DrawState.DRAWN) | ~Q(seed="") & Q(drawn_at__gt=F("fixed_at")),
                name="drawn_after_the_rosters_were_fixed",
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.task} {clock.day_of(self.fixed_at)}"


class Roster(models.Model):
    """A list of who can be drawn, by its digest: SHA-256 over its lines in order (`rules.draws.roster_digest`)."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="rosters")
    kind = models.CharField(pgettext_lazy("draw", "Roster"), max_length=10, choices=RosterKind.choices)
    digest = models.CharField(_("SHA-256 digest"), max_length=64)
    count = models.PositiveIntegerField(_("Lines"))
    recused = models.PositiveIntegerField(_("Recused"))

    objects = OfTask["Roster"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["draw", "kind"], name="one_roster_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.draw} {self.get_kind_display()}"


class DrawStratum(models.Model):
    """How many are drawn out of one part of a roster: a sector of the enterprises, all of another roster."""

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="strata")
    code = models.CharField(_("Sector"), max_length=20, choices=Sector.choices, blank=True, default="")
    count = models.PositiveIntegerField(_("Lines"))
    recused = models.PositiveIntegerField(_("Recused"))
    wanted = models.PositiveIntegerField(_("To be drawn"))

    objects = OfTask["DrawStratum"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "code"], name="one_stratum_of_a_code"),
            models.CheckConstraint(
                condition=Q(wanted__lte=F("count") - F("recused")), name="not_more_than_can_be_drawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster} {self.code}"


class RosterLine(models.Model):
    """One line: its salted digest for everybody, its salt, code and name for its own city until it is drawn.

    Lines stand in the order of their digests, so that their numbers tell nothing. `position` is the place in the order
    of the draw within its stratum, from 1, of those drawn alone.
    """

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="lines")
    no = models.PositiveIntegerField(pgettext_lazy("draw", "Line"))
    stratum = models.CharField(_("Sector"), max_length=20, choices=Sector.choices, blank=True, default="")
    weight = models.PositiveSmallIntegerField(_("Weight"), default=1)
    is_recused = models.BooleanField(_("Recused"), default=False)
    digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    code = models.CharField(_("Code"), max_length=40)
    name = models.CharField(_("Name"), max_length=200)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", null=True, blank=True)
    company = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    member = models.ForeignKey(GroupMember, models.PROTECT, related_name="+", null=True, blank=True)
    ticket = models.CharField(_("Ticket"), max_length=80, blank=True, default="")
    position = models.PositiveIntegerField(_("Place in the draw"), null=True, blank=True)

    objects = LineQuerySet["RosterLine"].as_manager()

    class Meta:
        ordering = ["roster", "no"]
        constraints = [models.UniqueConstraint(fields=["roster", "no"], name="line_once_a_roster")]
        indexes = [models.Index(fields=["roster", "stratum"], condition=Q(position__isnull=False), name="drawn_lines")]

    def __str__(self) -> str:
        return f"{self.roster} {self.no}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ManualAddition(models.Model):
    """An object that is inspected without being drawn: proposed with its reason by one city, agreed by the other."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="additions")
    kind = models.CharField(pgettext_lazy("draw", "Roster"), max_length=10, choices=RosterKind.choices)
    #: As it was proposed: the credit code of an enterprise, or the code of an insurer.
    code = models.CharField(_("Code"), max_length=40)
    name = models.CharField(_("Name"), max_length=200, blank=True, default="")
    reason = models.CharField(_("Reason"), max_length=300)
    state = models.CharField(_("State"), max_length=10, choices=AdditionState.choices, default=AdditionState.PROPOSED)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", null=True, blank=True)
    company = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("Opinion"), max_length=300, blank=True, default="")

    objects = OfTask["ManualAddition"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "code"], condition=~Q(state=AdditionState.REFUSED), name="added_once_a_draw"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="addition_by_two_people"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.draw} {self.code}"


class DrawSignature(models.Model):
    """Who of the two cities signs for the draw, as what and when."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    part = models.CharField(_("Signs as"), max_length=20, choices=SignaturePart.choices)
    signed_at = models.DateTimeField()

    objects = OfTask["DrawSignature"].as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["draw", "signed_by"], name="signed_once_a_draw")]

    def __str__(self) -> str:
        return f"{self.draw} {self.signed_by}"
