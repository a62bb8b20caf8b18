"""The life of a case or training material: written, published, no longer given."""

from typing import Final

from core.transitions import Transition
from insurers.materials.choices import MaterialState
from insurers.materials.permissions import MaterialPermission


def _move(name: str, source: MaterialState, target: MaterialState, label: str) -> Transition:
    return Transition(
        name=name,
        sources=frozenset({source}),
        target=target,
        permission=MaterialPermission.MATERIAL_WRITE,
        label=label,
        action="material.turned",
        clause="domain 4.5",
    )


MATERIAL_MOVES: Final = {
    move.name: move
    for move in (
        _move("publish", MaterialState.DRAFT, MaterialState.PUBLISHED, "发布"),
        _move("withdraw", MaterialState.PUBLISHED, MaterialState.WITHDRAWN, "停止分发"),
    )
}
