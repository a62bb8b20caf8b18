"""Demo joint plans through the services: agreed, waiting for an answer, returned, being drafted, and none at all."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from accounts.models import User
from core.writing import version_of
from inspections import services
from inspections.choices import Method, PlanState, Sampling, TaskState
from inspections.models import PlanVersion, Task

#: How far the plan of a task has come, by annex number; what is not named has none. Number 5 runs without a plan.
AGREED, SENT, AGAIN, RETURNED, DRAFTED = "agreed", "sent", "sent again", "returned", "drafted"
STAGES: Final[Mapping[int, str]] = {
    1: AGREED,
    2: AGREED,
    3: AGREED,
    4: AGREED,
    6: RETURNED,
    7: AGAIN,
    8: AGREED,
    9: SENT,
    10: DRAFTED,
}
#: Days before the demo's today on which the first version was drafted: of inspections that have begun, and of others.
LONG_AGO, LATELY = 40, 8
BEGUN: Final = frozenset({1, 2, 3, 8})
#: The agreed days of those that have begun: from their start on, as long as the demo's visits go on.
BEGINS, LASTS = timedelta(days=9), timedelta(days=28)
MORNING: Final = timedelta(hours=9, minutes=20)
SCHEDULE: Final = (
    "第一天：召开见面会，查阅资料\n第二天：赴企业现场检查\n第三天：检查保险机构，汇总问题\n第四天：反馈意见"
)
TEXT: Final = (
    "（一）检查内容\n核实企业投保、事故预防服务开展和隐患闭环情况，检查保险机构服务方案兑现、费用列支和档案情况。\n"
    "（二）分工\n检查组由检查地区应急管理局牵头，被检查地区应急管理局派员配合。\n"
    "（三）要求\n现场检查不得少于两人，问题当场核实，意见书面反馈。"
)


def seed_plans(at: datetime) -> None:
    """The plans of the 2023 campaign's tasks; tasks that have one already are left alone."""
    waiting = Task.objects.filter(campaign__year=2023, state=TaskState.CREATED, annex_no__in=STAGES)
    for task in waiting.select_related("campaign").order_by("annex_no"):
        ago = timedelta(days=LONG_AGO if task.annex_no in BEGUN else LATELY)
        _bring(task, STAGES[task.annex_no], at - ago + MORNING)


def _bring(task: Task, stage: str, at: datetime) -> None:
    plan = _draft(task, at, 8)
    if stage == DRAFTED:
        return
    plan = _send(plan, at + timedelta(days=1))
    if stage in {AGAIN, RETURNED}:
        _return(plan, at + timedelta(days=2))
    if stage == AGAIN:
        _send(_draft(task, at + timedelta(days=3), 6), at + timedelta(days=4))
    if stage == AGREED:
        by = _officer(task.inspected_id)
        services.agree_plan(plan=plan, seen=version_of(plan), by=by, at=at + timedelta(days=3))


def _officer(city: str) -> User:
    return User.objects.select_related("organisation").get(username=f"em-{city}")


def _draft(task: Task, at: datetime, enterprises: int) -> PlanVersion:
    campaign, has_begun = task.campaign, task.annex_no in BEGUN
    ahead, length = (BEGINS, LASTS) if has_begun else (timedelta(days=10), timedelta(days=3))
    first = min((at + ahead).date(), campaign.deadline_on - length)
    values: dict[str, object] = {
        "starts_on": max(first, campaign.starts_on),
        "ends_on": max(first, campaign.starts_on) + length,
        "sectors": campaign.enabled_sectors()[:4],
        "enterprises": enterprises,
        "insurers": 2,
        "methods": [Method.PAPERS, Method.ON_SITE, Method.TALK],
        "sampling": Sampling.RANDOM,
        "schedule": SCHEDULE,
        "text": TEXT if enterprises == 8 else TEXT.replace("不得少于两人", "不得少于两人并出示证件"),
    }
    last = services.last_plan(task)
    seen = version_of(last) if last and last.state == PlanState.DRAFT else services.NO_DRAFT
    return services.save_plan(task=task, values=values, seen=seen, by=_officer(task.inspecting_id), at=at)


def _send(plan: PlanVersion, at: datetime) -> PlanVersion:
    by = _officer(plan.task.inspecting_id)
    return services.send_plan(plan=plan, seen=version_of(plan), by=by, at=at)


def _return(plan: PlanVersion, at: datetime) -> None:
    by, reason = (
        _officer(plan.task.inspected_id),
        "本市同期有全市大检查，检查企业8户偏多，请改为6户，并写明检查人员出示证件。",
    )
    services.return_plan(plan=plan, reason=reason, seen=version_of(plan), by=by, at=at)
