"""Service plans 事故预防服务方案, what they promise, and what supervisors say about them (domain.md 4.3)."""

from collections.abc import Iterable
from urllib.parse import urlencode

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.languages import listed, shown
from core.models import StoredFile
from core.touches import touch
from enterprises.choices import RiskGrade, Sector
from hazards.choices import ServiceTopic
from insurers.base.choices import ServiceForm, ServiceKind
from insurers.base.fields import Label, person
from insurers.base.models import InsurerRow
from insurers.plans.choices import ConfirmationWay, PlanStandard, PlanState
from insurers.plans.querysets import OfPlan, PlanQuerySet, TemplateItemQuerySet
from insurers.plans.rules import BEST_SCORE
from insurers.policies.models import Policy
from rulebook.choices import Certainty


def words_of_topics(codes: Iterable[str]) -> str:
    return listed(ServiceTopic(code).label for code in codes)


def basis(label: Label) -> "models.TextField[str, str]":
    """One of the six bases of letter 169, part 3: 10 to 1000 characters."""
    return models.TextField(label, max_length=1000)


def stored_file(label: Label) -> "models.ForeignKey[StoredFile | None, StoredFile | None]":
    return models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at"])
class ServicePlan(InsurerRow):
    """One version of a plan; number and version are unique within the insurer. Days are inclusive, amounts in yuan.

    A change after the confirmation is a new version; `is_latest` marks the newest one, while the version that both
    sides confirmed stays in force until its successor is confirmed, too.
    """

    plan_no = models.CharField(_("Plan number"), max_length=40)
    version = models.PositiveSmallIntegerField(_("Version"), default=1)
    is_latest = models.BooleanField(default=True)
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="plans", verbose_name=_("Policy"), db_constraint=False
    )
    start_on = models.DateField(_("Plan begins on"))
    end_on = models.DateField(_("Plan ends on"))
    basis_sector = basis(_("Features of the sector"))
    basis_scale = basis(_("Scale of production"))
    basis_risk = basis(_("Distribution of risks"))
    basis_people = basis(_("Situation of the staff"))
    basis_mgmt = basis(_("Basis of safety management"))
    basis_history = basis(_("Accident history"))
    risk_grade = models.CharField(
        _("Risk grade"), max_length=10, choices=RiskGrade.choices, blank=True, default="", db_default=""
    )
    fewer_reason = models.CharField(
        _("Reason for fewer services than the template"), max_length=500, blank=True, default="", db_default=""
    )
    standards = ArrayField(
        models.CharField(max_length=20, choices=PlanStandard.choices), verbose_name=_("Rules followed")
    )
    special_measures = models.TextField(_("Refined measures"), max_length=2000, blank=True, default="")
    fee_estimate = models.DecimalField(_("Fee estimate (yuan)"), max_digits=14, decimal_places=2)
    fee_reason = models.CharField(_("Reason for exceeding the budget"), max_length=500, blank=True, default="")
    safeguards = models.TextField(_("Safeguards of the service"), max_length=2000)
    talk_on = models.DateField(_("Date of the talk"), null=True, blank=True)
    talk_people = models.CharField(_("People in the talk"), max_length=200, blank=True, default="")
    talk_file = stored_file(_("Record of the talk"))
    state = models.CharField(_("State"), max_length=20, choices=PlanState.choices, default=PlanState.DRAFT)
    amend_reason = models.CharField(_("Reason for the change"), max_length=500, blank=True, default="")
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(_("Sent at"), null=True, blank=True)
    opinion = models.CharField(_("Opinion of the insured unit"), max_length=500, blank=True, default="")
    confirm_way = models.CharField(
        _("Way of confirmation"), max_length=10, choices=ConfirmationWay.choices, blank=True, default=""
    )
    confirm_by = models.CharField(_("Confirmed by"), max_length=100, blank=True, default="")
    confirm_on = models.DateField(_("Confirmed on"), null=True, blank=True)
    confirm_file = stored_file(_("Document of the confirmation"))
    evaluation = models.TextField(_("Evaluation of the year"), max_length=2000, blank=True, default="")
    effect_score = models.PositiveSmallIntegerField(
        _("Score of the effect (0 to 100)"), null=True, blank=True, validators=[MaxValueValidator(BEST_SCORE)]
    )
    evaluated_on = models.DateField(_("Evaluated on"), null=True, blank=True)

    objects = PlanQuerySet["ServicePlan"].as_manager()
    #: `version` counts the plan's versions; what a page was opened on is told by the last change.
    version_field = "updated_at"

    class Meta:
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["insurer", "plan_no", "version"], name="plan_version_of_insurer"),
            models.UniqueConstraint(fields=["insurer", "plan_no"], condition=Q(is_latest=True), name="plan_one_latest"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(state=PlanState.ACTIVE), name="plan_one_active_of_policy"
            ),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="plan_days"),
            models.CheckConstraint(
                condition=Q(effect_score__isnull=True) | Q(effect_score__lte=BEST_SCORE), name="plan_effect_score"
            ),
            # A promise stands on a document of the insured unit.
            models.CheckConstraint(
                condition=Q(state__in=[PlanState.DRAFT, PlanState.SENT])
                | Q(confirm_on__isnull=False, confirm_file__isnull=False, talk_on__lte=F("confirm_on")),
                name="plan_confirmed_with_file",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise"], name="plan_enterprise"),
            models.Index(fields=["city", "-start_on", "-id"], name="plan_city"),
            models.Index(fields=["-start_on", "-id"], name="plan_newest"),
            models.Index(fields=["insurer", "-start_on", "-id"], name="plan_insurer"),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.plan_no if self.version == 1 else f"{self.plan_no} V{self.version}"

    @property
    def standard_words(self) -> str:
        return listed(PlanStandard(code).label for code in self.standards)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at"])
class PlanItem(models.Model):
    """What a plan promises: `frequency` services in the period, spread over `months` (1 to 12, ascending)."""

    plan = models.ForeignKey(ServicePlan, models.PROTECT, related_name="items")
    item_no = models.PositiveSmallIntegerField(_("Number of the plan item"))
    kind = models.CharField(_("Service"), max_length=20, choices=ServiceKind.choices)
    topics = ArrayField(models.CharField(max_length=4), default=list, verbose_name=_("Topics"), blank=True)
    measures = models.TextField(_("Measures"), max_length=2000)
    form = models.CharField(_("Form"), max_length=20, choices=ServiceForm.choices)
    frequency = models.PositiveSmallIntegerField(_("Times a year"))
    months = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("Months"))
    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Agency"), db_index=False
    )
    staff = models.CharField(_("Staff"), max_length=200)
    experts = models.CharField(_("Experts"), max_length=200, blank=True, default="")
    goal = models.CharField(_("Expected goal"), max_length=200)
    campaign_assist = models.BooleanField(_("Campaign assistance"))
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = OfPlan["PlanItem"].as_manager()

    class Meta:
        ordering = ["plan", "item_no"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "item_no"], name="plan_item_no"),
            models.CheckConstraint(
                condition=Q(frequency__gte=1, months__len__gte=1) & Q(months__contained_by=list(range(1, 13))),
                name="plan_item_months",
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        told = {"plan": self.plan, "number": self.item_no, "kind": ServiceKind(self.kind).label}
        return gettext("%(plan)s item %(number)s: %(kind)s") % told

    @property
    def topic_words(self) -> str:
        return words_of_topics(self.topics)

    @property
    def service_query(self) -> str:
        """What a service that the item promised begins with, as the query of the form's address."""
        known = {
            "plan_item": self.pk,
            "policy": self.plan.policy.policy_no,
            "kind": self.kind,
            "form": self.form,
            "staff": self.staff,
            "campaign_assist": "yes" if self.campaign_assist else "no",
            "topics": self.topics,
        }
        return urlencode(known | ({"agency": self.agency.name} if self.agency else {}), doseq=True)

    @property
    def month_words(self) -> str:
        return listed(shown(f"{month}月", "month") for month in self.months)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TemplateItem(models.Model):
    """A line of the template for a sector and a grade of risk, in force from a day on (N11).

    Nothing official says how often a grade is to be served: `certainty` tells how sure a line is, `source` where it is
    from.
    """

    sector = models.CharField(_("Sector"), max_length=20, choices=Sector.choices)
    risk_grade = models.CharField(_("Risk grade"), max_length=10, choices=RiskGrade.choices)
    kind = models.CharField(_("Service"), max_length=20, choices=ServiceKind.choices)
    topics = ArrayField(models.CharField(max_length=4), default=list, verbose_name=_("Topics"), blank=True)
    measures = models.TextField(_("Measures"), max_length=2000)
    form = models.CharField(_("Form"), max_length=20, choices=ServiceForm.choices)
    frequency = models.PositiveSmallIntegerField(_("Times a year"))
    goal = models.CharField(_("Expected goal"), max_length=200)
    campaign_assist = models.BooleanField(_("Campaign assistance"))
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(_("To"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=200)
    certainty = models.CharField(_("How sure"), max_length=1, choices=Certainty.choices)

    objects = TemplateItemQuerySet["TemplateItem"].as_manager()

    class Meta:
        ordering = ["sector", "risk_grade", "pk"]
        triggers = [touch()]
        constraints = [
            models.UniqueConstraint(fields=["sector", "risk_grade", "kind", "valid_from"], name="template_item_once"),
            models.CheckConstraint(
                condition=Q(frequency__gte=1) & (Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))),
                name="template_item_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sector_display()} {self.get_risk_grade_display()} {self.get_kind_display()}"

    @property
    def topic_words(self) -> str:
        return words_of_topics(self.topics)


class Guidance(models.Model):
    """指导意见: what a bureau or a regulator says about a plan; it changes nothing in the contract (domain.md 5.2)."""

    plan = models.ForeignKey(ServicePlan, models.CASCADE, related_name="guidances")
    text = models.CharField(_("Guidance"), max_length=1000)
    given_by = person()
    given_at = models.DateTimeField()

    objects = OfPlan["Guidance"].as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:40]
