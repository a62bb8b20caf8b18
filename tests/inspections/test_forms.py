"""The forms beyond single fields: what stands beside them, prompts, reasons, and the insurer's form from end to end."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.writing import Refused
from inspections import services
from inspections.models import InspectedEnterprise, InspectedInsurer, Task
from inspections.words import label_of
from tests import world
from tests.cast import Cast
from tests.hazards.life import hazard
from tests.inspections.conftest import Add
from tests.inspections.rows import ANSWERS, find

Enter = Callable[[Any], Client]
INSURER: dict[str, Any] = {
    "version": 1,
    "checked_on": "2023-11-20",
    "branch": "绍兴示例支公司",
    "plan_ok": "true",
    "services_planned": 10,
    "services_done": 8,
    "records_ok": "true",
    "confirm_ok": "false",
    "budget": "50000.00",
    "booked": "40000.00",
    "vouchers_ok": "true",
    "agency_ok": "true",
    "ledger_ok": "true",
    "notices_ok": "true",
    "refusals_ok": "true",
    "complaints_ok": "true",
    "archive_ok": "false",
    "violations": ["RATE", "FORCED"],
    "remark": "",
}


def page_of(client: Client, item: Any) -> str:
    kind = "enterprise" if isinstance(item, InspectedEnterprise) else "insurer"
    return client.get(reverse(f"inspections:{kind}-form", args=[item.pk])).content.decode()


def test_differences_from_the_ledgers_are_prompted_and_refuse_nothing(
    cast: Cast, as_user: Enter, add: Add, running: Task
) -> None:
    firm = world.enterprise(world.SHAOXING, employees=50)
    policy = world.policy(firm, insured_people=50)
    world.activity(policy)
    for _ in range(3):
        hazard(firm)
    item = add(firm)
    client = as_user(cast.hangzhou_officer)
    assert "检查表与台账不一致" not in page_of(client, item)
    values = {**ANSWERS, "insured_people": 42, "haz": False, "hazards_total": 2}
    saved = services.save_form(item=item, values=values, version=1, by=cast.hangzhou_officer, at=clock.now())
    page = page_of(client, saved)
    assert "投保人数：现场「42」，台账「50」" in page
    assert "已开展隐患排查：现场「否」，台账「是」" in page
    assert "隐患总数：现场「2」，台账「3」" in page
    services.save_form(
        item=saved, values={"reason_haz": "企业自行排查"}, version=2, by=cast.hangzhou_officer, at=clock.now()
    )
    with pytest.raises(Refused, match="答「是」，但投保人数 42 人少于从业人数 50 人"):
        services.submit_item(item=saved, by=cast.hangzhou_officer, at=clock.now())
    told = {"reason_insured": "8人系检查日新入职，当日加保"}
    services.save_form(item=saved, values=told, version=3, by=cast.hangzhou_officer, at=clock.now())
    assert services.submit_item(item=saved, by=cast.hangzhou_officer, at=clock.now()).state == "SUBMITTED"


def test_the_cover_compared_is_that_of_the_day_of_inspection(cast: Cast, as_user: Enter, add: Add) -> None:
    firm = world.enterprise(world.SHAOXING)
    held = world.policy(firm, end_on=date(2023, 11, 21))
    item = add(firm)
    values = {**ANSWERS, "insured": "YES", "policy_no": held.policy_no, "checked_on": date(2023, 11, 20)}
    saved = services.save_form(item=item, values=values, version=1, by=cast.hangzhou_officer, at=clock.now())
    assert "是否按规定投保：现场" not in page_of(as_user(cast.hangzhou_officer), saved)


def test_not_applicable_needs_its_reason(cast: Cast, item: InspectedEnterprise) -> None:
    officer = cast.hangzhou_officer
    values = {**ANSWERS, "insured": "NA", "remark": " "}
    saved = services.save_form(item=item, values=values, version=1, by=officer, at=clock.now())
    with pytest.raises(Refused, match="须说明原因"):
        services.submit_item(item=saved, by=officer, at=clock.now())
    told = services.save_form(item=saved, values={"remark": "已注销"}, version=2, by=officer, at=clock.now())
    assert services.submit_item(item=told, by=officer, at=clock.now()).state == "SUBMITTED"


def test_sight_through_the_task_ends_at_the_chosen_enterprise(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    other = world.enterprise(world.SHAOXING)
    stranger_policy = world.policy(other)
    world.activity(world.policy(item.enterprise, by="INS-B-ZJ"), kind="DRILL")
    for who in (cast.hangzhou_officer, cast.shaoxing_officer, cast.provincial_officer):
        page = page_of(as_user(who), item)
        for fact in (item.enterprise.uscc, item.enterprise.address, "应急演练"):
            assert fact in page
        for secret in (item.enterprise.phone, item.enterprise.principal, other.name, stranger_policy.policy_no):
            assert secret not in page
    assert (
        as_user(cast.hangzhou_officer).get(reverse("policies:policy-detail", args=[stranger_policy.pk])).status_code
        == 404
    )


def test_the_form_of_an_insurer_from_end_to_end(cast: Cast, as_user: Enter, insurer_item: InspectedInsurer) -> None:
    client = as_user(cast.hangzhou_officer)
    address = reverse("inspections:insurer-form", args=[insurer_item.pk])
    visit = client.get(reverse("inspections:insurer-visit", args=[insurer_item.pk])).content.decode()
    assert visit.count('type="checkbox" name="violations"') == 6
    assert client.post(address, {**INSURER, "files_drawn": ["AZX-没有这张保单"]}).status_code == 400
    assert client.post(address, {**INSURER, "violations": ["BRIBE"]}).status_code == 400
    bare = client.post(address, {**INSURER, "submit": "1"}, follow=True).content.decode()
    for name in ("confirm_ok", "archive_ok"):
        assert f"{label_of(insurer_item, name)}答「否」，请填一项" in bare
    assert "答「费率" in bare
    find(insurer_item, cast, subject="INSURER", kind="BUSINESS_VIOLATION")
    told = {**INSURER, "version": 2, "remark": "档案在省公司统一保管，双方确认书当日补签", "submit": "1"}
    assert client.post(address, told).status_code == 302
    insurer_item.refresh_from_db()
    assert (insurer_item.state, insurer_item.confirm_ok, insurer_item.violations) == (
        "SUBMITTED",
        False,
        ["RATE", "FORCED"],
    )
    assert insurer_item.files_drawn == []  # the insurer has no policy there, and the remark stands for it
    assert insurer_item.booked == Decimal(40000)
    assert "80.00%" not in page_of(client, insurer_item)  # the share is that of the ledgers, not of the form's boxes
    client.post(reverse("inspections:insurer-reopen", args=[insurer_item.pk]), {"reason": "费用数据录入有误"})
    insurer_item.refresh_from_db()
    assert (insurer_item.state, insurer_item.submitted_at) == ("DRAFT", None)


def test_a_submit_with_gaps_keeps_the_draft_and_names_them(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    address = reverse("inspections:enterprise-form", args=[item.pk])
    data = {"version": 1, "satisfaction": 3, "insured": "YES", "submit": "1"}
    page = as_user(cast.hangzhou_officer).post(address, data, follow=True).content.decode()
    item.refresh_from_db()
    assert (item.state, item.satisfaction) == ("DRAFT", 3)
    assert "还有未填写的内容：检查日期" in page


def test_the_later_save_shows_answers_in_words_and_keeps_what_was_typed(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    services.save_form(
        item=item, values={"hot_work": "NOT_OK", "drill": True}, version=1, by=cast.hangzhou_lead, at=clock.now()
    )
    address = reverse("inspections:enterprise-form", args=[item.pk])
    data = {"version": 1, "hot_work": "OK", "drill": "false", "remark": "保留的备注"}
    answer = as_user(cast.hangzhou_officer).post(address, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "动火等危险作业：已存「不符合」，您填写的「符合」" in page
    assert "保留的备注" in page
    assert '<input type="hidden" name="version" value="2"' in page


def test_nothing_else_in_a_post_reaches_the_row(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    address = reverse("inspections:enterprise-form", args=[item.pk])
    other = Task.objects.get(annex_no=2)
    data = {"version": 1, "state": "SUBMITTED", "task": other.pk, "enterprise": 1, "saved_by": 1, "added_by": 1}
    assert as_user(cast.hangzhou_officer).post(address, data).status_code == 302
    stored = InspectedEnterprise.objects.get(pk=item.pk)
    assert (stored.state, stored.task_id, stored.enterprise_id) == ("DRAFT", item.task_id, item.enterprise_id)
    assert stored.saved_by == cast.hangzhou_officer
