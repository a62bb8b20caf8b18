"""The ledger of policies 保单台账 (domain.md 4.2)."""

from decimal import Decimal

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.touches import touch
from insurers.base.models import InsurerRow
from insurers.policies.choices import PolicyEnd, PolicyStatus, Roster
from insurers.policies.querysets import PolicyParts, PolicyQuerySet


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at"])
class Policy(InsurerRow):
    """One policy 保单; its number is unique within the insurer. `end_on` is the inclusive last day; 到期 is derived."""

    policy_no = models.CharField(_("Policy number"), max_length=40)
    enterprise_name = models.CharField(_("Name on the policy"), max_length=200)
    start_on = models.DateField(_("Cover begins on"))
    end_on = models.DateField(_("Cover ends on"))
    insured_people = models.PositiveIntegerField(_("People insured"))
    limit_per_person = models.DecimalField(_("Limit per person (yuan)"), max_digits=14, decimal_places=2)
    limit_per_accident = models.DecimalField(_("Limit per accident (yuan)"), max_digits=14, decimal_places=2)
    limit_total = models.DecimalField(_("Total limit (yuan)"), max_digits=14, decimal_places=2)
    premium_due = models.DecimalField(_("Premium due (yuan)"), max_digits=14, decimal_places=2)
    premium_paid = models.DecimalField(_("Premium paid (yuan)"), max_digits=14, decimal_places=2)
    fee_rate = models.DecimalField(_("Prevention fee share"), max_digits=6, decimal_places=4)
    status = models.CharField(_("State of the policy"), max_length=20, choices=PolicyStatus.choices)

    objects = PolicyQuerySet["Policy"].as_manager()

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
            # Who is insured on a day is counted from this index alone.
            models.Index(fields=["enterprise", "status", "end_on"], include=["start_on", "id"], name="policy_cover"),
            models.Index(fields=["city", "-start_on", "-id"], name="policy_city"),
            models.Index(fields=["-start_on", "-id"], include=["city"], name="policy_newest"),
            models.Index(fields=["insurer", "-start_on", "-id"], name="policy_insurer"),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.policy_no


def yuan(label: object) -> "models.DecimalField[Decimal | str | None, Decimal | None]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)  # type: ignore[arg-type]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PolicyDetail(models.Model):
    """Facts that the workbook does not carry; a policy without a row has none of them.

    `cover_end_on` and `ended` follow from the endorsements and are written with them: the inclusive last day of cover
    where an endorsement moved it, and how the cover came to end early.
    """

    policy = models.OneToOneField(Policy, models.PROTECT, primary_key=True, related_name="detail")
    branch = models.CharField(_("Issuing branch"), max_length=100, blank=True, default="")
    product = models.CharField(_("Product"), max_length=100, blank=True, default="")
    filing_no = models.CharField(_("Product filing number"), max_length=60, blank=True, default="")
    roster = models.CharField(_("Roster"), max_length=20, choices=Roster.choices, blank=True, default="")
    commission_rate = models.DecimalField(_("Commission rate"), max_digits=6, decimal_places=4, null=True, blank=True)
    fee_budget = yuan(_("Budget of the prevention fee (yuan)"))
    budget_reason = models.CharField(_("Reason for another budget"), max_length=300, blank=True, default="")
    claims = models.PositiveIntegerField(_("Claims paid"), null=True, blank=True)
    claims_amount = yuan(_("Amount of the claims (yuan)"))
    disclosed_on = models.DateField(_("Use of the fee last told on"), null=True, blank=True)
    cover_end_on = models.DateField(_("Last day of cover"), null=True, blank=True)
    ended = models.CharField(_("Ended by"), max_length=20, choices=PolicyEnd.choices, blank=True, default="")
    updated_at = models.DateTimeField(_("Last change"))

    objects = PolicyParts["PolicyDetail"].as_manager()

    class Meta:
        triggers = [touch()]
        constraints = [
            models.CheckConstraint(
                condition=Q(commission_rate__isnull=True) | Q(commission_rate__gte=0, commission_rate__lte=1),
                name="policy_commission",
            ),
        ]
        indexes = [
            models.Index(fields=["cover_end_on"], condition=Q(cover_end_on__isnull=False), name="policy_cover_end"),
        ]

    def __str__(self) -> str:
        return str(self.policy)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Endorsement(models.Model):
    """A change of a policy from a day on. Empty: unchanged. The premium columns are what is added or given back."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="endorsements", verbose_name=_("Policy"))
    endorsement_no = models.CharField(_("Endorsement number"), max_length=40)
    effective_on = models.DateField(_("Effective on"))
    insured_people = models.PositiveIntegerField(_("People insured"), null=True, blank=True)
    limit_per_person = yuan(_("Limit per person (yuan)"))
    limit_per_accident = yuan(_("Limit per accident (yuan)"))
    limit_total = yuan(_("Total limit (yuan)"))
    premium_due_change = yuan(_("Premium due, change (yuan)"))
    premium_paid_change = yuan(_("Premium paid, change (yuan)"))
    end_on = models.DateField(_("New last day"), null=True, blank=True)
    ends = models.CharField(_("Ends the policy"), max_length=20, choices=PolicyEnd.choices, blank=True, default="")
    reason = models.CharField(_("Reason"), max_length=300)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Recorded by"))
    recorded_at = models.DateTimeField(_("Recorded at"))

    objects = PolicyParts["Endorsement"].as_manager()

    class Meta:
        ordering = ["effective_on", "pk"]
        triggers = [touch()]
        constraints = [
            models.UniqueConstraint(fields=["policy", "endorsement_no"], name="endorsement_once"),
            models.CheckConstraint(condition=Q(ends="") | Q(end_on__isnull=True), name="endorsement_end"),
        ]

    def __str__(self) -> str:
        return self.endorsement_no


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CoinsuranceShare(models.Model):
    """One insurer's part of a coinsured policy in percent; the parts of a policy are written together and make 100.00.

    `name` stands where the insurer is not registered here.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="shares", verbose_name=_("Policy"))
    insurer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Insurer")
    )
    name = models.CharField(_("Name of the insurer"), max_length=100)
    share = models.DecimalField(_("Share (%)"), max_digits=5, decimal_places=2)
    is_lead = models.BooleanField(_("Leads"), default=False)

    objects = PolicyParts["CoinsuranceShare"].as_manager()

    class Meta:
        ordering = [F("is_lead").desc(), "-share", "pk"]
        triggers = [touch()]
        constraints = [
            models.UniqueConstraint(fields=["policy", "name"], name="coinsurance_once"),
            models.UniqueConstraint(fields=["policy"], condition=Q(is_lead=True), name="coinsurance_one_lead"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="coinsurance_share"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.share}%"
