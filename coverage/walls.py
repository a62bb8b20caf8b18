"""The walls of reminders and clearances in the database: the bureaus' alone (`core.walls.policies`)."""

from typing import Final

from core.walls.policies import Wall
from enterprises.walls import BUREAUS

OF_BUREAUS: Final = Wall(through=("enterprise_id",), given=BUREAUS)
WALLS: Final = {
    "coverage_gapreminder": OF_BUREAUS,
    "coverage_gapclearance": OF_BUREAUS,
}
