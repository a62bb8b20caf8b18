"""The board: eleven rows in the order of annex 2 with state and counts, no contents."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q

from accounts.roles import Role
from inspections.choices import TaskState
from inspections.models import Task

TAGS = {TaskState.CREATED: "", TaskState.IN_PROGRESS: "run", TaskState.COMPLETED: "done"}


@dataclass(frozen=True, slots=True)
class Line:
    """A task on the board. `side` is out (my city inspects), in (my city is inspected) or empty."""

    task: Any
    side: str
    may_open: bool

    @property
    def tag(self) -> str:
        return TAGS.get(self.task.state, "run")


def lines(user: Any, year: int) -> list[Line]:
    """All tasks of the year's campaign: two queries, whatever their number."""
    checked = Q(inspectedenterprises__checked_on__isnull=False)
    tasks = (
        Task.objects.on_board(user).filter(campaign__year=year).select_related("inspecting", "inspected")
        .annotate(
            enterprises=Count("inspectedenterprises", filter=checked, distinct=True),
            chosen=Count("inspectedenterprises", distinct=True),
            insurers=Count(
                "inspectedinsurers", filter=Q(inspectedinsurers__checked_on__isnull=False), distinct=True
            ),
            chosen_insurers=Count("inspectedinsurers", distinct=True),
            found=Count("findings", distinct=True),
            first_day=Min("inspectedenterprises__checked_on"),
            last_day=Max("inspectedenterprises__checked_on"),
        )
        .order_by("annex_no")
    )  # fmt: skip
    city = user.organisation.division_id if user.role == Role.CITY_EM else None
    return [Line(task, side_of(task, city), user.role == Role.PROV_EM or bool(side_of(task, city))) for task in tasks]


def side_of(task: Task, city: str | None) -> str:
    if city is None:
        return ""
    return "out" if task.inspecting_id == city else "in" if task.inspected_id == city else ""
