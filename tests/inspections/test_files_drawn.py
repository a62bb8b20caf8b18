"""Files of an insurer are ticked from its policies of the inspected city, in the order of the public seed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.writing import Refused
from inspections import rules, services
from inspections.models import InspectedInsurer
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.inspections.draws import SEED

Enter = Callable[[Any], Client]


@pytest.fixture
def held(insurer_item: InspectedInsurer) -> list[Policy]:
    """Four policies of the inspected insurer in the inspected city."""
    return [world.policy(world.enterprise(world.SHAOXING)) for _ in range(4)]


def offered(client: Client, item: InspectedInsurer) -> list[str]:
    visit = client.get(reverse("inspections:insurer-visit", args=[item.pk]))
    return [value for value, _label in visit.context["form"].fields["files_drawn"].choices]


def test_policies_of_the_city_are_offered_in_the_order_of_the_seed_and_no_others(
    cast: Cast, as_user: Enter, insurer_item: InspectedInsurer, held: list[Policy]
) -> None:
    world.policy(world.enterprise(world.QUZHOU))
    world.policy(world.enterprise(world.SHAOXING), "INS-B-ZJ")
    wanted = rules.draws.files(SEED, [one.policy_no for one in held])
    assert offered(as_user(cast.hangzhou_officer), insurer_item) == wanted


def test_what_is_not_on_the_list_is_refused_and_what_is_ticked_is_kept(
    cast: Cast, as_user: Enter, insurer_item: InspectedInsurer, held: list[Policy]
) -> None:
    other = world.policy(world.enterprise(world.SHAOXING), "INS-B-ZJ")
    client, address = as_user(cast.hangzhou_officer), reverse("inspections:insurer-form", args=[insurer_item.pk])
    refused = client.post(address, {"version": 1, "files_drawn": [other.policy_no]})
    assert refused.status_code == 400
    assert f"{other.policy_no} 不在所列保单中" in refused.content.decode()
    chosen = [held[0].policy_no, held[2].policy_no]
    assert client.post(address, {"version": 1, "files_drawn": chosen}).status_code == 302
    insurer_item.refresh_from_db()
    assert sorted(insurer_item.files_drawn) == sorted(chosen)
    Policy.objects.filter(pk=held[0].pk).update(status="SURRENDERED")
    assert held[0].policy_no in offered(client, insurer_item)
    page = client.get(address).content.decode()
    assert f"2 份：{'、'.join(insurer_item.files_drawn)}" in page


def test_the_group_opens_the_drawn_policies_and_no_others_while_its_sight_lasts(
    cast: Cast, as_user: Enter, insurer_item: InspectedInsurer, held: list[Policy]
) -> None:
    officer, address = cast.hangzhou_officer, reverse("inspections:insurer-form", args=[insurer_item.pk])
    services.give_group_sight(task=insurer_item.task, by=officer, at=clock.now())
    pages = [reverse("policies:policy-detail", args=[one.pk]) for one in held]
    client = as_user(officer)

    def opened() -> list[int]:
        return [number for number, page in enumerate(pages) if client.get(page).status_code == 200]

    def draw(*numbers: int) -> None:
        insurer_item.refresh_from_db()
        values = {"files_drawn": [held[number].policy_no for number in numbers]}
        services.save_form(item=insurer_item, values=values, version=insurer_item.version, by=officer, at=clock.now())

    assert opened() == []
    draw(0, 2)
    assert opened() == [0, 2]
    for reader in (cast.hangzhou_officer, cast.shaoxing_officer):
        page = as_user(reader).get(address).content.decode()
        assert [number for number, one in enumerate(pages) if f'href="{one}"' in page] == [0, 2]
    draw(2, 3)
    assert opened() == [2, 3]
    services.end_group_sight(task=insurer_item.task, by=officer, at=clock.now())
    assert opened() == []
    page = client.get(address).content.decode()
    assert held[2].policy_no in page
    assert pages[2] not in page


def test_without_a_file_the_form_is_submitted_only_with_a_remark(
    cast: Cast, insurer_item: InspectedInsurer, held: list[Policy]
) -> None:
    answers: dict[str, Any] = dict.fromkeys(
        ("plan_ok", "records_ok", "confirm_ok", "vouchers_ok", "agency_ok", "ledger_ok", "notices_ok", "refusals_ok"),
        True,
    )
    answers |= {
        "complaints_ok": True,
        "archive_ok": True,
        "services_planned": 4,
        "services_done": 4,
        "budget": 1,
        "booked": 1,
    }
    answers |= {"checked_on": clock.today()}
    officer = cast.hangzhou_officer
    saved = services.save_form(item=insurer_item, values=answers, version=1, by=officer, at=clock.now())
    with pytest.raises(Refused, match="还有未填写的内容：抽查档案（保单）"):
        services.submit_item(item=saved, by=officer, at=clock.now())
    told = services.save_form(
        item=saved, values={"files_drawn": [held[0].policy_no]}, version=saved.version, by=officer, at=clock.now()
    )
    assert services.submit_item(item=told, by=officer, at=clock.now()).state == "SUBMITTED"
