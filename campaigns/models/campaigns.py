"""The campaign (notice 133, 一(二) and closing) with its sectors."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """One campaign 专项行动. Days are inclusive; 2023: 27 April to 31 December, reports by 10 December."""

    year = models.PositiveSmallIntegerField(_("Year"), unique=True)
    name = models.CharField(_("Name"), max_length=100)
    document_no = models.CharField(_("Document number"), max_length=60)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("To"))
    deadline_on = models.DateField(_("Reports due"))
    #: An aim of the portal, so that the summary of cross-inspection can be written in time (domain.md 5.3).
    inspections_by = models.DateField(_("Cross-inspections to be completed by"), null=True, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=models.Q(starts_on__lte=models.F("ends_on")), name="campaign_days")
        ]

    def __str__(self) -> str:
        return self.name

    def enabled_sectors(self) -> list[str]:
        """Codes of the sectors that this campaign covers, in the notice's order."""
        return [sector.code for sector in self.sectors.all() if sector.enabled]


class CampaignSector(models.Model):
    """A high-risk sector of the campaign 高危行业领域; coal stays in the list, off, as the province left it out."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sectors")
    code = models.CharField(max_length=20)
    enabled = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="sector_once_a_campaign")]

    def __str__(self) -> str:
        return self.code
