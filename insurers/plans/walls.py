"""The walls of the plans in the database (`core.walls.policies`)."""

from typing import Final

from core.walls.policies import Wall

WALLS: Final = {"plans_planitem": Wall(through=("plan_id",))}
