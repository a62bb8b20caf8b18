"""The life of a service (domain.md 5.2): one table with who, guard, clause; the time limit is a dated rule."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from core import calendar
from core.transitions import Guard, Transition
from insurers.activities.choices import ActivityState
from insurers.activities.guards import (
    needs_confirmation,
    needs_files,
    needs_record,
    needs_visit,
    only_insurer,
    only_second_person,
    only_supervisor,
)
from insurers.activities.permissions import ActivityPermission
from rulebook.book import value_on
from rulebook.choices import RuleCode
from rulebook.workdays import Workdays

KEPT_YEARS: Final = 5

OPEN: Final = frozenset(ActivityState) - {ActivityState.FILED, ActivityState.VOID}


def _move(
    name: str, sources: Iterable[ActivityState], target: ActivityState, label: str, guard: Guard, clause: str
) -> Transition:
    return Transition(
        name=name,
        sources=frozenset(sources),
        target=target,
        permission=ActivityPermission.ACTIVITY_RETURN if name == "return" else ActivityPermission.ACTIVITY_WRITE,
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
        _move("do", {ActivityState.SCHEDULED}, _DONE, "服务完成", only_insurer, "AQ 9010 6"),
        _move("record", {_DONE, _RETURNED}, _RECORDED, "提交记录", needs_record, "AQ 9010 6"),
        _move("visit", {_RECORDED}, _VISITED, "完成回访", needs_visit, "AQ 9010 6"),
        _move("confirm", {_VISITED}, _CONFIRMED, "投保单位已确认", needs_confirmation, "AQ 9010 6"),
        _move("file", {_CONFIRMED}, ActivityState.FILED, "归档", needs_files, "AQ 9010 6, AQ 9010 7.4"),
        _move("return", {_RECORDED, _VISITED, _CONFIRMED}, _RETURNED, "抽查退回", only_supervisor, "N30"),
        _move("void", OPEN, ActivityState.VOID, "作废", only_second_person, "domain 5.2"),
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
