"""The joint plan: drafted by the inspecting city, answered by the inspected one; neither does the other's part."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused, Stale, version_of
from inspections import services, states
from inspections.choices import PlanState, TaskState
from inspections.models import PlanVersion, Task
from tests.cast import Cast
from tests.inspections.plan_rows import ENTRIES, draft, sent
from tests.world import now


@pytest.fixture
def task(cast: Cast) -> Task:
    """Hangzhou inspects Shaoxing."""
    return Task.objects.select_related("campaign").get(annex_no=1)


def state_of(task: Task) -> str:
    return Task.objects.get(pk=task.pk).state


def test_a_plan_goes_there_and_back_until_it_is_agreed(cast: Cast, task: Task) -> None:
    plan = draft(cast, task)
    assert (plan.number, state_of(task)) == (1, TaskState.PLAN_DRAFT)
    plan = services.send_plan(plan=plan, seen=version_of(plan), by=cast.hangzhou_officer, at=now())
    assert state_of(task) == TaskState.PLAN_SENT
    back = services.return_plan(
        plan=plan, reason="检查家数偏多，请改为6户", seen=version_of(plan), by=cast.shaoxing_officer, at=now()
    )
    assert (back.state, back.reason, state_of(task)) == (
        PlanState.RETURNED,
        "检查家数偏多，请改为6户",
        TaskState.PLAN_DRAFT,
    )
    second = draft(cast, task, enterprises=6)
    second = services.send_plan(plan=second, seen=version_of(second), by=cast.hangzhou_lead, at=now())
    agreed = services.agree_plan(plan=second, seen=version_of(second), by=cast.shaoxing_officer, at=now())
    assert (agreed.number, agreed.state, state_of(task)) == (2, PlanState.AGREED, TaskState.PLAN_AGREED)
    assert (agreed.sent_by, agreed.answered_by) == (cast.hangzhou_lead, cast.shaoxing_officer)
    assert agreed.sent_at
    assert agreed.answered_at
    first = PlanVersion.objects.get(task=task, number=1)
    assert (first.enterprises, first.state, first.sent_by) == (8, PlanState.RETURNED, cast.hangzhou_officer)
    told = AuditEvent.objects.filter(action__startswith="inspection.plan-")
    actions = list(told.order_by("pk").values_list("action", flat=True))
    assert actions == [f"inspection.plan-{word}" for word in ("saved", "sent", "returned", "saved", "sent", "agreed")]


@pytest.mark.parametrize(
    "who", ["hangzhou_officer", "hangzhou_lead", "quzhou_officer", "provincial_officer", "zhejiang_regulator"]
)
def test_only_the_inspected_city_answers(who: str, cast: Cast, task: Task) -> None:
    plan = sent(cast, task)
    by, seen = getattr(cast, who), version_of(plan)
    with pytest.raises(NotAllowed) as told:
        services.agree_plan(plan=plan, seen=seen, by=by, at=now())
    if who.startswith("hangzhou"):
        assert "由绍兴市应急管理局同意或退回" in str(told.value)
    with pytest.raises(NotAllowed):
        services.return_plan(plan=plan, reason="不同意", seen=seen, by=by, at=now())
    plan.refresh_from_db()
    assert (plan.state, plan.answered_by, state_of(task)) == (PlanState.SENT, None, TaskState.PLAN_SENT)


@pytest.mark.parametrize("who", ["shaoxing_officer", "quzhou_officer", "provincial_officer", "zhejiang_regulator"])
def test_only_the_inspecting_city_drafts_and_sends(who: str, cast: Cast, task: Task) -> None:
    by = getattr(cast, who)
    with pytest.raises(NotAllowed):
        services.save_plan(task=task, values=ENTRIES, seen=services.NO_DRAFT, by=by, at=now())
    plan = draft(cast, task)
    with pytest.raises(NotAllowed):
        services.send_plan(plan=plan, seen=version_of(plan), by=by, at=now())
    with pytest.raises(NotAllowed):
        services.save_plan(task=task, values=ENTRIES, seen="1", by=by, at=now())
    assert PlanVersion.objects.get(pk=plan.pk).state == PlanState.DRAFT


def test_a_draft_is_the_inspecting_citys_own_until_it_is_sent(cast: Cast, task: Task) -> None:
    draft(cast, task)
    assert [
        PlanVersion.objects.visible_to(who).count()
        for who in (
            cast.hangzhou_officer,
            cast.shaoxing_officer,
            cast.provincial_officer,
            cast.quzhou_officer,
            cast.zhejiang_regulator,
        )
    ] == [1, 0, 0, 0, 0]
    plan = services.last_plan(task)
    assert plan is not None
    services.send_plan(plan=plan, seen=version_of(plan), by=cast.hangzhou_officer, at=now())
    assert [
        PlanVersion.objects.visible_to(who).count()
        for who in (
            cast.hangzhou_officer,
            cast.shaoxing_officer,
            cast.provincial_officer,
            cast.quzhou_officer,
            cast.zhejiang_regulator,
        )
    ] == [1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": date(2023, 12, 11)}, "晚于报送截止日期2023-12-10"),
        ({"starts_on": date(2023, 4, 1)}, "早于专项行动开始日期2023-04-27"),
        ({"starts_on": date(2023, 11, 9), "ends_on": date(2023, 11, 8)}, "早于开始日期"),
    ],
)
def test_a_window_outside_the_campaign_is_refused(changes: dict[str, Any], words: str, cast: Cast, task: Task) -> None:
    with pytest.raises(Refused, match=words):
        draft(cast, task, **changes)
    assert state_of(task) == TaskState.CREATED
    assert not PlanVersion.objects.exists()


def test_a_stale_page_is_refused(cast: Cast, task: Task) -> None:
    plan = draft(cast, task)
    again = services.save_plan(
        task=task, values={**ENTRIES, "enterprises": 5}, seen="1", by=cast.hangzhou_lead, at=now()
    )
    for seen in ("1", services.NO_DRAFT, "", "x"):
        with pytest.raises(Stale):
            services.save_plan(task=task, values=ENTRIES, seen=seen, by=cast.hangzhou_officer, at=now())
    with pytest.raises(Stale):
        services.send_plan(plan=plan, seen="1", by=cast.hangzhou_officer, at=now())
    plan = services.send_plan(plan=again, seen="2", by=cast.hangzhou_officer, at=now())
    with pytest.raises(Stale):
        services.agree_plan(plan=plan, seen="2", by=cast.shaoxing_officer, at=now())
    assert state_of(task) == TaskState.PLAN_SENT


def test_a_sent_plan_is_not_rewritten_and_an_agreed_one_not_answered_again(cast: Cast, task: Task) -> None:
    plan = sent(cast, task)
    with pytest.raises(Refused, match="第1版现为「待被检查地区答复」"):
        draft(cast, task)
    agreed = services.agree_plan(plan=plan, seen=version_of(plan), by=cast.shaoxing_officer, at=now())
    with pytest.raises(Refused, match="当前状态"):
        services.return_plan(plan=agreed, reason="改", seen=version_of(agreed), by=cast.shaoxing_officer, at=now())
    with pytest.raises(Refused):
        draft(cast, task)


def test_a_return_needs_its_reason(cast: Cast, task: Task) -> None:
    plan = sent(cast, task)
    with pytest.raises(Refused, match="退回的理由"):
        services.return_plan(plan=plan, reason="  ", seen=version_of(plan), by=cast.shaoxing_officer, at=now())
    assert state_of(task) == TaskState.PLAN_SENT


def test_a_task_that_runs_without_a_plan_gets_one_and_goes_on_running(cast: Cast, task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(state=TaskState.IN_PROGRESS)
    task.refresh_from_db()
    plan = sent(cast, task)
    services.agree_plan(plan=plan, seen=version_of(plan), by=cast.shaoxing_officer, at=now())
    assert state_of(task) == TaskState.IN_PROGRESS
    assert PlanVersion.objects.agreed().get(task=task) == plan


def test_a_task_that_is_over_gets_no_plan(cast: Cast, task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(state=TaskState.FEEDBACK)
    with pytest.raises(Refused, match="不能再起草方案"):
        draft(cast, task)


def test_the_moves_of_the_task_are_one_table() -> None:
    moves = {move.name: move for move in states.TASK_MOVES}
    assert len(moves) == len(states.TASK_MOVES)
    way = ["draft-plan", "send-plan", "agree-plan"]
    assert [moves[name].target for name in way] == ["PLAN_DRAFT", "PLAN_SENT", "PLAN_AGREED"]
    assert moves["return-plan"].target == "PLAN_DRAFT"


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE inspections_planversion SET answered_by_id = sent_by_id WHERE id = %s",
        "UPDATE inspections_planversion SET state = 'AGREED' WHERE id = %s",
        "UPDATE inspections_planversion SET sent_by_id = NULL WHERE id = %s",
        "UPDATE inspections_planversion SET enterprises = 0 WHERE id = %s",
        "UPDATE inspections_planversion SET ends_on = starts_on - 1 WHERE id = %s",
    ],
)
def test_the_database_holds_both_signatures_and_the_numbers(text: str, cast: Cast, task: Task) -> None:
    plan = sent(cast, task)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, [plan.pk])
