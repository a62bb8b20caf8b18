"""The two forms of a cross-inspection (domain.md 4.9): one for an enterprise, one for an insurer."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.touches import touch
from enterprises.models import Enterprise
from inspections.choices import Conformity, InsuredState, ItemState, Violation
from inspections.models.tasks import Task
from inspections.querysets import InsurerForms, SeenOnVisits

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def yes_no(label: "str | _StrPromise") -> "models.BooleanField[bool | None, bool | None]":
    """A question answered yes, no, or not yet."""
    return models.BooleanField(label, null=True, blank=True)


def count(label: "str | _StrPromise") -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(label, null=True, blank=True)


def conformity(label: "str | _StrPromise") -> "models.CharField[str, str]":
    return models.CharField(label, max_length=10, choices=Conformity.choices, blank=True, default="")


def reason(label: "str | _StrPromise") -> "models.CharField[str, str]":
    """Why an answer stands without a finding."""
    return models.CharField(label, max_length=300, blank=True, default="")


def money(label: "str | _StrPromise") -> "models.DecimalField[Decimal | int | None, Decimal | None]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)


class InspectionItem(models.Model):
    """What both forms share.

    `version` counts saves that changed something. `answer_versions` says of each answer by which save it was last
    changed and by whose key: {name: [version, user]}. A save from an older page clashes in such answers alone.
    `on_record` is what the ledgers said when the form was submitted, as the record that was signed shows it.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="%(class)ss")
    state = models.CharField(_("State"), max_length=20, choices=ItemState.choices, default=ItemState.DRAFT)
    checked_on = models.DateField(_("Day of inspection"), null=True, blank=True)
    remark = models.TextField(_("Remark"), max_length=1000, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    answer_versions = models.JSONField(default=dict, blank=True)
    on_record = models.JSONField(default=dict, blank=True)
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class InspectedEnterprise(InspectionItem):
    """The form for a sampled enterprise. Answers are empty until given; all mandatory ones before it is submitted."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name=_("Enterprise"))
    insured = models.CharField(
        _("Insured as required"), max_length=10, choices=InsuredState.choices, blank=True, default=""
    )
    policy_no = models.CharField(_("Policy number"), max_length=40, blank=True, default="")
    people = count(_("Employees"))
    insured_people = count(_("People insured"))
    limit = money(_("Limit per person (yuan)"))
    plan_seen = yes_no(_("Service plan seen"))
    train = yes_no(_("Training done"))
    haz = yes_no(_("Hazard check done"))
    drill = yes_no(_("Drill done"))
    assist = yes_no(_("Campaign assistance done"))
    hot_work = conformity(_("Hot work and other dangerous work"))
    welding = conformity(_("Electric and gas welding gear"))
    key_posts = conformity(_("People in dangerous work and key posts"))
    outsourcing = conformity(_("Outsourcing and leasing"))
    notices_seen = count(_("Written notices seen"))
    hazards_total = count(_("Hazards on record"))
    hazards_closed = count(_("Hazards closed"))
    satisfaction = models.PositiveSmallIntegerField(
        _("Satisfaction (1 to 5)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    reason_insured = reason(_("Why the answer on the cover stands although something differs"))
    reason_plan_seen = reason(_("Why no plan is no finding"))
    reason_train = reason(_("Why no training is no finding"))
    reason_haz = reason(_("Why no hazard check is no finding"))
    reason_drill = reason(_("Why no drill is no finding"))
    reason_assist = reason(_("Why no campaign assistance is no finding"))

    objects = SeenOnVisits["InspectedEnterprise"].as_manager()
    MANDATORY = (
        "checked_on",
        "insured",
        "plan_seen",
        "train",
        "haz",
        "drill",
        "assist",
        "hot_work",
        "welding",
        "key_posts",
        "outsourcing",
        "notices_seen",
        "hazards_total",
        "hazards_closed",
        "satisfaction",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["task", "enterprise"], name="enterprise_once_a_task")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.task} {self.enterprise}"

    @property
    def recusal_code(self) -> str:
        """By what a declaration names the inspected."""
        return self.enterprise.uscc


class InspectedInsurer(InspectionItem):
    """The form for an insurer with business in the inspected city."""

    insurer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Insurer"))
    branch = models.CharField(_("Branch"), max_length=100, blank=True, default="")
    #: Numbers of the insurer's policies in the inspected city whose files were looked at.
    files_drawn = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("Files drawn (policies)")
    )
    plan_ok = yes_no(_("Plans in order"))
    services_planned = count(_("Services promised"))
    services_done = count(_("Services done"))
    records_ok = yes_no(_("Records complete"))
    confirm_ok = yes_no(_("Confirmed by both sides"))
    budget = money(_("Fee budget (yuan)"))
    booked = money(_("Fee booked (yuan)"))
    vouchers_ok = yes_no(_("Vouchers true"))
    agency_ok = yes_no(_("Agencies in order"))
    ledger_ok = yes_no(_("Hazard ledger in order"))
    notices_ok = yes_no(_("Written notices in order"))
    refusals_ok = yes_no(_("Refusals reported"))
    complaints_ok = yes_no(_("Complaints handled"))
    archive_ok = yes_no(_("Archive in order"))
    violations = ArrayField(
        models.CharField(max_length=20, choices=Violation.choices),
        default=list,
        blank=True,
        verbose_name=_("Leads on violations"),
    )

    objects = InsurerForms["InspectedInsurer"].as_manager()
    MANDATORY = (
        "checked_on",
        "files_drawn",
        "plan_ok",
        "services_planned",
        "services_done",
        "records_ok",
        "confirm_ok",
        "budget",
        "booked",
        "vouchers_ok",
        "agency_ok",
        "ledger_ok",
        "notices_ok",
        "refusals_ok",
        "complaints_ok",
        "archive_ok",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["task", "insurer"], name="insurer_once_a_task")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.task} {self.insurer}"

    @property
    def recusal_code(self) -> str:
        """By what a declaration names the inspected."""
        return self.insurer.code
