"""The table of moves as the document shows it: docs/hazards.md is compared with this by a test."""

from core.transitions import Transition
from hazards import deadlines
from hazards.deadlines import Limit
from hazards.states import MOVES, HazardState, roles_of

#: Limits that run while a move is awaited, by its name; 立即 of the notice stands as 24 hours.
LIMITS: dict[str, tuple[Limit, ...]] = {
    "notify": (deadlines.NOTICE_GENERAL, deadlines.NOTICE_MAJOR),
    "submit": (deadlines.RECTIFY_GENERAL,),
    "close": (deadlines.REVIEW,),
    "return": (deadlines.REVIEW,),
    "take": (deadlines.TAKE,),
    "resume": (deadlines.FOLLOW_UP,),
    "settle": (deadlines.FOLLOW_UP,),
}


def table() -> str:
    """The moves as a Markdown table: from, to, who holds the permission, guard, limit, clause."""
    head = ["| move | from | to | roles | guard | limit | clause |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*head, *(_line(move) for move in MOVES)])


def _line(move: Transition) -> str:
    sources = ", ".join(state for state in HazardState if state in move.sources)
    roles = ", ".join(roles_of(move))
    guard = " ".join((move.guard.__doc__ or "").split())
    cells = [f"{move.name} {move.label}", sources, str(move.target), roles, guard, _limit(move), move.clause]
    return "| " + " | ".join(cells) + " |"


def _limit(move: Transition) -> str:
    if move.name == "report":
        return "24 小时"
    return "；".join(f"{limit.label} {limit.days} {limit.count}" for limit in LIMITS.get(move.name, ())) or "—"
