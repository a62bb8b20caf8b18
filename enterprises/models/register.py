"""The register of enterprises 企业台账 (domain.md 4.1): the entry, its former names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Division
from core.touches import touch
from enterprises.choices import EnterpriseStatus, LicenceKind, RiskGrade, ScaleKind, Sector
from enterprises.querysets import EnterpriseQuerySet, OfEnterprise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: Not merged into another entry.
STANDING = models.Q(merged_into__isnull=True)


def optional(
    label: "str | _StrPromise", length: int, choices: "Sequence[tuple[str, str | _StrPromise]] | None" = None
) -> "models.CharField[str, str]":
    """A text that may be empty; the database fills it in for rows that workbooks write without it."""
    return models.CharField(label, max_length=length, blank=True, default="", db_default="", choices=choices)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["insured_by", "updated_at"],
)
class Enterprise(models.Model):
    """One enterprise, known by its unified social credit code 统一社会信用代码.

    `city` stands beside `county` so that scope needs no join; both are codes. `insured_by` are ids of the insurers
    that hold or held a policy on it: `insurers` keeps it, so that this room needs to know no policy. An entry with
    `merged_into` is only the trace of a double: no list and no figure has it.
    """

    uscc = models.CharField(_("Unified social credit code"), max_length=18)
    name = models.CharField(_("Name of the enterprise"), max_length=200)
    city = models.ForeignKey(
        Division,
        models.PROTECT,
        to_field="code",
        db_column="city_code",
        related_name="+",
        verbose_name=_("City"),
        db_index=False,
        db_constraint=False,  # with the county's, by one key: `sql/keys.sql`
    )
    county = models.ForeignKey(
        Division,
        models.PROTECT,
        to_field="code",
        db_column="county_code",
        related_name="+",
        verbose_name=_("County"),
        db_index=False,
        db_constraint=False,
    )
    address = models.CharField(_("Address"), max_length=255)
    sectors = ArrayField(models.CharField(max_length=20), verbose_name=_("High-risk sectors"))
    employees = models.PositiveIntegerField(_("Employees"))
    principal = models.CharField(_("Person in charge"), max_length=50)
    phone = models.CharField(_("Telephone"), max_length=20)
    status = models.CharField(_("State of the enterprise"), max_length=20, choices=EnterpriseStatus.choices)
    key_enterprise = models.BooleanField(_("Is a key enterprise"))
    outsourcing = models.BooleanField(_("Has outsourcing or leasing"))
    licence_no = models.CharField(_("Licence number"), max_length=50, blank=True, default="")
    licence_expiry = models.DateField(_("Licence valid until"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=500, blank=True, default="")
    main_sector = optional(_("Main sector"), 20, Sector.choices)
    industry_code = optional(_("Industry code (GB/T 4754)"), 4)
    zone = optional(_("Functional zone"), 50)
    lon = models.DecimalField(_("Longitude (CGCS2000)"), max_digits=9, decimal_places=6, null=True, blank=True)
    lat = models.DecimalField(_("Latitude (CGCS2000)"), max_digits=9, decimal_places=6, null=True, blank=True)
    scale = optional(_("Scale"), 10, ScaleKind.choices)
    legal_rep = optional(_("Legal representative"), 50)
    safety_head = optional(_("Head of safety"), 50)
    high_risk_posts = models.PositiveIntegerField(_("People in high-risk posts"), null=True, blank=True)
    risk_grade = optional(_("Risk grade"), 10, RiskGrade.choices)
    licence_kind = optional(_("Kind of licence"), 20, LicenceKind.choices)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="traces",
        verbose_name=_("Merged into"),
        db_index=False,
    )
    insured_by = ArrayField(models.BigIntegerField(), default=list, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = EnterpriseQuerySet["Enterprise"].as_manager()

    class Meta:
        ordering = ["uscc"]
        indexes = [
            # The lists page through the keys of one place by these indexes alone; through all by the unique code's.
            models.Index(fields=["city", "uscc", "id"], name="enterprise_city", condition=STANDING),
            models.Index(fields=["county", "uscc", "id"], name="enterprise_county", condition=STANDING),
            models.Index(
                fields=["merged_into"],
                name="enterprise_traces",
                condition=models.Q(merged_into__isnull=False),
            ),
            GinIndex(fields=["insured_by"], name="enterprise_insured_by"),
        ]
        constraints = [
            # Not `unique=True`, which keeps a second index for LIKE that no list reads.
            models.UniqueConstraint(
                fields=["uscc"], include=["id", "city", "merged_into"], name="enterprise_uscc_once"
            ),
            # A record lies where its enterprise lies: policies and services copy both columns (ADR 2). Who must insure
            # is counted from this index alone, in the order in which the policies' own index stands.
            models.UniqueConstraint(
                fields=["id", "county", "city"], include=["status", "sectors", "merged_into"], name="enterprise_place"
            ),
            models.CheckConstraint(condition=models.Q(employees__gte=1), name="enterprise_employees"),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="enterprise_not_into_itself"),
        ]
        triggers = [
            touch(),
            # By trigger, so that a rename by workbook keeps the old name as one by hand does.
            pgtrigger.Trigger(
                name="former_name",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("name"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__name__df=pgtrigger.F("new__name")),
                func=(
                    "INSERT INTO enterprises_enterprisename (enterprise_id, name, until) "
                    "VALUES (OLD.id, OLD.name, NEW.updated_at) "
                    "ON CONFLICT (enterprise_id, name) DO UPDATE SET until = excluded.until; "
                    "INSERT INTO enterprises_newnames (first, last) VALUES (NEW.id, NEW.id); RETURN NULL;"
                ),
            ),
            pgtrigger.Trigger(
                name="new_names",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_values"),  # type: ignore[no-untyped-call]
                func=(
                    "INSERT INTO enterprises_newnames (first, last) "
                    "SELECT min(id), max(id) FROM new_values HAVING count(*) > 0; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnterpriseName(models.Model):
    """A former name 曾用名, written by the trigger above. `until`: the instant of the change."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="former_names")
    name = models.CharField(_("Former name"), max_length=200)
    until = models.DateTimeField(_("Until"))

    objects = OfEnterprise["EnterpriseName"].as_manager()

    class Meta:
        ordering = ["-until", "-pk"]
        constraints = [models.UniqueConstraint(fields=["enterprise", "name"], name="enterprise_former_name")]
        indexes = [models.Index(fields=["name"], name="enterprise_former")]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.name
