"""The walls of publicity in the database (`core.walls.policies`): the place, the own office, and what was adopted."""

from typing import Final

from core.walls import Family
from core.walls.policies import CITY, COUNTY, OUTSIDE, OWN, SECTOR, Wall, place_of
from publicity.choices import ItemState

OWN_OR_ADOPTED: Final = f"organisation_id = {OWN} OR state = '{ItemState.ADOPTED}'"
#: An administrator has the own organisation alone, and none of its work.
HAS_PLACE: Final = f"({CITY} IS NOT NULL OR {OUTSIDE} IS NOT NULL OR {COUNTY} IS NOT NULL)"
OF_BRANCH: Final = f"organisation_id IN (SELECT o.id FROM accounts_organisation o WHERE o.parent_id = {OWN})"
WALLS: Final = {
    "publicity_publicityitem": Wall(
        given={
            Family.PLACE: f"({OWN_OR_ADOPTED} OR {place_of()}) AND {SECTOR} IS NULL AND {HAS_PLACE}",
            Family.INSURER: f"{OWN_OR_ADOPTED} OR {OF_BRANCH}",
            Family.AGENCY: "",
        }
    ),
    # The province's until it is on the page, which is a file.
    "publicity_publicrelease": Wall(),
}
