"""Board, task and forms as their users meet them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import clock
from inspections.models import Finding, InspectedEnterprise, Task
from tests import world
from tests.cast import Cast
from tests.inspections.rows import ANSWERS, add_enterprise, draw_nothing, ready_task, running_task

Enter = Callable[[Any], Client]


@pytest.fixture
def task(cast: Cast) -> Task:
    return running_task()


@pytest.fixture
def item(cast: Cast, task: Task) -> InspectedEnterprise:
    firm = world.enterprise(world.SHAOXING, name="越城示例化工有限公司")
    world.policy(firm)
    return add_enterprise(task=task, enterprise=firm, by=cast.hangzhou_officer, today=clock.today(), at=clock.now())


def posted(**changes: Any) -> dict[str, str]:
    values = {**ANSWERS, "version": 1, "remark": "", **changes}
    return {k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in values.items()}


def test_every_city_sees_eleven_rows_and_links_to_its_own_two(cast: Cast, as_user: Enter, task: Task) -> None:
    page = as_user(cast.quzhou_officer).get(reverse("inspections:board")).content.decode()
    assert page.count('<td class="num idx kicker">') == 11
    own = Task.objects.filter(inspecting__code="330800") | Task.objects.filter(inspected__code="330800")
    for row in Task.objects.all():
        assert (reverse("inspections:task-detail", args=[row.pk]) in page) == (row in own)


def test_the_province_gets_all_links_and_others_no_board(cast: Cast, as_user: Enter) -> None:
    page = as_user(cast.provincial_officer).get(reverse("inspections:board")).content.decode()
    assert all(reverse("inspections:task-detail", args=[row.pk]) in page for row in Task.objects.all())
    for stranger in (cast.insurer_a_clerk, cast.adm_audit, cast.xihu_county):
        assert as_user(stranger).get(reverse("inspections:board")).status_code == 403


def test_a_task_opens_for_its_two_cities_and_the_province_only(
    cast: Cast, as_user: Enter, task: Task, item: InspectedEnterprise
) -> None:
    addresses = [
        reverse("inspections:task-detail", args=[task.pk]),
        reverse("inspections:enterprise-form", args=[item.pk]),
    ]
    for address in addresses:
        for reader in (cast.hangzhou_officer, cast.hangzhou_lead, cast.shaoxing_officer, cast.provincial_officer):
            assert as_user(reader).get(address).status_code == 200
        assert as_user(cast.quzhou_officer).get(address).status_code == 404
        assert as_user(cast.insurer_a_clerk).get(address).status_code == 403
    write = reverse("inspections:enterprise-form", args=[item.pk])
    assert as_user(cast.shaoxing_officer).post(write, posted()).status_code == 403
    assert as_user(cast.provincial_officer).post(write, posted()).status_code == 403
    assert as_user(cast.quzhou_officer).post(write, posted()).status_code == 404


def test_start_fill_and_submit(cast: Cast, as_user: Enter) -> None:
    officer = as_user(cast.hangzhou_officer)
    task = ready_task()
    firm = world.enterprise(world.SHAOXING, name="越城示例铸造有限公司")
    draw_nothing(task)
    officer.post(reverse("inspections:task-start", args=[task.pk]))
    task.refresh_from_db()
    item = add_enterprise(task=task, enterprise=firm, by=cast.hangzhou_officer, today=clock.today(), at=clock.now())
    address = reverse("inspections:enterprise-form", args=[item.pk])
    answer = officer.post(address, {**posted(), "submit": "1"})
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.state, item.satisfaction, item.train) == ("SUBMITTED", 4, True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"satisfaction": 9}, "5"),
        ({"hazards_closed": 7}, "已闭环数不能多于隐患总数"),
        ({"checked_on": "2023-12-01"}, "日期晚于今天"),
        ({"checked_on": "2023-01-05"}, "不在专项行动期间内"),
        ({"people": "许多"}, "整数"),
        ({"limit": "-5"}, "0"),
    ],
)
def test_wrong_values_are_refused_at_their_field_and_stay_typed(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, changes: dict[str, Any], sentence: str
) -> None:
    address = reverse("inspections:enterprise-form", args=[item.pk])
    answer = as_user(cast.hangzhou_officer).post(address, posted(**changes, remark="保留的备注"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "p-errsum" in page
    assert sentence in page
    assert "保留的备注" in page
    item.refresh_from_db()
    assert item.version == 1


def test_a_save_from_an_old_page_shows_what_changed(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    address = reverse("inspections:enterprise-form", args=[item.pk])
    as_user(cast.hangzhou_lead).post(address, posted(satisfaction=5))
    answer = as_user(cast.hangzhou_officer).post(address, posted(satisfaction=2))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert str(cast.hangzhou_lead) in page
    assert as_user(cast.hangzhou_officer).post(address, posted(satisfaction=2, version=2)).status_code == 302


def test_a_finding_is_recorded_and_read_by_the_inspected_city(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    address = reverse("inspections:enterprise-finding", args=[item.pk])
    data = {
        "subject": "ENTERPRISE",
        "kind": "NO_PLAN",
        "fact": "未见书面服务方案",
        "basis": "",
        "found_on": "2023-11-20",
    }
    assert as_user(cast.hangzhou_officer).post(address, {**data, "fact": "短"}).status_code == 400
    assert Finding.objects.count() == 0
    as_user(cast.hangzhou_officer).post(address, data)
    page = as_user(cast.shaoxing_officer).get(reverse("inspections:task-detail", args=[item.task_id])).content.decode()
    assert "未见书面服务方案" in page


def test_sight_through_the_task_is_the_ledger_without_contact_data(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    officer = as_user(cast.hangzhou_officer)
    page = officer.get(reverse("inspections:enterprise-form", args=[item.pk])).content.decode()
    assert item.policy_no in page
    assert item.enterprise.phone not in page
    assert officer.get(reverse("workbench:enterprise-detail", args=[item.enterprise_id])).status_code == 404


def test_board_and_task_cost_the_same_whatever_their_length(
    cast: Cast, as_user: Enter, task: Task, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(8):
        firm = world.enterprise(world.SHAOXING)
        add_enterprise(task=task, enterprise=firm, by=cast.hangzhou_officer, today=clock.today(), at=clock.now())
    officer = as_user(cast.hangzhou_officer)
    for address in (reverse("inspections:board"), reverse("inspections:task-detail", args=[task.pk])):
        with django_assert_max_num_queries(12):
            officer.get(address)
