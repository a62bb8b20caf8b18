"""Every step in the life of a service: done, recorded, visited, confirmed, filed, returned, void (domain.md 5.2)."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from core import audit, writing
from core.gate import NotAllowed
from core.transitions import Transition, fire
from core.writing import Refused
from insurers.activities.guards import too_early
from insurers.activities.models import Activity, ActivityConfirmation, ActivityDetail, ActivityVisit
from insurers.activities.notices import take_notices
from insurers.activities.permissions import ActivityPermission
from insurers.activities.services.opening import open_service
from insurers.activities.states import ACTIVITY_MOVES, kept_until


def move_service(*, activity: Activity, name: str, by: User, today: date, at: datetime, reason: str = "") -> Activity:
    """Make one move of ACTIVITY_MOVES. Raises NotAllowed, Refused; a refusal is an event, too."""
    move = ACTIVITY_MOVES[name]
    with open_service(activity, move.permission, name, by, at) as locked:
        return _fired(move, locked, by, today, at, reason.strip())


def _fired(move: Transition, activity: Activity, by: User, today: date, at: datetime, reason: str = "") -> Activity:
    if move.name == "return" and not reason:
        raise Refused("请填写退回的理由")
    if activity.state in move.sources:
        writing.insist(too_early(move, activity, today))
    if move.name == "file":
        take_notices(activity, by=by, at=at)
    moved: Activity = fire(move, activity, by=by, at=at, updated_at=at)
    marks: dict[str, object] = {}
    if move.name == "return":
        marks = {"returned_reason": reason, "returned_by": by, "returned_at": at}
    if move.name == "file":
        marks = {"filed_by": by, "filed_at": at, "keep_until": kept_until(today)}
    if marks:
        ActivityDetail.objects.update_or_create(activity=moved, defaults={**marks, "updated_at": at})
    return moved


def ask_void(*, activity: Activity, reason: str, by: User, at: datetime) -> None:
    """The first of two persons. Raises NotAllowed, Refused."""
    with open_service(activity, ActivityPermission.ACTIVITY_WRITE, "void-asked", by, at) as locked:
        writing.insist(None if reason.strip() else "请填写作废的理由")
        if locked.state not in ACTIVITY_MOVES["void"].sources:
            raise Refused(f"「作废」在当前状态「{locked.get_state_display()}」下不能办理")
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
    """Enter the return visit, and with it the step. Raises NotAllowed, Refused."""
    with open_service(activity, ActivityPermission.ACTIVITY_WRITE, "visit", by, at) as locked:
        _insist_own(locked, by)
        _insist_day("visited_on", "回访日期", visit.visited_on, locked, today)
        values = {
            "way": visit.way,
            "visited_on": visit.visited_on,
            "satisfaction": visit.satisfaction,
            "opinion": visit.opinion,
        }
        ActivityVisit.objects.update_or_create(
            activity=locked, defaults={**values, "recorded_by": by, "recorded_at": at}
        )
        return _fired(ACTIVITY_MOVES["visit"], locked, by, today, at)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who of the insured unit confirmed, and when."""

    name: str
    post: str
    confirmed_on: date


def record_confirmation(*, activity: Activity, signature: Signature, by: User, today: date, at: datetime) -> Activity:
    """Enter the unit's confirmation, and with it the step. Raises NotAllowed, Refused."""
    with open_service(activity, ActivityPermission.ACTIVITY_WRITE, "confirm", by, at) as locked:
        _insist_own(locked, by)
        _insist_day("confirmed_on", "确认日期", signature.confirmed_on, locked, today)
        values = {"name": signature.name, "post": signature.post, "confirmed_on": signature.confirmed_on}
        ActivityConfirmation.objects.update_or_create(
            activity=locked, defaults={**values, "recorded_by": by, "recorded_at": at}
        )
        return _fired(ACTIVITY_MOVES["confirm"], locked, by, today, at)


def _insist_own(activity: Activity, by: User) -> None:
    """Agencies write records; only the insurer's people move a service on. Raises NotAllowed."""
    if activity.insurer_id != by.works_for_id:
        raise NotAllowed(f"{by} does not move {activity}")


def _insist_day(field: str, title: str, day: date, activity: Activity, today: date) -> None:
    """The day lies between the end of the service and today."""
    if day < activity.end_on:
        raise Refused((field, f"{title} {day} 早于服务结束日期 {activity.end_on}，请核对。"))
    if day > today:
        raise Refused((field, f"{title} {day} 晚于今天（{today}），请核对。"))
