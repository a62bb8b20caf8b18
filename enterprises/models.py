"""The register of enterprises 企业台账 (domain.md 4.1)."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.models import Division
from enterprises.choices import EnterpriseStatus
from enterprises.querysets import EnterpriseQuerySet


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["insured_by", "updated_at"],
)
class Enterprise(models.Model):
    """One enterprise, known by its unified social credit code 统一社会信用代码.

    `city` stands beside `county` so that scope needs no join; both are codes. `insured_by` are ids of the insurers
    that hold or held a policy on it: `insurers` keeps it, so that this room needs to know no policy.
    """

    uscc = models.CharField(_("Unified social credit code"), max_length=18, unique=True)
    name = models.CharField(_("Enterprise"), max_length=200)
    city = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="city_code", related_name="+", verbose_name=_("City"),
        db_index=False,
    )  # fmt: skip
    county = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="county_code", related_name="+", verbose_name=_("County"),
        db_index=False,
    )  # fmt: skip
    address = models.CharField(_("Address"), max_length=255)
    sectors = ArrayField(models.CharField(max_length=20), verbose_name=_("High-risk sectors"))
    employees = models.PositiveIntegerField(_("Employees"))
    principal = models.CharField(_("Person in charge"), max_length=50)
    phone = models.CharField(_("Telephone"), max_length=20)
    status = models.CharField(_("State"), max_length=20, choices=EnterpriseStatus.choices)
    key_enterprise = models.BooleanField(_("Key enterprise"))
    outsourcing = models.BooleanField(_("Outsourcing or leasing"))
    licence_no = models.CharField(_("Licence number"), max_length=50, blank=True, default="")
    licence_expiry = models.DateField(_("Licence valid until"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=500, blank=True, default="")
    insured_by = ArrayField(models.BigIntegerField(), default=list, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        ordering = ["uscc"]
        indexes = [
            models.Index(fields=["city", "uscc"], name="enterprise_city"),
            models.Index(fields=["county", "uscc"], name="enterprise_county"),
            GinIndex(fields=["insured_by"], name="enterprise_insured_by"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="enterprise_name"),
        ]
        constraints = [
            # A record lies where its enterprise lies: policies and services copy both columns (ADR 2).
            models.UniqueConstraint(fields=["id", "county", "city"], name="enterprise_place"),
            models.CheckConstraint(condition=models.Q(employees__gte=1), name="enterprise_employees"),
        ]

    def __str__(self) -> str:
        return self.name
