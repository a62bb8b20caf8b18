"""The ledger of hazards 隐患台账 (domain.md 4.8): what was found, and where it stands on its way to closure."""

from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Division, Organisation, User
from core.touches import touch
from enterprises.choices import Sector
from enterprises.models import Enterprise
from hazards.choices import (
    ENDED,
    HazardCategory,
    HazardLevel,
    HazardSource,
    HazardStatus,
    HazardTopic,
    ReceiverCapacity,
    Supervision,
)
from hazards.models.catalogue import Criterion
from hazards.querysets import HazardQuerySet

if TYPE_CHECKING:
    from hazards.facts import Facts


def keep_numbered() -> pgtrigger.Trigger:
    """After it has a number a hazard is not deleted, whoever writes: it becomes void and keeps its number (N32)."""
    return pgtrigger.Protect(
        name="kept", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__state__df=HazardStatus.DRAFT.value)
    )


def unsay() -> pgtrigger.Trigger:
    """Another place or description makes the text that the search goes by anew (`services/searching.py`)."""
    changed = pgtrigger.Q(old__place__df=pgtrigger.F("new__place")) | pgtrigger.Q(
        old__description__df=pgtrigger.F("new__description")
    )
    return pgtrigger.Trigger(
        name="unsaid",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("place", "description"),  # type: ignore[no-untyped-call]
        condition=changed,
        func="NEW.words := NULL; RETURN NEW;",
    )


class NumberSeries(models.Model):
    """The last number given in a city and year; the row's lock makes the numbers gapless (`services/numbers.py`).

    `base` is the last one before the block that was taken last.
    """

    city = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="city_code", related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    base = models.PositiveIntegerField(default=0, db_default=0)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "year"], name="hazard_series_once")]

    def __str__(self) -> str:
        return f"{self.city_id} {self.year}: {self.last}"


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at", "sheet"]
)
class Hazard(models.Model):
    """One hazard of an enterprise. `city` and `county` follow the enterprise by a composite key (ADR 2).

    `insurer` is empty where a department found it; `insurer_ref` names it within the insurer until it is void.
    `source_no` is the number of the service, task or report behind it. `sector` and `criterion` stay as they were
    judged by on the day found. `round` counts the submissions for review, by page or workbook; the last one is that of
    `submitted_by`. Files with an id up to `evidence_from` are evidence of an earlier round. `by_hand`: it was dealt
    with in the portal, so that no workbook changes it any more; `sheet` is the digest of the cells that the last
    workbook brought. Money in yuan.
    """

    hazard_no = models.CharField(_("Hazard number"), max_length=24, blank=True, default="")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", verbose_name=_("Enterprise"), db_constraint=False, db_index=False
    )
    city = models.ForeignKey(
        Division,
        models.PROTECT,
        to_field="code",
        db_column="city_code",
        related_name="+",
        verbose_name=_("City"),
        db_constraint=False,
        db_index=False,
    )
    county = models.ForeignKey(
        Division,
        models.PROTECT,
        to_field="code",
        db_column="county_code",
        related_name="+",
        verbose_name=_("County"),
        db_constraint=False,
        db_index=False,
    )
    insurer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Insurer"),
        db_index=False,
        db_constraint=False,
    )
    #: The city branch that entered it under its insurer's identity; empty where the insurer did.
    branch = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Entered by the branch"),
        db_index=False,
    )
    insurer_ref = models.CharField(_("The insurer's own number"), max_length=40, blank=True, default="")
    source = models.CharField(_("Origin"), max_length=20, choices=HazardSource.choices)
    source_no = models.CharField(_("Number of the origin"), max_length=60, blank=True, default="")
    level = models.CharField(_("Level"), max_length=20, choices=HazardLevel.choices)
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector.choices)
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Criterion"), db_index=False
    )
    basis = models.CharField(_("Criterion or basis"), max_length=300, blank=True, default="")
    category = models.CharField(_("Hazard category"), max_length=20, choices=HazardCategory.choices)
    topic = models.CharField(_("Special topic"), max_length=4, choices=HazardTopic.choices, blank=True, default="")
    place = models.CharField(_("Part or place"), max_length=200)
    description = models.TextField(_("Description"), max_length=2000)
    measures = models.TextField(_("Advice"), max_length=2000, blank=True, default="")
    found_on = models.DateField(_("Found on"))
    found_by = models.CharField(_("Found by"), max_length=100)
    notice_no = models.CharField(_("Notice number"), max_length=60, blank=True, default="")
    notified_on = models.DateField(_("Notified on"), null=True, blank=True)
    receiver = models.CharField(_("Signed by"), max_length=100, blank=True, default="")
    capacity = models.CharField(
        _("Capacity"), max_length=20, choices=ReceiverCapacity.choices, blank=True, default="", db_default=""
    )
    deadline = models.DateField(_("Deadline"), null=True, blank=True)
    rectified_on = models.DateField(_("Rectified on"), null=True, blank=True)
    cost = models.DecimalField(_("Money spent (yuan)"), max_digits=14, decimal_places=2, null=True, blank=True)
    submitted_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Submitted by"),
        db_index=False,
        db_constraint=False,
    )
    submitted_on = models.DateField(_("Submitted on"), null=True, blank=True)
    round = models.PositiveSmallIntegerField(_("Round"), default=0, db_default=0)
    evidence_from = models.BigIntegerField(default=0, db_default=0)
    by_hand = models.BooleanField(default=False, db_default=False)
    sheet = models.CharField(max_length=32, blank=True, default="", db_default="")
    note = models.CharField(_("Note"), max_length=500, blank=True, default="")
    state = models.CharField(_("State"), max_length=20, choices=HazardStatus.choices, default=HazardStatus.DRAFT)
    closed_on = models.DateField(_("Closed off on"), null=True, blank=True)
    refused_on = models.DateField(_("Refusal found on"), null=True, blank=True)
    supervise = models.CharField(
        _("Supervision level"),
        max_length=20,
        choices=Supervision.choices,
        default=Supervision.NONE,
        db_default=Supervision.NONE,
    )
    reported_authority_on = models.DateField(_("Told to the authority on"), null=True, blank=True)
    reported_workers_on = models.DateField(_("Told to the workers' congress on"), null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = HazardQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["hazard_no"], condition=~Q(hazard_no=""), name="hazard_no_once"),
            models.UniqueConstraint(
                fields=["insurer", "insurer_ref"],
                condition=~Q(state=HazardStatus.VOID) & ~Q(insurer_ref=""),
                name="hazard_ref_of_insurer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(HazardStatus.DRAFT, HazardStatus.VOID)) | ~Q(hazard_no=""),
                name="hazard_has_number",
            ),
            models.CheckConstraint(
                condition=Q(notified_on__isnull=True) | Q(notified_on__gte=F("found_on")), name="hazard_notice_day"
            ),
            models.CheckConstraint(
                condition=Q(deadline__isnull=True) | Q(notified_on__isnull=True) | Q(deadline__gt=F("notified_on")),
                name="hazard_deadline",
            ),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="hazard_cost"),
            models.CheckConstraint(
                condition=Q(state=HazardStatus.CLOSED, closed_on__isnull=False) | ~Q(state=HazardStatus.CLOSED),
                name="hazard_closed_day",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-found_on"], name="hazard_enterprise"),
            models.Index(fields=["city", "-found_on", "-id"], name="hazard_city"),
            models.Index(fields=["-found_on", "-id"], include=["city"], name="hazard_newest"),
            models.Index(fields=["insurer", "-found_on", "-id"], name="hazard_insurer"),
            # The board counts what is open from this index alone.
            models.Index(
                fields=["city"],
                include=["county", "deadline", "insurer", "sector", "topic", "level", "state", "found_on", "hazard_no"],
                name="hazard_open",
                condition=~Q(state__in=ENDED),
            ),
        ]
        triggers = [touch(), keep_numbered(), unsay()]

    def __str__(self) -> str:
        return self.hazard_no or f"草稿 {self.pk}"

    @property
    def printed_basis(self) -> str:
        """The basis as documents print it: an unchecked clause is left out, its standard stands alone."""
        return self.criterion.printed if self.criterion is not None else self.basis

    def facts(self) -> "Facts":
        """What the moves look at (`facts.py`), with the side tables; about a dozen queries."""
        from hazards.models.gathering import facts_of

        return facts_of(self)
