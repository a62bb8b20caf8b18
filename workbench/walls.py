"""The walls of the yearly evaluations in the database: an insurer its own, the supervisors all of them."""

from typing import Final

from core.walls import Family
from core.walls.policies import TRUE, Wall

WALLS: Final = {"workbench_yearreport": Wall(given={Family.PLACE: TRUE})}
