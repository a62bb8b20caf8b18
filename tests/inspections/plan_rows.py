"""A joint plan that is complete, drafted and sent by the bureau of Hangzhou unless told otherwise."""

from datetime import date
from typing import Any

from accounts.models import User
from core.writing import version_of
from inspections import services
from inspections.choices import PlanState
from inspections.models import PlanVersion, Task
from tests.cast import Cast
from tests.world import now

ENTRIES: dict[str, Any] = {
    "starts_on": date(2023, 11, 21),
    "ends_on": date(2023, 11, 24),
    "sectors": ["HAZCHEM", "CONSTR"],
    "enterprises": 8,
    "insurers": 3,
    "methods": ["PAPERS", "ON_SITE"],
    "sampling": "RANDOM",
    "schedule": "第一天：见面会\n第二天：现场检查",
    "text": "一、检查目的\n核实投保和服务情况。\n二、分工\n由检查组统一安排。",
}


def draft_by(by: User, task: Task, **changes: Any) -> PlanVersion:
    last = services.last_plan(task)
    seen = version_of(last) if last and last.state == PlanState.DRAFT else services.NO_DRAFT
    return services.save_plan(task=task, values={**ENTRIES, **changes}, seen=seen, by=by, at=now())


def sent_by(by: User, task: Task, **changes: Any) -> PlanVersion:
    plan = draft_by(by, task, **changes)
    return services.send_plan(plan=plan, seen=version_of(plan), by=by, at=now())


def draft(cast: Cast, task: Task, **changes: Any) -> PlanVersion:
    return draft_by(cast.hangzhou_officer, task, **changes)


def sent(cast: Cast, task: Task, **changes: Any) -> PlanVersion:
    return sent_by(cast.hangzhou_officer, task, **changes)


def agreed(cast: Cast, task: Task, **changes: Any) -> PlanVersion:
    """Agreed by Shaoxing."""
    plan = sent(cast, task, **changes)
    return services.agree_plan(plan=plan, seen=version_of(plan), by=cast.shaoxing_officer, at=now())
