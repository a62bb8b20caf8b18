"""The ledger of policies 保单台账 (domain.md 4.2)."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.touches import touch
from insurers.choices import PolicyStatus
from insurers.models.base import InsurerRow
from insurers.querysets import PolicyQuerySet


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at"])
class Policy(InsurerRow):
    """One policy 保单; its number is unique within the insurer. `end_on` is the inclusive last day; 到期 is derived."""

    policy_no = models.CharField(_("Policy number"), max_length=40)
    enterprise_name = models.CharField(_("Name on the policy"), max_length=200)
    start_on = models.DateField(_("From"))
    end_on = models.DateField(_("To"))
    insured_people = models.PositiveIntegerField(_("People insured"))
    limit_per_person = models.DecimalField(_("Limit per person (yuan)"), max_digits=14, decimal_places=2)
    limit_per_accident = models.DecimalField(_("Limit per accident (yuan)"), max_digits=14, decimal_places=2)
    limit_total = models.DecimalField(_("Total limit (yuan)"), max_digits=14, decimal_places=2)
    premium_due = models.DecimalField(_("Premium due (yuan)"), max_digits=14, decimal_places=2)
    premium_paid = models.DecimalField(_("Premium paid (yuan)"), max_digits=14, decimal_places=2)
    fee_rate = models.DecimalField(_("Prevention fee share"), max_digits=6, decimal_places=4)
    status = models.CharField(_("State"), max_length=20, choices=PolicyStatus.choices)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["insurer", "policy_no"], name="policy_no_of_insurer"),
            # What hangs on a policy is of its insurer and lies where it lies: services copy all of this (ADR 2).
            models.UniqueConstraint(fields=["id", "insurer", "enterprise", "county", "city"], name="policy_place"),
            models.CheckConstraint(condition=Q(end_on__gt=F("start_on")), name="policy_days"),
            models.CheckConstraint(condition=Q(premium_paid__lte=F("premium_due")), name="policy_premium"),
        ]
        indexes = [
            models.Index(fields=["enterprise", "status", "end_on"], name="policy_cover"),
            models.Index(fields=["city", "-start_on", "-id"], name="policy_city"),
            models.Index(fields=["-start_on", "-id"], include=["city"], name="policy_newest"),
            models.Index(fields=["insurer", "-start_on", "-id"], name="policy_insurer"),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.policy_no
