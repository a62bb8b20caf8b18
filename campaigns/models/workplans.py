"""Work plans 工作方案 of cities, regulators and insurers (notice 133, 二(一))."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import WorkPlanState
from campaigns.models.campaigns import Campaign
from campaigns.models.fields import by_person, by_person_later, in_city, of_office
from campaigns.querysets import WorkPlanRows
from core.touches import touch


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class WorkPlan(models.Model):
    """An office's plan for a campaign, one of each; its text goes with it as a file."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="work_plans")
    organisation = of_office(_("Unit"))
    city = in_city(_("City"))
    title = models.CharField(_("Title"), max_length=200)
    document_no = models.CharField(_("Document number"), max_length=60, blank=True, default="")
    decided_on = models.DateField(_("Decided on"))
    summary = models.TextField(_("Main measures"), max_length=4000)
    state = models.CharField(_("State"), max_length=20, choices=WorkPlanState.choices, default=WorkPlanState.DRAFT)
    written_by = by_person()
    written_at = models.DateTimeField()
    sent_by = by_person_later()
    sent_at = models.DateTimeField(_("Sent at"), null=True, blank=True)
    answered_by = by_person_later()
    answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)
    answer_note = models.CharField(_("Opinion"), max_length=500, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = WorkPlanRows["WorkPlan"].as_manager()

    class Meta:
        ordering = ["organisation__code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="work_plan_of_office"),
            models.CheckConstraint(
                condition=Q(state=WorkPlanState.DRAFT) | Q(sent_at__isnull=False), name="work_plan_sent"
            ),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.title
