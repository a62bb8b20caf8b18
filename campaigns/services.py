"""Reading the campaign; the only write is its seed."""

from campaigns.models import Campaign


def current_campaign(year: int) -> Campaign | None:
    """The year's campaign with its sectors at hand (two queries), or None where none was set up."""
    return Campaign.objects.filter(year=year).prefetch_related("sectors").first()
