"""Reading the campaign, and the writes of what belongs to it, one module for each."""

from campaigns.services.campaigns import campaign_of, countdown_of, countdown_on, current_campaign

__all__ = ["campaign_of", "countdown_of", "countdown_on", "current_campaign"]
