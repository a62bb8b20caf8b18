"""The files of an insurer that are looked at: policies of the inspected city, in the order of the public seed."""

from datetime import date
from typing import Final

from core import walls
from inspections import rules
from inspections.choices import DrawState
from inspections.models import Draw, InspectedInsurer
from insurers.policies.models import Policy

#: So many are offered to be ticked.
OFFERED: Final = 30


@walls.aside("the numbers of the insurer's policies in the inspected city, from which files are drawn")
def files_to_draw(item: InspectedInsurer, day: date) -> list[str]:
    """Numbers of the policies in force on the day, as the seed of the task's draw orders them, else by number.

    So nobody chooses which are offered first, and anybody can work the order out again. By number alone: whom they
    insure is told by the policy itself, to whom the task gives sight of it.
    """
    held = Policy.objects.filter(insurer=item.insurer_id, city__code=item.task.inspected_id).in_force(day)
    numbers = list(held.order_by("policy_no").values_list("policy_no", flat=True))
    seed = Draw.objects.filter(task=item.task_id, state=DrawState.DRAWN).values_list("seed", flat=True).first()
    return (rules.draws.files(seed, numbers) if seed else numbers)[:OFFERED]
