"""What plans promise, month by month, against what was done: views of the database, and their sums for the province.

The SQL of the views stands in the migration. Services are matched to promises by policy, kind, campaign assistance
and period of the plan; within these the earliest promise is kept first.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Division, Organisation
from core.touches import touch
from enterprises.choices import Sector
from enterprises.models import Enterprise
from insurers.activities.models import Activity
from insurers.base.choices import ServiceKind
from insurers.base.fields import Label, person
from insurers.base.querysets import InsurerRows
from insurers.plans.models import PlanItem, ServicePlan
from insurers.policies.models import Policy
from insurers.promises.querysets import AssistReminderQuerySet


class AssistReminder(models.Model):
    """A reminder to an insurer about its units without campaign assistance: one a month from each organisation."""

    insurer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Insurer"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Reminded by"))
    month = models.DateField(_("Month"))
    units = models.PositiveIntegerField(_("Units without assistance"))
    place = models.CharField(_("Place"), max_length=60)
    sent_by = person()
    sent_at = models.DateTimeField(_("Sent at"))

    objects = AssistReminderQuerySet["AssistReminder"].as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["insurer", "organisation", "month"], name="assist_reminder_monthly"),
            models.CheckConstraint(condition=Q(month__day=1), name="assist_reminder_month"),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.insurer} {self.month:%Y-%m}"


def key(
    model: type[models.Model],
    label: "Label | None" = None,
    *,
    to_field: str | None = None,
    db_column: str | None = None,
    null: bool = False,
    db_index: bool = True,
) -> Any:
    """A key in a view: nothing depends on it."""
    return models.ForeignKey(
        model,
        models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        verbose_name=label,
        to_field=to_field,
        db_column=db_column,
        null=null,
        db_index=db_index,
    )


class Placed(models.Model):
    """Whose the row is and where it lies, as the policy says."""

    insurer = key(Organisation, _("Insurer"))
    enterprise = key(Enterprise, _("Enterprise"))
    city = key(Division, _("City"), to_field="code", db_column="city_code")
    county = key(Division, _("County"), to_field="code", db_column="county_code")
    policy = key(Policy, _("Policy"))
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector.choices)
    kind = models.CharField(_("Service"), max_length=20, choices=ServiceKind.choices)
    campaign_assist = models.BooleanField(_("Campaign assistance"))

    objects = InsurerRows["Placed"].as_manager()

    class Meta:
        abstract = True


class PromisedRow(Placed):
    """`times` services of an item due by `due_on`, `done` of them kept; `month` is the first of the month."""

    plan = key(ServicePlan, _("Plan"))
    item = key(PlanItem, _("Plan item"))
    month = models.DateField(_("Month"))
    due_on = models.DateField(_("Due on"))
    times = models.IntegerField(_("Promised"))
    done = models.IntegerField(_("Done"))

    class Meta:
        managed = False
        db_table = "promises_promised"
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.month:%Y-%m}"


class OutsideService(Placed):
    """A service that no plan has promised, or more than it has promised; `plan` is null where there is none."""

    activity = models.OneToOneField(Activity, models.DO_NOTHING, primary_key=True, related_name="+", db_column="id")
    plan = key(ServicePlan, _("Plan"), null=True)
    month = models.DateField(_("Month"))

    class Meta:
        managed = False
        db_table = "promises_outside"
        ordering = ["-activity"]

    def __str__(self) -> str:
        return str(self.activity_id)


class PromisedCell(models.Model):
    """Sums of the two views for the whole province, counted by one job: what pages of all cities read."""

    insurer = key(Organisation, db_index=False)
    city = key(Division, to_field="code", db_column="city_code", db_index=False)
    sector = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    campaign_assist = models.BooleanField()
    month = models.DateField()
    due_on = models.DateField()
    times = models.IntegerField()
    done = models.IntegerField()
    outside = models.IntegerField()
    counted_at = models.DateTimeField()

    objects = InsurerRows["PromisedCell"].as_manager()

    def __str__(self) -> str:
        return f"{self.insurer_id} {self.city_id} {self.month:%Y-%m}"
