"""Reading the campaign; the only write is its seed."""

from datetime import date

from campaigns.models import Campaign
from campaigns.rules import Countdown, countdown
from core.contributions.desk import Desk
from rulebook.permissions import RulebookPermission
from rulebook.workdays import workdays


def current_campaign(year: int) -> Campaign | None:
    """The year's campaign with its sectors at hand (two queries), or None where none was set up."""
    return Campaign.objects.filter(year=year).prefetch_related("sectors").first()


def campaign_of(desk: Desk) -> Campaign | None:
    """The campaign of the desk's year; None where there is none, or where the person may not know it."""
    return current_campaign(desk.today.year) if desk.user.may(RulebookPermission.CAMPAIGN_VIEW) else None


def countdown_of(desk: Desk) -> Countdown | None:
    """What is left until the reports of the campaign are due, or None without one."""
    campaign = desk.once(campaign_of)
    return countdown_on(campaign, desk.today) if campaign else None


def countdown_on(campaign: Campaign, today: date) -> Countdown:
    """What is left until the campaign's deadline, by the calendar as the province keeps it (two queries)."""
    days = workdays()
    return countdown(campaign.deadline_on, today, days.overrides, days.is_provisional)
