"""The numbers of a version as the ledgers say them now; nothing is kept."""

from campaigns.models import Campaign
from core import walls
from reports.definitions import DEFINITIONS
from reports.documents.tokens import by_city, with_movement
from reports.figures import Basis, as_before, compute, earlier_of
from reports.models import Snapshot
from reports.rules import Number, from_json, to_json
from reports.services.places import place_of


def present_values(snapshot: Snapshot) -> dict[str, Number]:
    """The figures of a version over the same place and cut-off, rounded as a version keeps them."""
    definition, place = DEFINITIONS[snapshot.report], place_of(snapshot.report, snapshot.city_id)
    with walls.aside("whoever reads a report learns what its figures are now"):
        campaign = Campaign.objects.prefetch_related("sectors").get(pk=snapshot.campaign_id)
        basis = Basis.of(campaign, snapshot.cutoff, snapshot.report)
        counted = (*definition.figures, *definition.further, *earlier_of(definition.figures, basis))
        now, cities = compute(counted, basis, place.cities)
        before = as_before(definition.figures, now)
    kept = [{name: from_json(to_json(value)) for name, value in one.items()} for one in (now, before)]
    return {**with_movement(*kept), **by_city(cities, place.names)}
