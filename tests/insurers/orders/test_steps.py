"""The steps of an ordered service: what the agency and the insurer are offered in each state, and where it leads."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.writing import Refused
from insurers.orders.models import OrderRecord, ServiceOrder
from insurers.orders.services.orders import answer_order
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]
#: What the page offers in each state: the agency's steps onward, its endings, the insurer's endings.
OFFERED: dict[str, tuple[list[str], list[str], list[str]]] = {
    "PLACED": (["accept"], ["decline"], ["withdraw"]),
    "ACCEPTED": ([], [], ["withdraw"]),
    "RECORDED": ([], [], ["withdraw"]),
    "TAKEN": ([], [], []),
    "DECLINED": ([], [], []),
    "WITHDRAWN": ([], [], []),
}


def ordered(cast: Cast, state: str) -> ServiceOrder:
    policy = world.policy(world.enterprise())
    return ServiceOrder.objects.create(
        insurer=policy.insurer,
        agency=cast.agency.organisation,
        policy=policy,
        kind="HAZ",
        service_on=date(2023, 5, 10),
        state=state,
        placed_by=cast.insurer_a_clerk,
        placed_at=clock.now(),
    )


@pytest.mark.parametrize("state", OFFERED)
def test_each_side_is_offered_its_steps(cast: Cast, as_user: SignIn, state: str) -> None:
    address = f"/orders/{ordered(cast, state).pk}/"

    def offered(person: Any, which: str) -> list[str]:
        return [move.name for move in as_user(person).get(address).context[which]]

    onward, endings, insurers = OFFERED[state]
    assert offered(cast.agency, "moves") == onward
    assert offered(cast.agency, "ends") == endings
    assert offered(cast.insurer_a_clerk, "moves") == []
    assert offered(cast.insurer_a_clerk, "ends") == insurers


@pytest.mark.parametrize("state", OFFERED)
@pytest.mark.parametrize(
    ("move", "person", "target"),
    [
        ("accept", "agency", "ACCEPTED"),
        ("decline", "agency", "DECLINED"),
        ("withdraw", "insurer_a_clerk", "WITHDRAWN"),
    ],
)
def test_a_step_is_taken_where_it_is_offered_and_refused_elsewhere(
    cast: Cast, state: str, move: str, person: str, target: str
) -> None:
    order, by = ordered(cast, state), getattr(cast, person)
    if any(move in names for names in OFFERED[state]):
        assert answer_order(order=order, move=move, note="示例", by=by, at=clock.now()).state == target
    else:
        with pytest.raises(Refused, match="不能办理"):
            answer_order(order=order, move=move, note="示例", by=by, at=clock.now())
        assert ServiceOrder.objects.get().state == state


def test_a_record_is_seen_with_its_order(cast: Cast) -> None:
    record = OrderRecord.objects.create(
        order=ordered(cast, "RECORDED"), typed={}, written_by=cast.agency, written_at=clock.now()
    )
    for person, sees in (
        ("agency", True),
        ("insurer_a_clerk", True),
        ("insurer_b_clerk", False),
        ("adm_system", False),
    ):
        assert list(OrderRecord.objects.visible_to(getattr(cast, person))) == [record] * sees, person
