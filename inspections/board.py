"""The board: eleven rows in the order of annex 2 with state and counts, no contents."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core import walls
from core.people import User
from inspections.choices import ItemState, TaskState
from inspections.models import Task
from inspections.sights import watches

#: How an arrow of the ring and its head look.
DONE, TRACKED, RUNNING, IDLE = ("fin", "fin"), ("trk", "run"), ("run", "run"), ("idle", "idle")
LOOKS: dict[str, tuple[str, str]] = {
    TaskState.COMPLETED: DONE,
    TaskState.FEEDBACK: TRACKED,
    TaskState.ROUTED: TRACKED,
    TaskState.RECTIFY_TRACK: TRACKED,
    TaskState.IN_PROGRESS: RUNNING,
}
TAGS: dict[str, str] = {TaskState.CREATED: "", TaskState.IN_PROGRESS: "run", TaskState.COMPLETED: "done"}


@dataclass(frozen=True, slots=True)
class Line:
    """A task on the board. `side` is out (my city inspects), in (my city is inspected) or empty."""

    task: Task
    side: str
    may_open: bool

    @property
    def tag(self) -> str:
        return TAGS.get(self.task.state, "run")

    @property
    def look(self) -> tuple[str, str]:
        return LOOKS.get(self.task.state, IDLE)


@dataclass(frozen=True, slots=True)
class Stage:
    """A row of the ring's legend."""

    words: str | Promise
    look: tuple[str, str]
    number: int


def stages(found: list[Line]) -> list[Stage]:
    """How many tasks stand where, for the legend; a stage nobody is in is left out."""
    named = ((_("Completed"), DONE), (_("Comments and handling"), TRACKED), (_("Inspecting"), RUNNING))
    rows = [
        Stage(words, look, sum(line.look == look for line in found)) for words, look in (*named, (_("Not begun"), IDLE))
    ]
    return [row for row in rows if row.number]


@walls.aside("how far each pair of cities is, as numbers, for everybody")
def lines(user: User, year: int) -> list[Line]:
    """All tasks of the year's campaign: two queries, whatever their number."""
    checked = Q(inspectedenterprises__checked_on__isnull=False)
    tasks = (
        Task.objects.on_board(user)
        .filter(campaign__year=year)
        .select_related("inspecting", "inspected")
        .annotate(
            enterprises=Count("inspectedenterprises", filter=checked, distinct=True),
            chosen=Count("inspectedenterprises", distinct=True),
            insurers=Count("inspectedinsurers", filter=Q(inspectedinsurers__checked_on__isnull=False), distinct=True),
            chosen_insurers=Count("inspectedinsurers", distinct=True),
            found=Count("findings", distinct=True),
            drafts=Count("inspectedenterprises", filter=Q(inspectedenterprises__state=ItemState.DRAFT), distinct=True)
            + Count("inspectedinsurers", filter=Q(inspectedinsurers__state=ItemState.DRAFT), distinct=True),
            first_day=Min("inspectedenterprises__checked_on"),
            last_day=Max("inspectedenterprises__checked_on"),
        )
        .order_by("annex_no")
    )
    city = own_city(user)
    return [Line(task, side_of(task, city), _may_open(user, task, city)) for task in tasks]


def _may_open(user: User, task: Task, city: str | None) -> bool:
    """The province, the two cities, and the regulator of the inspected place."""
    return user.role == Role.PROV_EM or bool(side_of(task, city)) or watches(user, task.inspected_id)


def own_city(user: User) -> str | None:
    """The code of the city whose bureau the person belongs to; None for the others."""
    return user.organisation.division_id if user.role == Role.CITY_EM else None


def side_of(task: Task, city: str | None) -> str:
    if city is None:
        return ""
    return "out" if task.inspecting_id == city else "in" if task.inspected_id == city else ""
