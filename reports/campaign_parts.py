"""What follows an approved campaign of the year: its reports are owed."""

from datetime import datetime

from campaigns.models import Campaign
from core import walls
from reports.duties import duties_of
from reports.models import ReportDuty


def set_up(campaign: Campaign, _at: datetime) -> None:
    """Enter who owes what by when; a second call changes nothing.

    Reports are numbered by year, so that a campaign beside that of the year has its days and recipients on its own page
    alone.
    """
    if not campaign.is_yearly:
        return
    with walls.aside("what each office owes, entered with the campaign that a second person approved"):
        ReportDuty.objects.bulk_create(duties_of(campaign), ignore_conflicts=True)
