"""Cross-inspection: who may do what, drafts, findings, concurrency."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Division
from core import clock
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused
from inspections import services
from inspections.choices import TaskState
from inspections.models import Finding, InspectedEnterprise, Task
from inspections.rules import Cover, prefill
from inspections.seeding import seed_pairing
from inspections.services import AlreadyChosen, FormChanged
from tests import world
from tests.cast import Cast
from tests.inspections.rows import ANSWERS, add_enterprise, draw_nothing, ready_task, running_task


@pytest.fixture
def task(cast: Cast) -> Task:
    """Hangzhou inspects Shaoxing: row 1 of annex 2."""
    return Task.objects.select_related("campaign").get(annex_no=1)


@pytest.fixture
def running(cast: Cast, task: Task) -> Task:
    return running_task()


def add(task: Task, cast: Cast, **changes: Any) -> InspectedEnterprise:
    firm = world.enterprise(world.SHAOXING, **changes)
    return add_enterprise(task=task, enterprise=firm, by=cast.hangzhou_officer, today=clock.today(), at=clock.now())


def find(item: InspectedEnterprise, cast: Cast, kind: str = "OTHER") -> Finding:
    return services.record_finding(
        item=item,
        subject="ENTERPRISE",
        kind=kind,
        fact="现场未见整改记录",
        basis="",
        on_spot=False,
        found_on=date(2023, 11, 20),
        by=cast.hangzhou_officer,
        at=clock.now(),
    )


def test_the_pairing_of_annex_2_is_one_ring_of_eleven(cast: Cast) -> None:
    goes_to: Any = dict(Task.objects.values_list("inspecting_id", "inspected_id"))
    cities = set(Division.objects.filter(level="city").values_list("code", flat=True))
    assert set(goes_to) == set(goes_to.values()) == cities
    ring, city = [], "330100"
    while city not in ring:
        ring.append(city)
        city = goes_to[city]
    assert len(ring) == 11
    assert not any(goes_to[goes_to[city]] == city for city in goes_to)
    seed_pairing()
    assert Task.objects.count() == 11


def test_only_the_inspecting_city_starts_and_starts_once(cast: Cast) -> None:
    task = ready_task()
    with pytest.raises(Refused):
        services.start_inspection(task=task, by=cast.shaoxing_officer, at=clock.now())
    for stranger in (cast.quzhou_officer, cast.insurer_a_clerk, cast.provincial_officer, cast.zhejiang_regulator):
        with pytest.raises((NotAllowed, Refused)):
            services.start_inspection(task=task, by=stranger, at=clock.now())
    draw_nothing(task)
    services.start_inspection(task=task, by=cast.hangzhou_lead, at=clock.now())
    with pytest.raises(Refused):
        services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())
    assert AuditEvent.objects.filter(action="inspection.started").count() == 1


@pytest.mark.parametrize("state", [*TaskState.values])
def test_a_task_starts_when_its_group_stands(cast: Cast, state: str) -> None:
    task = ready_task()
    draw_nothing(task)
    Task.objects.filter(pk=task.pk).update(state=state)
    task.refresh_from_db()
    if state == TaskState.GROUP_READY:
        begun = services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())
        assert begun.state == TaskState.IN_PROGRESS
    else:
        with pytest.raises(Refused):
            services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())


@pytest.mark.parametrize("person", ["hangzhou_officer", "shaoxing_officer", "provincial_officer"])
def test_who_is_dismissed_sees_no_task_and_no_form(cast: Cast, running: Task, person: str) -> None:
    """Both cities of a task and the province see it and its forms, until the account is disabled."""
    item, user = add(running, cast), getattr(cast, person)
    assert Task.objects.visible_to(user).filter(pk=running.pk).exists()
    assert InspectedEnterprise.objects.visible_to(user).get() == item
    assert Task.objects.on_board(user).count() == 11
    user.is_active = False
    for rows in (Task.objects.visible_to(user), Task.objects.on_board(user)):
        assert not rows.exists()
    assert not InspectedEnterprise.objects.visible_to(user).exists()


@pytest.mark.parametrize("person", ["quzhou_officer", "xihu_county", "insurer_a_clerk", "ningbo_regulator"])
def test_others_see_neither_the_task_nor_its_forms(cast: Cast, running: Task, person: str) -> None:
    add(running, cast)
    user = getattr(cast, person)
    assert not Task.objects.visible_to(user).filter(pk=running.pk).exists()
    assert not InspectedEnterprise.objects.visible_to(user).exists()


def test_nothing_is_added_before_the_start_or_from_elsewhere(cast: Cast) -> None:
    ready = ready_task()
    with pytest.raises(Refused):
        add(ready, cast)
    draw_nothing(ready)
    running = services.start_inspection(task=ready, by=cast.hangzhou_officer, at=clock.now())
    for county, sentence in ((world.QUZHOU, "不在被检查地区绍兴市"), (world.SHAOXING, "未在任务「JC-2023-01」中抽中")):
        with pytest.raises(Refused, match=sentence):
            services.add_enterprise(
                task=running,
                enterprise=world.enterprise(county),
                by=cast.hangzhou_officer,
                today=clock.today(),
                at=clock.now(),
            )
    with pytest.raises(Refused, match="也不是双方同意的人工增加对象"):
        services.add_insurer(task=running, insurer=world.insurer(), by=cast.hangzhou_officer, at=clock.now())
    item = add(running, cast)
    with pytest.raises(AlreadyChosen):
        add_enterprise(
            task=running, enterprise=item.enterprise, by=cast.hangzhou_lead, today=clock.today(), at=clock.now()
        )


def test_the_insured_status_is_filled_in_from_the_policies(cast: Cast, running: Task) -> None:
    assert add(running, cast).insured == "NO"
    firm = world.enterprise(world.SHAOXING)
    held = world.policy(firm, insured_people=30)
    item = add_enterprise(task=running, enterprise=firm, by=cast.hangzhou_officer, today=clock.today(), at=clock.now())
    assert (item.insured, item.policy_no, item.people, item.insured_people) == ("PARTLY", held.policy_no, 50, 30)


@pytest.mark.parametrize(
    ("people", "limit", "least", "state"),
    [
        (50, 500000, None, "YES"),
        (49, 500000, None, "PARTLY"),
        (50, 200000, 300000, "UNDER"),
        (49, 200000, 300000, "PARTLY"),
    ],
)
def test_prefill_by_rule(people: int, limit: int, least: int | None, state: str) -> None:
    from decimal import Decimal

    cover = Cover("AZX-1", people, Decimal(limit), date(2023, 12, 31))
    assert prefill([cover], 50, None if least is None else Decimal(least)).insured == state
    assert prefill([], 50).insured == "NO"


def test_drafts_may_be_incomplete_but_not_be_submitted(cast: Cast, running: Task) -> None:
    item = add(running, cast)
    saved = services.save_form(
        item=item, values={"checked_on": date(2023, 11, 20)}, version=1, by=cast.hangzhou_officer, at=clock.now()
    )
    assert saved.version == 2
    with pytest.raises(Refused, match="还有未填写的内容"):
        services.submit_item(item=saved, by=cast.hangzhou_officer, at=clock.now())
    full = services.save_form(item=saved, values=ANSWERS, version=2, by=cast.hangzhou_lead, at=clock.now())
    done = services.submit_item(item=full, by=cast.hangzhou_officer, at=clock.now())
    assert done.state == "SUBMITTED"
    with pytest.raises(Refused):
        services.save_form(item=done, values=ANSWERS, version=3, by=cast.hangzhou_officer, at=clock.now())
    assert services.reopen_item(item=done, reason="答案有误", by=cast.hangzhou_officer, at=clock.now()).state == "DRAFT"


@pytest.mark.parametrize("topic", ["hot_work", "welding", "key_posts", "outsourcing"])
def test_each_answer_of_nonconformity_needs_a_finding(cast: Cast, running: Task, topic: str) -> None:
    by = cast.hangzhou_officer
    values = {**ANSWERS, topic: "NOT_OK"}
    item = services.save_form(item=add(running, cast), values=values, version=1, by=by, at=clock.now())
    with pytest.raises(Refused, match="请填一项「隐患未闭环」或「其他」问题"):
        services.submit_item(item=item, by=by, at=clock.now())
    find(item, cast)
    assert services.submit_item(item=item, by=by, at=clock.now()).state == "SUBMITTED"


def test_a_wrong_answer_needs_a_finding(cast: Cast, running: Task) -> None:
    item = services.save_form(
        item=add(running, cast),
        values={**ANSWERS, "hot_work": "NOT_OK"},
        version=1,
        by=cast.hangzhou_officer,
        at=clock.now(),
    )
    with pytest.raises(Refused, match="不符合"):
        services.submit_item(item=item, by=cast.hangzhou_officer, at=clock.now())
    find(item, cast)
    assert services.submit_item(item=item, by=cast.hangzhou_officer, at=clock.now()).state == "SUBMITTED"


def test_the_later_of_two_saves_learns_what_changed_and_loses_nothing(cast: Cast, running: Task) -> None:
    item = add(running, cast)
    services.save_form(item=item, values={"satisfaction": 5}, version=1, by=cast.hangzhou_lead, at=clock.now())
    with pytest.raises(FormChanged) as refused:
        services.save_form(item=item, values={"satisfaction": 2}, version=1, by=cast.hangzhou_officer, at=clock.now())
    assert refused.value.by == str(cast.hangzhou_lead)
    assert list(refused.value.changes.values()) == [(5, 2)]
    item.refresh_from_db()
    assert (item.satisfaction, item.version) == (5, 2)


def test_findings_are_numbered_within_their_task(cast: Cast, running: Task) -> None:
    item, other = add(running, cast), add(running, cast)
    assert [find(i, cast).no for i in (item, other, item)] == ["JC-2023-01-01", "JC-2023-01-02", "JC-2023-01-03"]
    with pytest.raises(Refused, match="不适用"):
        find(item, cast, kind="FALSE_EXPENSE")


def test_a_draft_without_findings_can_be_taken_off_the_list(cast: Cast, running: Task) -> None:
    item, other = add(running, cast), add(running, cast)
    services.remove_item(item=item, by=cast.hangzhou_officer, at=clock.now())
    assert list(InspectedEnterprise.objects.values_list("pk", flat=True)) == [other.pk]
    find(other, cast)
    with pytest.raises(Refused):
        services.remove_item(item=other, by=cast.hangzhou_officer, at=clock.now())


def test_a_firm_of_a_sector_without_the_duty_is_on_record_as_one_that_need_not_insure(
    cast: Cast, running: Task
) -> None:
    """Coal is not covered in Zhejiang: that such a firm has no policy is no finding."""
    day = date(2023, 11, 23)
    coal, chemical = world.enterprise(sectors=["COAL"], main_sector="COAL"), world.enterprise()
    assert services.on_record(coal, day).insured == "NA"
    assert services.on_record(chemical, day).insured == "NO"
