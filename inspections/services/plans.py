"""The joint plan (notice 二(四), N46): drafted and sent by the inspecting city, answered by the inspected one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from accounts.models import Division, User
from core import audit
from core.gate import NotAllowed, OtherHands
from core.transitions import Transition, fire
from core.writing import Refused, Stale, Typed, insist, insist_current, lock, open_ledger
from inspections import rules, states
from inspections.choices import PlanState, TaskState
from inspections.models import PlanVersion, Task
from inspections.permissions import InspectionPermission
from inspections.words import label_of

#: What a version says; no save may name anything else.
PLAN_ENTRIES: Final = (
    "starts_on",
    "ends_on",
    "sectors",
    "enterprises",
    "insurers",
    "methods",
    "sampling",
    "schedule",
    "text",
)
#: What the page of a stale draft compares; the rest are codes.
COMPARED: Final = ("starts_on", "ends_on", "enterprises", "insurers", "schedule", "text")
#: The version that a page of a task without a draft sends back.
NO_DRAFT: Final = "0"


def last_plan(task: Task) -> PlanVersion | None:
    """The newest version of the task's plan, drafts included."""
    return PlanVersion.objects.filter(task=task).order_by("-number").first()


def save_plan(*, task: Task, values: Mapping[str, object], seen: str, by: User, at: datetime) -> PlanVersion:
    """Store the draft of a plan: a first one, the one at hand, or the next after a returned one.

    `seen` is the version of the draft that the page showed, NO_DRAFT where there was none. Raises NotAllowed where the
    task is another city's to inspect, Refused, Stale.
    """
    with open_ledger(
        PlanVersion, task, by=by, permission=InspectionPermission.PLAN_WRITE, at=at, step="save-plan", on=task
    ):
        _insist_side(task, task.inspecting, is_right=states.is_inspecting(task, by))
        locked = lock(task, related=("campaign",))
        _insist_entries(locked, values)
        draft = _draft_of(locked, seen, values)
        if draft is None:
            draft = _next_version(locked, values, by, at)
        else:
            for name, value in values.items():
                setattr(draft, name, value)
            draft.version, draft.saved_by, draft.saved_at = draft.version + 1, by, at
            draft.save(update_fields=[*values, "version", "saved_by", "saved_at"])
        if locked.state == TaskState.CREATED:
            fire(states.DRAFT_OF_TASK, locked, by=by, at=at)
        audit.record("inspection.plan-saved", by=by, at=at, subject=str(draft), version=draft.version)
    return draft


def _insist_side(task: Task, city: Division, *, is_right: bool) -> None:
    """Raises NotAllowed with a sentence that names the city whose part it is."""
    if not is_right:
        part = "起草和发送" if city == task.inspecting else "同意或退回"
        raise OtherHands(f"任务「{task}」的工作方案由{city}应急管理局{part}，其他地区不能办理")


def _insist_entries(task: Task, values: Mapping[str, object]) -> None:
    if set(values) != set(PLAN_ENTRIES):
        raise NotAllowed(f"no entries of a plan: {sorted(set(values) ^ set(PLAN_ENTRIES))}")
    campaign, (starts_on, ends_on) = task.campaign, (values["starts_on"], values["ends_on"])
    if not isinstance(starts_on, date) or not isinstance(ends_on, date):
        raise NotAllowed("no days")
    complaint = rules.plan_complaint(starts_on, ends_on, campaign.starts_on, campaign.deadline_on)
    if complaint:
        raise Refused(complaint)


def _draft_of(task: Task, seen: str, values: Mapping[str, object]) -> PlanVersion | None:
    """The draft that is written on, None for a new version. Raises Refused where no version is due, Stale."""
    if task.state not in states.PLANNING | states.PLANLESS:
        raise Refused(f"任务现为「{task.get_state_display()}」，不能再起草方案")
    last = last_plan(task)
    if last is None or last.state == PlanState.RETURNED:
        if seen != NO_DRAFT:
            raise Stale("其他人员", sentence="页面已失效，请刷新后核对方案现状再办理")
        return None
    if last.state != PlanState.DRAFT:
        raise Refused(f"方案第{last.number}版现为「{last.get_state_display()}」，不能修改")
    insist_current(last, seen, Typed({name: label_of(PlanVersion, name) for name in COMPARED}, values))
    return last


def _next_version(task: Task, values: Mapping[str, object], by: User, at: datetime) -> PlanVersion:
    last = last_plan(task)
    number = last.number + 1 if last else 1
    plan = PlanVersion(task=task, number=number, saved_by=by, saved_at=at, **values)
    plan.save(force_insert=True)
    return plan


def send_plan(*, plan: PlanVersion, seen: str, by: User, at: datetime) -> PlanVersion:
    """Sign and send the draft to the inspected city. Raises NotAllowed, Refused, Stale."""
    side = states.is_inspecting(plan.task, by)
    return _move(states.SEND, states.SEND_OF_TASK, plan, seen, side, by, at, sent_by=by, sent_at=at)


def agree_plan(*, plan: PlanVersion, seen: str, by: User, at: datetime) -> PlanVersion:
    """The inspected city agrees and signs. Raises NotAllowed for any other city, Refused, Stale."""
    side = states.is_inspected(plan.task, by)
    return _move(states.AGREE, states.AGREE_OF_TASK, plan, seen, side, by, at, answered_by=by, answered_at=at)


def return_plan(*, plan: PlanVersion, reason: str, seen: str, by: User, at: datetime) -> PlanVersion:
    """The inspected city returns the version with its reason. Raises NotAllowed for any other city, Refused, Stale."""
    side = states.is_inspected(plan.task, by)
    given = reason.strip()
    changes = {"answered_by": by, "answered_at": at, "reason": given}
    if side:
        insist(None if given else "请填写退回的理由，供检查地区修改方案", "reason")
    return _move(states.RETURN_PLAN, states.RETURN_OF_TASK, plan, seen, side, by, at, **changes)


def _move(
    move: Transition,
    of_task: Transition,
    plan: PlanVersion,
    seen: str,
    is_own_side: bool,
    by: User,
    at: datetime,
    **changes: object,
) -> PlanVersion:
    """Move the version, and its task with it while that has not begun."""
    with open_ledger(PlanVersion, plan, by=by, permission=move.permission, at=at, step=f"{move.name}-plan", on=plan):
        city = plan.task.inspecting if move is states.SEND else plan.task.inspected
        _insist_side(plan.task, city, is_right=is_own_side)
        task = lock(plan.task)
        locked = lock(plan, seen=seen, related=("task",))
        moved: PlanVersion = fire(move, locked, by=by, at=at, version=locked.version + 1, **changes)
        if task.state in states.PLANNING:
            fire(of_task, task, by=by, at=at)
    return moved
