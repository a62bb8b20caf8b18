"""Writes of services in the browser: plan, record, and every step of their life (domain.md 4.5, 5.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, Final

import pghistory
from django.db import IntegrityError, transaction

from accounts.models import User
from core import audit, clock, history
from core.conflicts import RowChanged, clashes
from core.gate import NotAllowed, require
from core.transitions import Transition, TransitionRefused, fire
from core.workbooks import Row
from core.workbooks.model import Placement
from insurers.activities.choices import ActivityState as S
from insurers.activities.importing import ACTIVITY_LEDGER, ActivitySession
from insurers.activities.models import Activity, ActivityCheck, ActivityConfirmation, ActivityDetail, ActivityVisit
from insurers.activities.permissions import ActivityPermission
from insurers.activities.sheets import ACTIVITIES, check_activity
from insurers.activities.states import ACTIVITY_MOVES, kept_until
from insurers.base.choices import OWN_STAFF
from insurers.policies.models import Policy

FIELDS: Final = {field.column: field.attname for field in Activity._meta.concrete_fields}

PLACEMENT: Final = Placement(ACTIVITIES, {column.key: "" for column in ACTIVITIES.columns})

#: In which states the record itself may be changed by hand.
EDITABLE: Final = frozenset({S.SCHEDULED, S.DONE, S.RECORDED, S.RETURNED})

#: What the row's own columns and the side table hold of a record.
DETAIL: Final = ("course", "outside_reason", "drill_type", "exits_known")

LABELS: Final = {column.key: column.title for column in ACTIVITIES.columns} | {
    "course": "服务措施与过程", "outside_reason": "方案外服务的理由", "drill_type": "演练类型", "exits_known": "逃生出口熟知",
}  # fmt: skip


class ServiceRefused(Exception):  # noqa: N818 - the refusal is the noun the users see
    """What is wrong, as (field, sentence) pairs; the field is empty for the whole. Nothing was written."""

    def __init__(self, *reasons: tuple[str, str]) -> None:
        super().__init__("；".join(sentence for _field, sentence in reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Places checked under a topic, and those with a problem."""

    topic: str
    checked: int
    problems: int


def create_service(
    *, values: Mapping[str, Any], detail: Mapping[str, Any], checks: Sequence[CheckResult], by: User, today: date,
    at: datetime, corrects: Activity | None = None,
) -> Activity:  # fmt: skip
    """Enter a service: scheduled where its day is to come, else done.

    Raises NotAllowed, ServiceRefused, TransitionRefused.
    """
    require(by, ActivityPermission.ACTIVITY_WRITE, on=corrects)
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        if corrects is not None:
            _require_correctable(corrects)
        record = _judged(values, by, today, ahead=True)
        is_ahead = values["start_on"] > today
        columns = dict(zip((FIELDS[name] for name in ACTIVITY_LEDGER.columns), record, strict=True))
        columns["topics"] = list(columns["topics"])
        try:
            with transaction.atomic():
                activity = Activity.objects.create(
                    **columns, state=S.SCHEDULED if is_ahead else S.DONE, created_at=at, updated_at=at
                )
        except IntegrityError:
            sentence = f"服务编号“{values['activity_no']}”在本机构已登记，请核对或另编编号。"
            raise ServiceRefused(("activity_no", sentence)) from None
        _write_parts(activity, detail, checks, at, corrects=corrects)
        action = "activity.corrected" if corrects else "activity.scheduled" if is_ahead else "activity.done"
        audit.record(action, by=by, at=at, subject=str(activity), policy=values["policy_no"])
    return activity


def _require_correctable(corrects: Activity) -> None:
    """Only what is filed is corrected so, and once; the filed row itself stays."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=corrects.pk)
    if locked.state != S.FILED:
        raise ServiceRefused(("", f"服务 {locked} 尚未归档，请直接修改记录。"))
    later = ActivityDetail.objects.filter(corrects=locked).select_related("activity").first()
    if later is not None:
        raise ServiceRefused(("", f"服务 {locked} 已有更正记录 {later.activity}，请在该记录上办理。"))


def edit_service(
    *, activity: Activity, values: Mapping[str, Any], detail: Mapping[str, Any], checks: Sequence[CheckResult],
    seen: datetime | None, by: User, today: date, at: datetime,
) -> Activity:  # fmt: skip
    """Change a record that is not yet confirmed. Raises NotAllowed, ServiceRefused, RowChanged."""
    require(by, ActivityPermission.ACTIVITY_WRITE, on=activity)
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        locked = Activity.objects.select_for_update(of=("self",)).select_related("policy", "agency").get(pk=activity.pk)
        if locked.state not in EDITABLE:
            raise ServiceRefused(("", f"服务记录处于「{locked.get_state_display()}」状态，不能修改。"))
        if locked.updated_at != seen:
            typed = {**values, **detail}
            raise RowChanged(_last_writer(locked), clashes(LABELS, shown_values(locked), typed), version_of(locked))
        if values["activity_no"] != locked.activity_no:
            raise ServiceRefused(("activity_no", f"服务编号登记后不能更改，应为 {locked.activity_no}。"))
        record = _judged(values, by, today, ahead=locked.state == S.SCHEDULED)
        for name, value in zip((FIELDS[name] for name in ACTIVITY_LEDGER.columns), record, strict=True):
            setattr(locked, name, list(value) if name == "topics" else value)
        locked.updated_at = at
        locked.save()
        _write_parts(locked, detail, checks, at)
        audit.record("activity.edited", by=by, at=at, subject=str(locked))
    return locked


def version_of(activity: Activity) -> str:
    return activity.updated_at.isoformat()


def shown_values(activity: Activity) -> dict[str, Any]:
    """A record by the keys of the form."""
    detail = ActivityDetail.objects.filter(activity=activity).first()
    own = {column.key: getattr(activity, column.key, None) for column in ACTIVITIES.columns}
    return {
        **own,
        "policy_no": activity.policy.policy_no,
        "uscc": activity.enterprise.uscc,
        "agency": activity.agency.name if activity.agency else OWN_STAFF,
        "topics": tuple(activity.topics),
        "notice_no": activity.notice_no or None,
        "note": activity.note or None,
        **({name: getattr(detail, name) for name in DETAIL} if detail else {}),
    }


def _last_writer(activity: Activity) -> str:
    """Who wrote the row last, by its history."""
    person = User.objects.filter(pk=history.last_writer(activity) or 0).first()
    return str(person) if person else "其他人员"


def _judged(values: Mapping[str, Any], by: User, today: date, *, ahead: bool) -> tuple[Any, ...]:
    """The record's columns, judged by the rules of the workbook. `ahead`: the day may lie in the future."""
    session = ActivitySession(SimpleNamespace(organisation_id=by.organisation_id), today)  # type: ignore[arg-type]
    policy = Policy.objects.filter(insurer_id=by.organisation_id, policy_no=values["policy_no"])
    held = policy.select_related("enterprise").first()
    whole = {
        **values, "satisfaction": None,
        "uscc": held.enterprise.uscc if held else None, "enterprise_name": held.enterprise.name if held else None,
    }  # fmt: skip
    row = Row(1, whole, (), PLACEMENT)
    check_activity(row, session.facts([row]))
    allowed = {"future"} if ahead else set()
    faults = [fault for fault in row.faults if fault.severity == "error" and fault.code not in allowed]
    if faults:
        raise ServiceRefused(*((fault.key, fault.message) for fault in faults))
    return session.record(row)


def _write_parts(
    activity: Activity, detail: Mapping[str, Any], checks: Sequence[CheckResult], at: datetime, **more: Any
) -> None:
    wrong = [check for check in checks if check.problems > check.checked]
    if wrong:
        sentence = f"排查结果 {wrong[0].topic} 的问题数 {wrong[0].problems} 多于排查数 {wrong[0].checked}，请核对。"
        raise ServiceRefused(("", sentence))
    kept = {**{name: detail[name] for name in DETAIL if name in detail}, **more, "updated_at": at}
    ActivityDetail.objects.update_or_create(activity=activity, defaults=kept)
    known = {row.topic: row for row in activity.checks.all()}
    for check in checks:
        row = known.pop(check.topic, None) or ActivityCheck(activity=activity, topic=check.topic)
        row.checked, row.problems = check.checked, check.problems
        row.save()
    for row in known.values():
        row.delete()


def move_service(*, activity: Activity, name: str, by: User, at: datetime, reason: str = "") -> Activity:
    """Fire one move of ACTIVITY_MOVES. Raises NotAllowed, TransitionRefused; a refusal is an event, too."""
    move = ACTIVITY_MOVES[name]
    require(by, move.permission, on=activity)
    try:
        with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
            return _fired(move, activity, by, at, reason.strip())
    except TransitionRefused as refusal:
        audit.record("activity.refused", by=by, at=at, subject=str(activity), step=name, reason=str(refusal))
        raise


def _fired(move: Transition, activity: Activity, by: User, at: datetime, reason: str) -> Activity:
    if move.name == "return" and not reason:
        raise TransitionRefused("请填写退回的理由")
    moved: Activity = fire(move, activity, by=by, at=at, updated_at=at)
    marks: dict[str, Any] = {}
    if move.name == "return":
        marks = {"returned_reason": reason, "returned_by": by, "returned_at": at}
    if move.name == "file":
        marks = {"filed_by": by, "filed_at": at, "keep_until": kept_until(clock.today())}
    if marks:
        ActivityDetail.objects.update_or_create(activity=moved, defaults={**marks, "updated_at": at})
    return moved


def ask_void(*, activity: Activity, reason: str, by: User, at: datetime) -> None:
    """The first of two persons. Raises NotAllowed, TransitionRefused."""
    require(by, ActivityPermission.ACTIVITY_WRITE, on=activity)
    if not reason.strip():
        raise TransitionRefused("请填写作废的理由")
    with pghistory.context(user=by.pk), transaction.atomic():
        locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
        if locked.state not in ACTIVITY_MOVES["void"].sources:
            raise TransitionRefused(f"「作废」在当前状态「{locked.get_state_display()}」下不能办理")
        marks = {"void_reason": reason.strip()[:500], "void_asked_by": by, "void_asked_at": at, "updated_at": at}
        ActivityDetail.objects.update_or_create(activity=locked, defaults=marks)
        audit.record("activity.void-asked", by=by, at=at, subject=str(locked), reason=reason.strip())


@dataclass(frozen=True, slots=True)
class Visit:
    """A return visit as entered."""

    way: str
    visited_on: date
    satisfaction: int
    opinion: str = ""


def record_visit(*, activity: Activity, visit: Visit, by: User, today: date, at: datetime) -> Activity:
    """Enter the return visit, and with it the step. Raises NotAllowed, ServiceRefused, TransitionRefused."""
    require(by, ActivityPermission.ACTIVITY_WRITE, on=activity)
    if visit.visited_on < activity.end_on:
        sentence = f"回访日期 {visit.visited_on} 早于服务结束日期 {activity.end_on}，请核对。"
        raise ServiceRefused(("visited_on", sentence))
    _require_past("visited_on", "回访日期", visit.visited_on, today)
    values = {
        "way": visit.way, "visited_on": visit.visited_on, "satisfaction": visit.satisfaction,
        "opinion": visit.opinion, "recorded_by": by, "recorded_at": at,
    }  # fmt: skip
    return _with_part(ActivityVisit, activity, values, "visit", by, at)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who of the insured unit confirmed, and when."""

    name: str
    post: str
    confirmed_on: date


def record_confirmation(*, activity: Activity, signature: Signature, by: User, today: date, at: datetime) -> Activity:
    """Enter the unit's confirmation, and with it the step. Raises NotAllowed, ServiceRefused, TransitionRefused."""
    require(by, ActivityPermission.ACTIVITY_WRITE, on=activity)
    if signature.confirmed_on < activity.end_on:
        sentence = f"确认日期 {signature.confirmed_on} 早于服务结束日期 {activity.end_on}，请核对。"
        raise ServiceRefused(("confirmed_on", sentence))
    _require_past("confirmed_on", "确认日期", signature.confirmed_on, today)
    values = {
        "name": signature.name, "post": signature.post, "confirmed_on": signature.confirmed_on, "recorded_by": by,
        "recorded_at": at,
    }  # fmt: skip
    return _with_part(ActivityConfirmation, activity, values, "confirm", by, at)


def _require_past(field: str, title: str, day: date, today: date) -> None:
    if day > today:
        raise ServiceRefused((field, f"{title} {day} 晚于今天（{today}），请核对。"))


def _with_part(model: Any, activity: Activity, values: dict[str, Any], move: str, by: User, at: datetime) -> Activity:
    """Store the part and make the move, both or none."""
    own = activity.insurer_id == by.organisation_id
    if not own:
        raise NotAllowed(f"{by} does not move {activity}")
    try:
        with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
            model.objects.update_or_create(activity=activity, defaults=values)
            return _fired(ACTIVITY_MOVES[move], Activity.objects.get(pk=activity.pk), by, at, "")
    except TransitionRefused as refusal:
        audit.record("activity.refused", by=by, at=at, subject=str(activity), step=move, reason=str(refusal))
        raise
