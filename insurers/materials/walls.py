"""The walls of the materials in the database (`core.walls.policies`)."""

from typing import Final

from core.walls import Family
from core.walls.policies import Wall

WALLS: Final = {
    "materials_material": Wall(
        given={Family.PLACE: "EXISTS (SELECT 1 FROM materials_assignment a WHERE a.material_id = {table}.id)"}
    ),
    "materials_assignment": Wall(through=("policy_id",)),
}
