"""The table of who inspects whom (notice 二(四), annex 2), and who made, approved and published it."""

import pghistory
import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Division
from core.touches import touch
from inspections.choices import PairingOrigin, PairingState
from inspections.querysets import PairingQuerySet, RowsOfPairing

#: States in which a second person has approved.
APPROVED = (PairingState.APPROVED, PairingState.PUBLISHED)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PairingTable(models.Model):
    """The pairing of a year 分组表. One that was drawn keeps what it was drawn from, so that anybody can repeat it.

    `lookback` is the number of earlier years whose pairs are barred, `exclusions` are further barred pairs as
    inspecting and inspected code joined by a hyphen. Once published it does not change any more.
    """

    year = models.PositiveSmallIntegerField(_("Year"), validators=[MinValueValidator(2023), MaxValueValidator(2100)])
    state = models.CharField(_("State"), max_length=20, choices=PairingState.choices, default=PairingState.DRAFT)
    origin = models.CharField(_("Made by"), max_length=20, choices=PairingOrigin.choices)
    seed = models.CharField(_("Seed"), max_length=60, blank=True, default="")
    lookback = models.PositiveSmallIntegerField(_("Years without a repeated pair"), default=0)
    exclusions = models.JSONField(_("Pairs left out"), default=list, blank=True)
    note = models.CharField(_("Remark"), max_length=500, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    published_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PairingQuerySet["PairingTable"].as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=~Q(state=PairingState.DRAFT), name="pairing_settled_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("proposed_by")), name="pairing_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=APPROVED) | Q(origin=PairingOrigin.ANNEX) | Q(answered_by__isnull=False),
                name="pairing_approved_by_somebody",
            ),
        ]
        triggers = [
            touch(),
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=PairingState.PUBLISHED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度交叉检查分组表"

    def pairs(self) -> list[tuple[str, str]]:
        """Inspecting and inspected code of each row, in the printed order."""
        return [row.pair for row in self.rows.order_by("annex_no")]


class PairingRow(models.Model):
    """A row of a table: who inspects whom. `annex_no` is the place in the printed table.

    The database holds that each city stands once on each side, never on both sides of a row, and, at the end of each
    transaction, that both sides are one set of cities: a permutation without fixed points (domain.md 10).
    """

    table = models.ForeignKey(PairingTable, models.CASCADE, related_name="rows")
    annex_no = models.PositiveSmallIntegerField(_("Annex number"))
    inspecting = models.ForeignKey(
        Division, models.PROTECT, to_field="code", related_name="+", verbose_name=_("Inspecting city")
    )
    inspected = models.ForeignKey(
        Division, models.PROTECT, to_field="code", related_name="+", verbose_name=_("Inspected city")
    )

    objects = RowsOfPairing["PairingRow"].as_manager()

    class Meta:
        ordering = ["table", "annex_no"]
        constraints = [
            models.UniqueConstraint(fields=["table", "annex_no"], name="pairing_annex_no"),
            models.UniqueConstraint(fields=["table", "inspecting"], name="pairing_inspecting_once"),
            models.UniqueConstraint(fields=["table", "inspected"], name="pairing_inspected_once"),
            models.CheckConstraint(condition=~Q(inspecting=F("inspected")), name="pairing_two_cities"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="one_set_of_cities",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                # Each column is unique within its table, so one difference tells of both.
                func=(
                    "IF EXISTS (SELECT table_id, inspecting_id FROM inspections_pairingrow "
                    "WHERE table_id IN (OLD.table_id, NEW.table_id) EXCEPT SELECT table_id, inspected_id "
                    "FROM inspections_pairingrow WHERE table_id IN (OLD.table_id, NEW.table_id)) "
                    "THEN RAISE EXCEPTION 'the two sides of a pairing are not one set of cities' "
                    "USING ERRCODE = '23514', CONSTRAINT = 'pairing_one_set_of_cities'; END IF; RETURN NULL;"
                ),
            ),
            pgtrigger.Trigger(
                name="published_rows_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=(
                    "IF EXISTS (SELECT 1 FROM inspections_pairingtable WHERE id IN (OLD.table_id, NEW.table_id) "
                    "AND state = 'PUBLISHED') THEN RAISE EXCEPTION 'a published pairing does not change' "
                    "USING ERRCODE = '23514', CONSTRAINT = 'pairing_published'; END IF; "
                    "RETURN COALESCE(NEW, OLD);"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annex_no} {self.inspecting_id}-{self.inspected_id}"

    @property
    def pair(self) -> tuple[str, str]:
        """The codes of the two cities."""
        return self.inspecting_id, self.inspected_id
