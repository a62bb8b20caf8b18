"""Who may do what: own and foreign tasks, reading and writing, page by page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.gate import NotAllowed
from core.models import AuditEvent
from inspections import services
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, Task
from tests import world
from tests.cast import NAMES, Cast
from tests.world import now

Enter = Callable[[Any], Client]
WRITERS = {"hangzhou_officer", "hangzhou_lead"}
READERS = {"shaoxing_officer", "provincial_officer", "provincial_lead"}
#: City bureaus whose task this is not: for them it does not exist.
STRANGERS = {"ningbo_officer", "quzhou_officer", "jinhua_officer"}
#: The regulator of the inspected place reads the insurer's part; for the others the task does not exist.
WATCHERS = {"zhejiang_regulator"}
REGULATORS = WATCHERS | {"ningbo_regulator", "wenzhou_regulator"}


def expected_get(who: str, name: str = "") -> int:
    if who in REGULATORS:
        return 200 if who in WATCHERS and name != "enterprise-form" else 404
    return 200 if who in WRITERS | READERS else 404 if who in STRANGERS else 403


def rows() -> list[Any]:
    tables: tuple[Any, ...] = (Task, InspectedEnterprise, InspectedInsurer, Finding)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


@pytest.mark.parametrize("who", NAMES)
def test_reading(
    who: str, cast: Cast, as_user: Enter, running: Task, item: InspectedEnterprise, insurer_item: InspectedInsurer
) -> None:
    client = as_user(getattr(cast, who))
    for name, row in (("task-detail", running), ("enterprise-form", item), ("insurer-form", insurer_item)):
        assert client.get(reverse(f"inspections:{name}", args=[row.pk])).status_code == expected_get(who, name), name
    board = client.get(reverse("inspections:board"))
    assert board.status_code == (200 if who in WRITERS | READERS | STRANGERS | REGULATORS else 403)


@pytest.mark.parametrize("who", sorted(set(NAMES) - WRITERS))
def test_writing_by_others_changes_nothing(
    who: str, cast: Cast, as_user: Enter, running: Task, item: InspectedEnterprise, insurer_item: InspectedInsurer
) -> None:
    client = as_user(getattr(cast, who))
    before, told = rows(), AuditEvent.objects.count()
    calls: list[tuple[str, int, dict[str, Any]]] = [
        ("task-start", running.pk, {}),
        ("enterprise-form", item.pk, {"version": 1, "satisfaction": 1}),
        ("enterprise-finding", item.pk, {"subject": "ENTERPRISE", "kind": "OTHER", "fact": "未见书面服务方案"}),
        ("enterprise-reopen", item.pk, {}),
        ("enterprise-remove", item.pk, {}),
        ("insurer-form", insurer_item.pk, {"version": 1, "services_planned": 3}),
        ("insurer-finding", insurer_item.pk, {"subject": "INSURER", "kind": "OTHER", "fact": "未见书面服务方案"}),
        ("insurer-reopen", insurer_item.pk, {}),
        ("insurer-remove", insurer_item.pk, {}),
    ]
    for name, pk, data in calls:
        answer = client.post(reverse(f"inspections:{name}", args=[pk]), data)
        allowed = {403, 404} if who in REGULATORS else {404} if who in STRANGERS else {403}
        assert answer.status_code in allowed, name
    assert rows() == before
    assert AuditEvent.objects.count() == told


def test_the_inspected_city_cannot_inspect_back_through_this_task(cast: Cast, running: Task) -> None:
    """Shaoxing sees the task, yet none of its services lets it write; nor may it look into Hangzhou's register."""
    firm = world.enterprise(world.SHAOXING)
    for who in (cast.shaoxing_officer, cast.provincial_officer, cast.quzhou_officer):
        with pytest.raises(NotAllowed):
            services.add_enterprise(task=running, enterprise=firm, by=who, today=now().date(), at=now())
        with pytest.raises(NotAllowed):
            services.add_insurer(task=running, insurer=world.insurer(), by=who, at=now())
    assert not InspectedEnterprise.objects.exists()


def test_only_insurers_are_chosen_as_insurers(cast: Cast, running: Task) -> None:
    with pytest.raises(NotAllowed):
        services.add_insurer(task=running, insurer=cast.agency.organisation, by=cast.hangzhou_officer, at=now())
    assert not InspectedInsurer.objects.exists()


def test_links_and_buttons_show_only_to_whom_they_work(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    address = reverse("inspections:enterprise-form", args=[item.pk])
    writing, reading = (
        as_user(who).get(address).content.decode() for who in (cast.hangzhou_officer, cast.shaoxing_officer)
    )
    for button in ('name="submit"', reverse("inspections:enterprise-visit", args=[item.pk])):
        assert button in writing
        assert button not in reading
    visit = reverse("inspections:enterprise-visit", args=[item.pk])
    assert as_user(cast.hangzhou_officer).get(visit).status_code == 200
    for reader in (cast.shaoxing_officer, cast.provincial_officer):
        assert as_user(reader).get(visit)["Location"] == address
