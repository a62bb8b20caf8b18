"""What Celery runs for the workbench: the figures of the widest scopes, worked out before somebody opens the page."""

from typing import Final

from celery import shared_task
from django.core.cache import cache

from accounts.models import User
from accounts.roles import Role
from core import clock, walls
from core.contributions.desk import Desk
from core.touches import Memory
from workbench.desk import parts_of

#: The roles that look at most rows. Others have few rows, and their figures take no time.
WIDE: Final = (Role.PROV_EM, Role.REG_PROV, Role.REG_NB, Role.REG_SUB, Role.CITY_EM, Role.INSURER)
#: Under this key stands what the ledgers were like when the figures were prepared last.
STATE: Final = "workbench:prepared"
#: Like all keys of the cache it has an end: the server evicts keys with an end, and nothing else, when memory is short.
SECONDS: Final = 24 * 3600


@shared_task(name="workbench.tasks.prepare_desks", ignore_result=True)
def prepare_desks(**_kwargs: object) -> None:
    """One desk for each organisation of a wide scope, unless nothing was written since the last time."""
    today, memory = clock.today(), Memory()
    state = f"{today} {sorted(memory.marks.items())!r}"
    if cache.get(STATE) == state:
        return
    people = User.objects.filter(is_active=True, role__in=WIDE).select_related("organisation")
    for user in people.order_by("organisation_id", "role", "pk").distinct("organisation_id", "role"):
        with walls.seeing_as(user), walls.own_alone():
            parts_of(Desk(user, today, memory))
    cache.set(STATE, state, timeout=SECONDS)
