"""What follows an approved campaign: its reports are owed."""

from datetime import datetime

from campaigns.models import Campaign
from core import walls
from reports.duties import duties_of
from reports.models import ReportDuty


def set_up(campaign: Campaign, _at: datetime) -> None:
    """Enter who owes what by when, of the campaign of the year and of one beside it; a second call changes nothing."""
    with walls.aside("what each office owes, entered with the campaign that a second person approved"):
        ReportDuty.objects.bulk_create(duties_of(campaign), ignore_conflicts=True)
