"""The numbers of a version as the ledgers say them now; nothing is kept."""

from campaigns.models import Campaign
from core import walls
from reports.definitions import DEFINITIONS
from reports.documents.tokens import by_city, with_movement
from reports.figures import Basis, compute
from reports.models import Snapshot
from reports.rules import Number, from_json, to_json
from reports.services.building import month_before
from reports.services.places import place_of


def present_values(snapshot: Snapshot) -> dict[str, Number]:
    """The figures of a version over the same place and cut-off, rounded as a version keeps them."""
    definition, place = DEFINITIONS[snapshot.report], place_of(snapshot.report, snapshot.city_id)
    with walls.aside("whoever reads a report learns what its figures are now"):
        campaign = Campaign.objects.prefetch_related("sectors").get(pk=snapshot.campaign_id)
        basis = Basis.of(campaign, snapshot.cutoff, snapshot.report)
        now, cities = compute(definition.figures, basis, place.cities)
        before = month_before(definition, basis, place)
    kept = [{name: from_json(to_json(value)) for name, value in one.items()} for one in (now, before)]
    return {**with_movement(*kept), **by_city(cities, place.names)}
