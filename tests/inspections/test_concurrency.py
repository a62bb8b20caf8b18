"""Two officers at once, on real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from core import clock, walls
from inspections import services
from inspections.models import Finding, InspectedEnterprise
from inspections.services import AlreadyChosen, FormChanged
from tests import world
from tests.cast import Cast
from tests.inspections.rows import choose as choose_for

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 4


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """Run the work in four threads that begin together; results or the exceptions they raised."""
    gate = Barrier(HANDS)

    def hand(number: int) -> Any:
        try:
            gate.wait(timeout=300)
            with walls.unattended():
                return work(number)
        except Exception as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(hand, range(HANDS)))


def test_of_four_saves_from_the_same_page_one_is_stored(cast: Cast, item: InspectedEnterprise) -> None:
    def save(number: int) -> Any:
        return services.save_form(
            item=item, values={"satisfaction": number + 1}, version=1, by=cast.hangzhou_officer, at=clock.now()
        )

    results = at_once(save)
    kept = [result for result in results if isinstance(result, InspectedEnterprise)]
    refused = [result for result in results if isinstance(result, FormChanged)]
    assert (len(kept), len(refused)) == (1, HANDS - 1)
    item.refresh_from_db()
    assert (item.satisfaction, item.version) == (kept[0].satisfaction, 2)
    assert {stored for one in refused for stored, _ in one.changes.values()} == {item.satisfaction}


def test_findings_recorded_at_once_get_a_number_each(cast: Cast, item: InspectedEnterprise) -> None:
    def find(number: int) -> Any:
        return services.record_finding(
            item=item,
            subject="ENTERPRISE",
            kind="OTHER",
            fact=f"现场未见整改记录{number}",
            basis="",
            on_spot=False,
            found_on=date(2023, 11, 20),
            by=cast.hangzhou_officer,
            at=clock.now(),
        )

    results = at_once(find)
    assert all(isinstance(result, Finding) for result in results), results
    assert sorted(Finding.objects.values_list("seq", flat=True)) == [1, 2, 3, 4]


def test_an_enterprise_chosen_by_four_at_once_is_on_the_list_once(cast: Cast, item: InspectedEnterprise) -> None:
    firm, task = world.enterprise(world.SHAOXING), item.task
    choose_for(task, enterprise=firm)

    def choose(number: int) -> Any:
        return services.add_enterprise(
            task=task, enterprise=firm, by=cast.hangzhou_officer, today=clock.today(), at=clock.now()
        )

    results = at_once(choose)
    assert sum(isinstance(result, AlreadyChosen) for result in results) == HANDS - 1, results
    assert InspectedEnterprise.objects.filter(enterprise=firm).count() == 1
