"""A question of the cross-checks that was put to its insurer or answered by it: asked once, answered once."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from core.languages import put
from core.touches import touch
from crosschecks.choices import ASKS, FeeAsk, InquiryState, PromiseAsk
from crosschecks.querysets import InquiryQuerySet
from dispositions.choices import CaseSource
from insurers.activities.models import Activity
from insurers.base.fields import maybe_person
from insurers.base.models import InsurerRow
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy


def fee_key(code: str, policy: int) -> str:
    """The key of a fee flag as a fact: its code and its policy."""
    return f"{code}-{policy}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Inquiry(InsurerRow):
    """One question about one row: a policy, or the service or plan of one. `seen` is what was odd when it was asked.

    Either an authority asks and names a day for the answer, or the insurer answers unasked. The case that an authority
    took it to stands in the room that keeps cases; here are its name and address.
    """

    code = models.CharField(_("Question"), max_length=20, choices=ASKS)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+", verbose_name=_("Policy"))
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Service record")
    )
    plan = models.ForeignKey(
        ServicePlan, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Plan")
    )
    seen = models.CharField(_("What was seen"), max_length=1000)
    state = models.CharField(_("State"), max_length=20, choices=InquiryState.choices)
    authority = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Asked by")
    )
    request = models.CharField(_("What is asked"), max_length=1000, blank=True, default="")
    asked_by = maybe_person()
    asked_on = models.DateField(_("Asked on"), null=True, blank=True)
    due_on = models.DateField(_("To be answered by"), null=True, blank=True)
    answer = models.TextField(_("Answer"), max_length=2000, blank=True, default="")
    answered_by = maybe_person()
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    decision = models.CharField(pgettext_lazy("question", "Opinion"), max_length=1000, blank=True, default="")
    decided_by = maybe_person()
    decided_on = models.DateField(pgettext_lazy("question", "Decided on"), null=True, blank=True)
    case_name = models.CharField(_("Case"), max_length=100, blank=True, default="")
    case_url = models.CharField(max_length=200, blank=True, default="")

    objects = InquiryQuerySet["Inquiry"].as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        triggers = [touch()]
        indexes = [
            models.Index(fields=["insurer", "state"], name="inquiry_insurer"),
            models.Index(fields=["city", "county", "state"], name="inquiry_place"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "policy"],
                condition=Q(activity__isnull=True, plan__isnull=True),
                name="inquiry_policy_once",
            ),
            models.UniqueConstraint(
                fields=["code", "activity"], condition=Q(activity__isnull=False), name="inquiry_activity_once"
            ),
            models.UniqueConstraint(fields=["code", "plan"], condition=Q(plan__isnull=False), name="inquiry_plan_once"),
            models.CheckConstraint(
                condition=Q(state=InquiryState.ASKED, answered_on__isnull=True)
                | Q(answered_on__isnull=False)
                | Q(state=InquiryState.FURTHER),
                name="inquiry_answered",
            ),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=True) | Q(due_on__gte=models.F("asked_on")), name="inquiry_due"
            ),
        ]

    def __str__(self) -> str:
        return put("{}：{}", self.subject, self.get_code_display())

    @property
    def case_fact(self) -> tuple[CaseSource, str]:
        """The fact that a case of the question is about, by its source and key (`dispositions.sources`)."""
        if self.code in FeeAsk.values:
            return CaseSource.FEE, fee_key(self.code, self.policy_id)
        if self.code == PromiseAsk.LATE:
            return CaseSource.PROMISE, str(self.plan_id)
        return CaseSource.QUESTION, str(self.pk)

    @property
    def subject(self) -> Policy | Activity | ServicePlan:
        """The row that the question is about."""
        return self.activity or self.plan or self.policy
