"""The walls of the promises in the database (`core.walls.policies`)."""

from typing import Final

from core.walls import Family
from core.walls.policies import CITY, INSURER, OUTSIDE, SECTOR, Wall

WALLS: Final = {
    "promises_assistreminder": Wall(given={Family.INSURER: f"insurer_id = {INSURER}"}),
    # Totals by city; a county has none of its own.
    "promises_promisedcell": Wall(
        given={
            Family.PLACE: f"(city_code = {CITY} OR city_code <> {OUTSIDE}) AND ({SECTOR} IS NULL OR sector = {SECTOR})"
        }
    ),
}
PASSING: Final = {"promises_promisedcell": "counts of what stands in the ledgers"}
