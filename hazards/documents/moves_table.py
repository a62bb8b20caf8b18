"""The table of moves as the document shows it: docs/hazards.md is compared with this by a test."""

from accounts.roles import roles_with
from core.transitions import Transition
from hazards.choices import HazardStatus
from hazards.states import MOVES


def table() -> str:
    """The moves as a Markdown table: from, to, who holds the permission, guard, limit, clause."""
    head = ["| move | from | to | roles | guard | limit | clause |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*head, *(_line(move) for move in MOVES)])


def _line(move: Transition) -> str:
    sources = ", ".join(state for state in HazardStatus if state in move.sources)
    roles = ", ".join(roles_with(move.permission))
    guard = " ".join((move.guard.__doc__ or "").split())
    limits = "；".join(limit.words for limit in move.limits) or "—"
    cells = [f"{move.name} {move.label}", sources, str(move.target), roles, guard, limits, move.clause]
    return "| " + " | ".join(cells) + " |"
