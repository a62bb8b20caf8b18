"""The walls of the plans in the database (`core.walls.policies`)."""

from typing import Final

from core.walls.policies import Wall
from enterprises.walls import LEDGER_BY_GRANT

WALLS: Final = {"plans_planitem": Wall(through=("plan_id",))}
READ: Final = {"plans_serviceplan": LEDGER_BY_GRANT}
