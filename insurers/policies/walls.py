"""The walls of the policies in the database (`core.walls.policies`)."""

from typing import Final

from core.walls.policies import Wall
from enterprises.walls import LEDGER_BY_GRANT

WALLS: Final = {"policies_coinsuranceshare": Wall(through=("policy_id",))}
READ: Final = {"policies_policy": LEDGER_BY_GRANT}
