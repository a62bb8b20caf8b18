"""The life of a service (domain.md 5.2): one table with who, guard, clause; the time limit is a dated rule."""

from datetime import date
from typing import Any, Final

from accounts.choices import OrganisationKind
from core import calendar, clock
from core.transitions import Transition
from insurers.activities.choices import ActivityState as S
from insurers.activities.permissions import ActivityPermission
from rulebook.book import value_on
from rulebook.choices import RuleCode
from rulebook.workdays import Workdays

#: Kinds whose report belongs to the record before it is filed.
REPORTED: Final = frozenset({"HAZ", "RISK"})

KEPT_YEARS: Final = 5

OPEN: Final = frozenset({S.SCHEDULED, S.DONE, S.RECORDED, S.VISITED, S.CONFIRMED, S.RETURNED})

LEAST_COURSE: Final = 20


def own_insurer(activity: Any, by: Any) -> str | None:
    """Agencies write records, but only the insurer's people move a service on."""
    return None if by.organisation_id == activity.insurer_id else "只有本服务的保险机构可以办理"


def given(activity: Any, by: Any) -> str | None:
    today = clock.today()
    if activity.start_on > today:
        return f"服务日期 {activity.start_on} 尚未到，服务完成后再办理"
    return own_insurer(activity, by)


def recorded(activity: Any, by: Any) -> str | None:
    gaps = missing_in_record(activity)
    return own_insurer(activity, by) or (f"还有未填写的内容：{'、'.join(gaps)}" if gaps else None)


def missing_in_record(activity: Any) -> list[str]:
    """What a record still lacks (domain.md 4.5)."""
    detail = getattr(activity, "detail", None)
    gaps = []
    if len((detail.course if detail else "").strip()) < LEAST_COURSE and len(activity.content) < LEAST_COURSE:
        gaps.append(f"服务措施与过程（不少于 {LEAST_COURSE} 字）")
    if activity.kind == "HAZ":
        done = set(activity.checks.values_list("topic", flat=True))
        gaps += [f"排查结果 {topic}" for topic in activity.topics if topic.startswith("H") and topic not in done]
    if activity.kind == "DRILL" and not (detail and detail.drill_type):
        gaps.append("演练类型")
    return gaps


def visited(activity: Any, by: Any) -> str | None:
    return own_insurer(activity, by) or (None if hasattr(activity, "visit") else "请先填写回访记录")


def confirmed(activity: Any, by: Any) -> str | None:
    return own_insurer(activity, by) or (None if hasattr(activity, "confirmation") else "请先填写投保单位确认信息")


def fileable(activity: Any, by: Any) -> str | None:
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


def supervisor(activity: Any, by: Any) -> str | None:  # noqa: ARG001
    """Spot checks are the bureaus' and regulators', never the insurers'."""
    insiders = {OrganisationKind.INSURER, OrganisationKind.SERVICE_AGENCY}
    return "只有应急管理部门和监管部门可以抽查退回" if by.organisation.kind in insiders else None


def second_person(activity: Any, by: Any) -> str | None:
    detail = getattr(activity, "detail", None)
    if detail is None or detail.void_asked_by_id is None:
        return "请先由经办人提出作废申请"
    if detail.void_asked_by_id == by.pk:
        return "作废须由另一名人员复核，申请人本人不能复核"
    return own_insurer(activity, by)


def _move(name: str, sources: frozenset[S], target: S, label: str, action: str, guard: Any, clause: str) -> Transition:
    permission = ActivityPermission.ACTIVITY_RETURN if name == "return" else ActivityPermission.ACTIVITY_WRITE
    return Transition(
        name=name, sources=sources, target=target, permission=permission, label=label, action=action, clause=clause,
        guard=guard,
    )  # fmt: skip


ACTIVITY_MOVES: Final = {
    move.name: move
    for move in (
        _move("do", frozenset({S.SCHEDULED}), S.DONE, "服务完成", "activity.done", given, "AQ 9010 7.4"),
        _move("record", frozenset({S.DONE, S.RETURNED}), S.RECORDED, "提交记录", "activity.recorded", recorded, "AQ 9010 7.4"),
        _move("visit", frozenset({S.RECORDED}), S.VISITED, "完成回访", "activity.visited", visited, "AQ 9010 8"),
        _move("confirm", frozenset({S.VISITED}), S.CONFIRMED, "投保单位已确认", "activity.confirmed", confirmed, "AQ 9010 7.4"),
        _move("file", frozenset({S.CONFIRMED}), S.FILED, "归档", "activity.filed", fileable, "AQ 9010 7.4"),
        _move(
            "return", frozenset({S.RECORDED, S.VISITED, S.CONFIRMED}), S.RETURNED, "抽查退回", "activity.returned",
            supervisor, "N30",
        ),
        _move("void", OPEN, S.VOID, "作废", "activity.voided", second_person, "domain 5.2"),
    )
}  # fmt: skip

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
