"""The walls of the agencies in the database (`core.walls.policies`)."""

from typing import Final

from core.walls import Family
from core.walls.policies import TRUE, Wall

#: Insurers choose among all agencies.
CHOSEN: Final = Wall(given={Family.INSURER: TRUE})
WALLS: Final = {"agencies_agencyqualification": CHOSEN, "agencies_agencystaff": CHOSEN}
