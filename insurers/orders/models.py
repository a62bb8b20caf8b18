"""Services ordered from agencies (domain.md 4.7), and what the agency wrote about them."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.touches import touch
from insurers.base.choices import ServiceKind
from insurers.base.fields import organisation
from insurers.orders.choices import STANDING, OrderState
from insurers.orders.querysets import OrderRecordQuerySet, ServiceOrderQuerySet
from insurers.policies.models import Policy


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ServiceOrder(models.Model):
    """A service that an insurer orders from an agency under a policy, for a day.

    The enterprise and its place are the policy's, so that they follow when the entry moves or merges.
    """

    insurer = organisation(_("Insurer"))
    agency = organisation(_("Agency"))
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="orders", verbose_name=_("Policy"))
    kind = models.CharField(_("Service"), max_length=20, choices=ServiceKind.choices)
    service_on = models.DateField(_("Day of the service"))
    note = models.CharField(_("What is wanted"), max_length=500, blank=True, default="")
    state = models.CharField(_("State"), max_length=20, choices=OrderState.choices, default=OrderState.PLACED)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Ordered by"))
    placed_at = models.DateTimeField(_("Ordered at"))
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("Answer"), max_length=500, blank=True, default="")

    objects = ServiceOrderQuerySet["ServiceOrder"].as_manager()

    class Meta:
        ordering = ["-service_on", "-pk"]
        triggers = [touch()]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "agency", "kind", "service_on"],
                condition=Q(state__in=STANDING),
                name="service_order_once",
            )
        ]
        indexes = [
            models.Index(fields=["agency", "-service_on", "-id"], name="service_order_agency"),
            models.Index(fields=["insurer", "-service_on", "-id"], name="service_order_insurer"),
        ]

    def __str__(self) -> str:
        return f"{self.policy.policy_no} {self.service_on}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OrderRecord(models.Model):
    """What the agency's people wrote down about an order, as typed; the insurer makes a service of it.

    `typed` holds the fields of the form, each a list of texts. Until the insurer has taken it over the agency may
    write it anew.
    """

    order = models.OneToOneField(ServiceOrder, models.PROTECT, primary_key=True, related_name="record")
    typed = models.JSONField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Written by"))
    written_at = models.DateTimeField(_("Written at"))
    activity = models.OneToOneField(
        "activities.Activity", models.PROTECT, related_name="order_record", null=True, blank=True
    )
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    taken_at = models.DateTimeField(_("Taken over at"), null=True, blank=True)

    objects = OrderRecordQuerySet["OrderRecord"].as_manager()

    def __str__(self) -> str:
        return str(self.order)
