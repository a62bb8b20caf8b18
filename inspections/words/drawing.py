"""What the page of a draw says of its course: the steps with their instants, and whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.choices import DrawState
from inspections.models import Draw, Task


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the draw: when it was taken, None while it is open; whether it is the next one."""

    words: str | Promise
    at: datetime | None
    is_now: bool = False


def steps(draw: Draw | None, added: Sequence[datetime], signed: Sequence[datetime]) -> list[Step]:
    """The five steps of the record; additions by hand are none of them that must be."""
    if draw is None:
        return []
    return [
        Step(gettext_lazy("Rosters fixed"), draw.fixed_at),
        Step(gettext_lazy("Public seed"), draw.drawn_at, is_now=draw.drawn_at is None),
        Step(gettext_lazy("Tickets drawn"), draw.drawn_at),
        Step(gettext_lazy("Added by hand"), max(added, default=None)),
        Step(gettext_lazy("Signatures of both cities"), max(signed, default=None), is_now=draw.drawn_at is not None),
    ]


def next_step(task: Task, draw: Draw | None) -> str:
    """Whose turn it is until the draw is done; nothing once it is."""
    if draw is None:
        said = _("The rosters are to be fixed by %(city)s; then both cities make the seed in public.")
        return said % {"city": task.inspected.name}
    if draw.state == DrawState.FIXED:
        said = _("%(city)s enters the seed once both cities have made it in public and kept the file of digests.")
        return said % {"city": task.inspecting.name}
    return ""
