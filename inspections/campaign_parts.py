"""What a campaign's pairing asks of it: no city that is left out stands in the table of its year."""

from collections.abc import Iterator

from campaigns.models import Campaign
from inspections import rules
from inspections.cities import names_of_cities
from inspections.models import PairingTable


def complain(campaign: Campaign) -> Iterator[str]:
    """A sentence for each table of the year that names a city which takes no part."""
    if not campaign.is_yearly or not campaign.cities_off:
        return
    for table in PairingTable.objects.filter(year=campaign.year):
        said = rules.complain_cities_off(table.pairs(), campaign.cities_off, names_of_cities(), str(campaign))
        if said:
            yield said
