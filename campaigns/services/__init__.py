"""Reading the campaign, and the writes of what belongs to it, one module for each."""

from campaigns.services.campaigns import (
    Offer,
    campaign_of,
    choose_campaign,
    countdown_of,
    countdown_on,
    current_campaign,
    days_alone,
    days_undecided,
    duty_sectors,
    offer,
    usage_of,
)

__all__ = [
    "Offer",
    "campaign_of",
    "choose_campaign",
    "countdown_of",
    "countdown_on",
    "current_campaign",
    "days_alone",
    "days_undecided",
    "duty_sectors",
    "offer",
    "usage_of",
]
