"""The walls of the policies in the database (`core.walls.policies`)."""

from typing import Final

from core.walls.policies import Wall

WALLS: Final = {"policies_coinsuranceshare": Wall(through=("policy_id",))}
