"""Merging doubles and transfers between two cities."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Division
from core.gate import NotAllowed
from core.writing import Refused
from enterprises.models import Enterprise, Merge, Transfer
from enterprises.services.merges import approve_merge, references
from enterprises.services.transfers import decline_transfer, recall_transfer, take_transfer
from inspections.models import InspectedEnterprise
from insurers.activities.models import Activity
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.enterprises.requests import offered
from tests.inspections.rows import add_enterprise, running_task
from tests.merging import merge, propose

Browser = Callable[[Any], Client]


def test_a_merge_moves_everything_and_leaves_a_trace(as_user: Browser, cast: Cast) -> None:
    loser, winner = world.enterprise(name="示例旧登记有限公司"), world.enterprise("330102")
    held = world.policy(loser)
    world.activity(held)
    done = merge(loser, winner, cast.hangzhou_officer)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    held.refresh_from_db()
    assert (held.enterprise_id, held.county_id) == (winner.pk, "330102")
    assert Activity.objects.get().enterprise_id == winner.pk
    assert done.moved == {"policies_policy": [held.pk]}  # the service follows its policy by the composite key
    client = as_user(cast.hangzhou_officer)
    trace = client.get(f"/enterprises/{loser.pk}/").content.decode()
    assert "重复登记合并后的痕迹" in trace
    assert winner.uscc in trace
    assert "修改企业信息" not in trace
    assert "示例旧登记有限公司" in client.get(f"/enterprises/{winner.pk}/").content.decode()
    assert loser.uscc not in client.get("/enterprises/").content.decode()
    assert not Enterprise.objects.must_insure(["HAZCHEM"], date(2023, 11, 23)).filter(pk=loser.pk).exists()
    assert client.get(f"/enterprises/{loser.pk}/edit/").status_code == 404
    assert winner.uscc in as_user(cast.insurer_a_clerk).get("/enterprises/").content.decode()
    assert "同一营业执照" in client.get(f"/enterprises/{winner.pk}/").content.decode()


def test_what_cannot_be_merged_is_named_and_nothing_moves(as_user: Browser, cast: Cast) -> None:
    one, two, far = world.enterprise(), world.enterprise(), world.enterprise(world.QUZHOU)
    held = world.policy(one)
    by = cast.hangzhou_officer
    with pytest.raises(Refused, match="不能与自身合并"):
        merge(one, one, by)
    with pytest.raises(Refused, match="事由为空"):
        merge(one, two, by, " ")
    with pytest.raises(NotAllowed):
        merge(one, far, by)
    with pytest.raises(NotAllowed):
        merge(one, two, cast.xihu_county)
    client = as_user(by)
    for code, why in (
        (one.uscc, "不能与自身合并"),
        (far.uscc, "没有统一社会信用代码为"),
        ("x", "没有统一社会信用代码为"),
    ):
        answer = client.post(f"/enterprises/{one.pk}/merge/", {"uscc": code, "reason": "同一营业执照"})
        assert answer.status_code == 400
        assert why in answer.content.decode()
    held.refresh_from_db()
    assert held.enterprise_id == one.pk
    assert not Merge.objects.exists()
    propose(one, two, by)
    with pytest.raises(Refused, match="待复核"):
        propose(two, one, by)
    approve_merge(merge=Merge.objects.get(), by=cast.hangzhou_lead, at=world.now())
    with pytest.raises(NotAllowed):
        merge(one, two, by)


def test_rows_that_cannot_stand_side_by_side_stop_the_merge(cast: Cast) -> None:
    task = running_task()
    one, two = world.enterprise(world.SHAOXING), world.enterprise(world.SHAOXING)
    held = world.policy(one)
    for firm in (one, two):
        add_enterprise(task=task, enterprise=firm, by=cast.hangzhou_officer, today=date(2023, 11, 23), at=world.now())
    with pytest.raises(Refused, match="不能并存"):
        merge(one, two, cast.shaoxing_officer)
    held.refresh_from_db()
    assert held.enterprise_id == one.pk
    assert InspectedEnterprise.objects.filter(enterprise=one).exists()


def test_every_ledger_of_every_room_takes_part() -> None:
    found = {model for model, _name in references()}
    assert {Policy, Activity, InspectedEnterprise} <= found
    assert not any(model.__name__.endswith("Event") for model in found)


def test_a_transfer_needs_both_sides_and_takes_the_policies_along(as_user: Browser, cast: Cast) -> None:
    firm = world.enterprise()
    held = world.policy(firm)
    giver, taker = as_user(cast.hangzhou_officer), as_user(cast.quzhou_officer)
    sent = {"to_city": Division.objects.get(code="330800").pk, "reason": "企业已迁址"}
    assert giver.post(f"/enterprises/{firm.pk}/transfer/", sent).status_code == 302
    row = Transfer.objects.get()
    firm.refresh_from_db()
    assert firm.city_id == "330100"
    assert taker.get(f"/enterprises/{firm.pk}/").status_code == 404
    assert firm.uscc in taker.get("/transfers/").content.decode()
    assert (
        "请选择本市的县" in taker.post(f"/transfers/{row.pk}/take/", {"county": "330106"}, follow=True).content.decode()
    )
    assert "企业已接收" in taker.post(f"/transfers/{row.pk}/take/", {"county": "330802"}, follow=True).content.decode()
    held.refresh_from_db()
    firm.refresh_from_db()
    assert (firm.county_id, held.city_id, held.county_id) == ("330802", "330800", "330802")
    assert giver.get(f"/enterprises/{firm.pk}/").status_code == 404
    assert taker.get(f"/enterprises/{firm.pk}/").status_code == 200


def test_only_the_two_cities_answer_an_offer(as_user: Browser, cast: Cast) -> None:
    firm = world.enterprise()
    row = offered(firm, cast.hangzhou_officer)
    county = Division.objects.get(code="330802")
    with pytest.raises(Refused, match="只有接收设区市"):
        take_transfer(transfer=row, county=county, by=cast.hangzhou_officer, at=world.now())
    with pytest.raises(Refused, match="只有移出设区市"):
        recall_transfer(transfer=row, by=cast.quzhou_officer, at=world.now())
    with pytest.raises(Refused, match="须写明理由"):
        decline_transfer(transfer=row, note="", by=cast.quzhou_officer, at=world.now())
    assert as_user(cast.ningbo_officer).post(f"/transfers/{row.pk}/take/").status_code == 404
    assert as_user(cast.xihu_county).get("/transfers/").status_code == 403
    with pytest.raises(Refused, match="已有一份移交"):
        offered(firm, cast.hangzhou_lead)
    decline_transfer(transfer=row, note="企业不在本市", by=cast.quzhou_officer, at=world.now())
    firm.refresh_from_db()
    assert firm.city_id == "330100"
    again = offered(firm, cast.hangzhou_officer)
    assert recall_transfer(transfer=again, by=cast.hangzhou_officer, at=world.now()).state == "RECALLED"
    with pytest.raises(Refused, match="不能办理"):
        take_transfer(transfer=again, county=county, by=cast.quzhou_officer, at=world.now())


def test_no_transfer_to_ones_own_city_or_without_a_reason(cast: Cast) -> None:
    firm = world.enterprise()
    with pytest.raises(Refused, match="不能作为接收设区市"):
        offered(firm, cast.hangzhou_officer, "330100")
    with pytest.raises(Refused, match="不能作为接收设区市"):
        offered(firm, cast.hangzhou_officer, "330802")
    with pytest.raises(NotAllowed):
        offered(firm, cast.quzhou_officer)
