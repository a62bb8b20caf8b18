"""The page of the campaign."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns import rules
from campaigns.choices import CampaignSectorName
from campaigns.models import Campaign
from campaigns.permissions import CampaignPermission
from campaigns.services import countdown_on, current_campaign
from core import clock
from core.gate import GatedView
from core.people import person_of
from rulebook.permissions import RulebookPermission

NAMES = dict(CampaignSectorName.choices)


class CampaignView(GatedView):
    """Document, window, deadline with its advice, and the sectors with those left out."""

    permission = RulebookPermission.CAMPAIGN_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.today()
        campaign = current_campaign(today, person_of(request))
        context: dict[str, object] = {"campaign": campaign}
        if campaign is not None:
            begun, whole = rules.elapsed(today, campaign.starts_on, campaign.ends_on)
            context |= {
                "countdown": countdown_on(campaign, today),
                "begun": begun,
                "whole": whole,
                "sectors": sector_lines(campaign),
                "leaves_coal_out": CampaignSectorName.COAL not in campaign.enabled_sectors(),
                "reports": campaign.reports.all(),
                "documents": campaign.documents.all(),
                "may_set_up": person_of(request).may(CampaignPermission.CAMPAIGN_SETUP),
            }
        return render(request, "campaigns/campaign_detail.html", context)


def sector_lines(campaign: Campaign) -> list[dict[str, object]]:
    """Name and whether covered, in the notice's order."""
    return [{"name": NAMES.get(row.code, row.code), "enabled": row.enabled} for row in campaign.sectors.all()]
