"""The life of a service (domain.md 5.2): one table with who, guard, clause; the time limit is a dated rule."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

from accounts.choices import OrganisationKind
from accounts.models import User
from accounts.permissions import Permission
from core import calendar
from core.transitions import Guard, Transition
from insurers.activities.choices import ActivityState
from insurers.base.choices import ServiceKind
from rulebook.book import value_on
from rulebook.choices import RuleCode
from rulebook.workdays import Workdays

if TYPE_CHECKING:
    from insurers.activities.models import Activity

#: Kinds whose report belongs to the record before it is filed.
REPORTED: Final = frozenset({ServiceKind.HAZ, ServiceKind.RISK})

KEPT_YEARS: Final = 5

OPEN: Final = frozenset(ActivityState) - {ActivityState.FILED, ActivityState.VOID}

LEAST_COURSE: Final = 20


def own_insurer(activity: "Activity", by: User) -> str | None:
    """Agencies write records, but only the insurer's people move a service on."""
    return None if by.organisation_id == activity.insurer_id else "只有本服务的保险机构可以办理"


def too_early(move: Transition, activity: "Activity", today: date) -> str | None:
    """Why the move cannot be made yet: a service is done on its day at the earliest."""
    if move.name == "do" and activity.start_on > today:
        return f"服务日期 {activity.start_on} 尚未到，服务完成后再办理"
    return None


def recorded(activity: "Activity", by: User) -> str | None:
    gaps = missing_in_record(activity)
    return own_insurer(activity, by) or (f"还有未填写的内容：{'、'.join(gaps)}" if gaps else None)


def missing_in_record(activity: "Activity") -> list[str]:
    """What a record still lacks (domain.md 4.5)."""
    detail = getattr(activity, "detail", None)
    gaps = []
    if len((detail.course if detail else "").strip()) < LEAST_COURSE and len(activity.content) < LEAST_COURSE:
        gaps.append(f"服务措施与过程（不少于 {LEAST_COURSE} 字）")
    if activity.kind == ServiceKind.HAZ:
        done = set(activity.checks.values_list("topic", flat=True))
        gaps += [f"排查结果 {topic}" for topic in activity.topics if topic.startswith("H") and topic not in done]
    if activity.kind == ServiceKind.DRILL and not (detail and detail.drill_type):
        gaps.append("演练类型")
    return gaps


def visited(activity: "Activity", by: User) -> str | None:
    return own_insurer(activity, by) or (None if hasattr(activity, "visit") else "请先填写回访记录")


def confirmed(activity: "Activity", by: User) -> str | None:
    return own_insurer(activity, by) or (None if hasattr(activity, "confirmation") else "请先填写投保单位确认信息")


def fileable(activity: "Activity", by: User) -> str | None:
    from core.attachments import attachments_of

    if reason := recorded(activity, by):
        return reason
    slots = set(attachments_of(activity).values_list("slot", flat=True))
    gaps = []
    if activity.kind in REPORTED and "report" not in slots:
        gaps.append("服务报告")
    if activity.general_hazards + activity.major_hazards and "notice" not in slots:
        gaps.append("书面告知书")
    if "confirmation" not in slots:
        gaps.append("投保单位确认件")
    return f"归档前请上传：{'、'.join(gaps)}" if gaps else None


def supervisor(activity: "Activity", by: User) -> str | None:  # noqa: ARG001 - the signature of every guard
    """Spot checks are the bureaus' and regulators', never the insurers'."""
    insiders = {OrganisationKind.INSURER, OrganisationKind.SERVICE_AGENCY}
    return "只有应急管理部门和监管部门可以抽查退回" if by.organisation.kind in insiders else None


def second_person(activity: "Activity", by: User) -> str | None:
    detail = getattr(activity, "detail", None)
    if detail is None or detail.void_asked_by_id is None:
        return "请先由经办人提出作废申请"
    if detail.void_asked_by_id == by.pk:
        return "作废须由另一名人员复核，申请人本人不能复核"
    return own_insurer(activity, by)


def _move(
    name: str, sources: Iterable[ActivityState], target: ActivityState, label: str, guard: Guard, clause: str
) -> Transition:
    return Transition(
        name=name,
        sources=frozenset(sources),
        target=target,
        permission=Permission.ACTIVITY_RETURN if name == "return" else Permission.ACTIVITY_WRITE,
        label=label,
        action=ACTIONS[name],
        clause=clause,
        guard=guard,
    )


#: The audited action of each move.
ACTIONS: Final = {
    "do": "activity.done",
    "record": "activity.recorded",
    "visit": "activity.visited",
    "confirm": "activity.confirmed",
    "file": "activity.filed",
    "return": "activity.returned",
    "void": "activity.voided",
}

_DONE, _RECORDED, _VISITED = ActivityState.DONE, ActivityState.RECORDED, ActivityState.VISITED
_CONFIRMED, _RETURNED = ActivityState.CONFIRMED, ActivityState.RETURNED

ACTIVITY_MOVES: Final = {
    move.name: move
    for move in (
        _move("do", {ActivityState.SCHEDULED}, _DONE, "服务完成", own_insurer, "AQ 9010 7.4"),
        _move("record", {_DONE, _RETURNED}, _RECORDED, "提交记录", recorded, "AQ 9010 7.4"),
        _move("visit", {_RECORDED}, _VISITED, "完成回访", visited, "AQ 9010 8"),
        _move("confirm", {_VISITED}, _CONFIRMED, "投保单位已确认", confirmed, "AQ 9010 7.4"),
        _move("file", {_CONFIRMED}, ActivityState.FILED, "归档", fileable, "AQ 9010 7.4"),
        _move("return", {_RECORDED, _VISITED, _CONFIRMED}, _RETURNED, "抽查退回", supervisor, "N30"),
        _move("void", OPEN, ActivityState.VOID, "作废", second_person, "domain 5.2"),
    )
}

#: Who can make a move, in words for those who cannot.
WHO: Final = {"return": "应急管理部门、监管部门"}

INSURERS_PEOPLE: Final = "本服务的保险机构"


def filing_due(end_on: date, days: Workdays) -> date | None:
    """The last working day to file by, None where no rule sets a number of days (domain.md 4.5, filed_at)."""
    limit = value_on(RuleCode.FILING_DAYS, end_on)
    return None if limit is None else calendar.add_working_days(end_on, int(limit), days.overrides)


def kept_until(day: date) -> date:
    """Five years after the filing (AQ 9010, 7.4)."""
    try:
        return day.replace(year=day.year + KEPT_YEARS)
    except ValueError:
        return day.replace(year=day.year + KEPT_YEARS, day=28)
