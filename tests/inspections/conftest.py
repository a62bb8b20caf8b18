"""A running task: Hangzhou inspects Shaoxing, row 1 of annex 2."""

from collections.abc import Callable
from typing import Any

import pytest

from core import clock
from inspections.models import InspectedEnterprise, InspectedInsurer, Task
from tests import world
from tests.cast import Cast
from tests.inspections.rows import add_enterprise, add_insurer, running_task

Add = Callable[..., InspectedEnterprise]


@pytest.fixture
def running(cast: Cast) -> Task:
    return running_task()


@pytest.fixture
def add(cast: Cast, running: Task) -> Add:
    """Choose an enterprise of Shaoxing, a new one unless given."""

    def chosen(firm: Any = None, **changes: Any) -> InspectedEnterprise:
        return add_enterprise(
            task=running,
            enterprise=firm or world.enterprise(world.SHAOXING, **changes),
            by=cast.hangzhou_officer,
            today=clock.today(),
            at=clock.now(),
        )

    return chosen


@pytest.fixture
def item(add: Add) -> InspectedEnterprise:
    """An insured enterprise on the list."""
    firm = world.enterprise(world.SHAOXING, name="越城示例化工有限公司")
    world.policy(firm)
    return add(firm)


@pytest.fixture
def insurer_item(cast: Cast, running: Task) -> InspectedInsurer:
    return add_insurer(task=running, insurer=world.insurer(), by=cast.hangzhou_officer, at=clock.now())
