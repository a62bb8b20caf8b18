"""A draw for tests, its whole way by services."""

from typing import Any

from accounts.models import User
from core import clock
from inspections import services
from inspections.models import Draw, Task
from tests import world

SEED = "73019584620275318846"


def person(username: str) -> User:
    return User.objects.select_related("organisation").get(username=username)


def fixed(task: Task, **numbers: Any) -> Draw:
    """The rosters of a task fixed by the inspected city."""
    given = services.Numbers(**{"enterprises": 2, "least": 0, "insurers": 1, "people": 1, **numbers})
    by = person(f"em-{task.inspected_id}")
    return services.fix_rosters(task=task, numbers=given, place="会议室", by=by, today=clock.today(), at=clock.now())


def drawn(task: Task, seed: str = SEED, **numbers: Any) -> Draw:
    """Drawn out of the rosters by the inspecting city."""
    draw, by = fixed(task, **numbers), person(f"em-{task.inspecting_id}")
    return services.draw_objects(
        draw=draw, seed=seed, source="DICE", note="", by=by, today=clock.today(), at=clock.now()
    )


def register(number: int = 5, county: str = world.SHAOXING, **changes: Any) -> list[Any]:
    """Enterprises of the inspected city, the first with a policy."""
    firms = [world.enterprise(county, **changes) for _ in range(number)]
    world.policy(firms[0])
    return firms
