"""The board: eleven rows in the order of annex 2 with state and counts, no contents."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core import walls
from core.languages import listed
from core.people import User
from inspections import states
from inspections.choices import FindingState, ItemState, PlanState, TaskState
from inspections.choices.tasks import TASK_COLOURS
from inspections.models import Finding, PlanVersion, Task
from inspections.permissions import InspectionPermission
from inspections.words.receivers import HANDED_OVER, RECEIVERS

#: How an arrow of the ring and its head look.
DONE, TRACKED, RUNNING, IDLE = ("fin", "fin"), ("trk", "run"), ("run", "run"), ("idle", "idle")
LOOKS: dict[str, tuple[str, str]] = {
    TaskState.COMPLETED: DONE,
    TaskState.FEEDBACK: TRACKED,
    TaskState.ROUTED: TRACKED,
    TaskState.RECTIFY_TRACK: TRACKED,
    TaskState.IN_PROGRESS: RUNNING,
}
#: The stages that the tiles count, by their keys in the address.
ENDED, FOLLOWED, UNDER_WAY, COMING, UNPLANNED = "done", "track", "run", "wait", "none"
TILES: Final[dict[str, str | Promise]] = {
    ENDED: _("Completed"),
    FOLLOWED: _("Comments, orders and fines"),
    UNDER_WAY: _("Inspecting"),
    COMING: _("To be agreed or begun"),
    UNPLANNED: _("Plan not settled"),
}
STAGES: Final[dict[str, str]] = {
    TaskState.COMPLETED: ENDED,
    **dict.fromkeys((TaskState.FEEDBACK, TaskState.ROUTED, TaskState.RECTIFY_TRACK), FOLLOWED),
    TaskState.IN_PROGRESS: UNDER_WAY,
    **dict.fromkeys((TaskState.PLAN_SENT, TaskState.PLAN_AGREED, TaskState.GROUP_READY), COMING),
}
#: What is counted of each task.
COUNTED: Final = ("enterprises", "insurers", "found", "handed_over", "settled")
#: An open ring while nobody has been there yet, whatever was agreed.


@dataclass(frozen=True, slots=True)
class Line:
    """A task on the board. `side` is out (my city inspects), in (my city is inspected) or empty; `plan` is the newest
    version of its joint plan, None where nobody has drafted one.
    """

    task: Task
    side: str
    may_open: bool
    plan: PlanVersion | None = None

    @property
    def tag(self) -> str:
        return TASK_COLOURS[self.task.state]

    @property
    def look(self) -> tuple[str, str]:
        return LOOKS.get(self.task.state, IDLE)

    @property
    def is_waiting(self) -> bool:
        """The inspection has not begun."""
        return self.look == IDLE

    @property
    def lacks_plan(self) -> bool:
        """The inspection runs, or ran, without a plan that both cities agreed to."""
        return self.task.state not in states.PLANNING and (self.plan is None or self.plan.state != PlanState.AGREED)

    @property
    def planned(self) -> PlanVersion | None:
        """The plan with its window and numbers, once it has been sent: a draft is the inspecting city's own."""
        return None if self.plan is None or self.plan.state == PlanState.DRAFT else self.plan

    @property
    def plan_word(self) -> str:
        """How the joint plan stands, in a word for the workbook."""
        if self.lacks_plan:
            return gettext("No agreed plan")
        return self.plan.get_state_display() if self.plan else pgettext("joint plan", "Not drafted")

    @property
    def days(self) -> str:
        """The days of the inspection, else those that are planned; empty before."""
        row: Any = self.task
        first, last = row.first_day, row.last_day
        said = ""
        if first is None and self.planned is not None:
            said = f"{pgettext('days of inspection', 'planned')} "
            first, last = self.planned.starts_on, self.planned.ends_on
        return said + " — ".join(dict.fromkeys(str(day) for day in (first, last) if day is not None))

    @property
    def stage(self) -> str:
        """The tile that counts the task, by its key."""
        return STAGES.get(self.task.state, UNPLANNED)

    @property
    def due(self) -> tuple[int, int]:
        """Enterprises and insurers to inspect: as the plan has it that was sent, with what was added by agreement."""
        row: Any = self.task
        if self.planned is None:
            return row.chosen, row.chosen_insurers
        return max(self.planned.enterprises, row.chosen), max(self.planned.insurers, row.chosen_insurers)

    @property
    def enterprises(self) -> int | None:
        """Enterprises inspected; None before the inspection where no number is planned, either."""
        return None if self.is_waiting and not self.due[0] else self._counted("enterprises")

    @property
    def insurers(self) -> int | None:
        """The same of insurers."""
        return None if self.is_waiting and not self.due[1] else self._counted("insurers")

    @property
    def found(self) -> int | None:
        """Findings; before the inspection there is nothing to count."""
        return None if self.is_waiting else self._counted("found")

    @property
    def handed_over(self) -> int | None:
        return None if self.is_waiting else self._counted("handed_over")

    @property
    def settled(self) -> int | None:
        return None if self.is_waiting else self._counted("settled")

    def _counted(self, name: str) -> int:
        number: int = getattr(self.task, name)
        return number

    @property
    def to_do(self) -> str:
        """What waits for the reader: "draft" or "answer" the plan, or nothing in particular."""
        if self.side == "in":
            return "answer" if self.plan is not None and self.plan.state == PlanState.SENT else ""
        is_due = self.task.state in {TaskState.CREATED, TaskState.PLAN_DRAFT}
        return "draft" if self.side == "out" and is_due else ""


@dataclass(frozen=True, slots=True)
class Tile:
    """How many tasks stand at one stage, and whose they are; `key` names it in the address."""

    key: str
    words: str | Promise
    number: int
    cities: str

    @property
    def is_warm(self) -> bool:
        return self.key == UNPLANNED and self.number > 0


def tiles(found: Iterable[Line]) -> list[Tile]:
    """The five stages with the cities that inspect there."""
    cities: dict[str, list[str]] = {key: [] for key in TILES}
    for line in found:
        cities[line.stage].append(line.task.inspecting.name.removesuffix("市"))
    return [Tile(key, words, len(cities[key]), listed(cities[key])) for key, words in TILES.items()]


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


@dataclass(frozen=True, slots=True)
class Received:
    """How many findings went to a kind of authority; `key` opens their rows, empty where the reader sees not all."""

    words: str | Promise
    number: int
    key: str


def receivers(found: Iterable[Line], user: User) -> list[Received]:
    """How many findings of the tasks went to emergency bureaus, sector authorities, and each kind of regulator."""
    numbers = _received([line.task.pk for line in found], user)
    rows = [
        Received(receiver.words, numbers[key], "" if numbers[f"{key}_hidden"] else key)
        for key, receiver in RECEIVERS.items()
        if numbers[key]
    ]
    return sorted(rows, key=lambda one: -one.number)


@walls.aside("to what kind of authority findings went, as numbers, for everybody")
def _received(tasks: list[int], user: User) -> dict[str, int]:
    """{kind of authority: findings}, and of these those `hidden` from the reader: one query."""
    hidden = ~Q(pk__in=Finding.objects.visible_to(user).filter(task__in=tasks).values("pk"))
    conditions = {key: receiver.condition for key, receiver in RECEIVERS.items()}
    conditions |= {f"{key}_hidden": condition & hidden for key, condition in conditions.items()}
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return Finding.objects.filter(task__in=tasks).aggregate(**counts)


@walls.aside("how far each pair of cities is, as numbers, for everybody")
def lines(user: User, year: int) -> list[Line]:
    """All tasks of the year's campaign: three queries, whatever their number."""
    tasks = list(_counted(user, year))
    newest: dict[int, PlanVersion] = {}
    for plan in PlanVersion.objects.filter(task__in=tasks).order_by("number"):
        newest[plan.task_id] = plan
    city = own_city(user)
    # The rows of a regulator are those of its place, each of which it opens once it may read forms.
    opens_all = user.role != Role.CITY_EM and user.may(InspectionPermission.INSPECTION_VIEW)
    sides = [side_of(task, city) for task in tasks]
    return [
        Line(task, side, opens_all or bool(side), newest.get(task.pk)) for task, side in zip(tasks, sides, strict=True)
    ]


def _counted(user: User, year: int) -> QuerySet[Task]:
    """The tasks with the numbers of their forms and findings."""
    checked = Q(inspectedenterprises__checked_on__isnull=False)
    return (
        Task.objects.on_board(user)
        .filter(campaign__year=year)
        .select_related("inspecting", "inspected")
        .annotate(
            enterprises=Count("inspectedenterprises", filter=checked, distinct=True),
            chosen=Count("inspectedenterprises", distinct=True),
            insurers=Count("inspectedinsurers", filter=Q(inspectedinsurers__checked_on__isnull=False), distinct=True),
            chosen_insurers=Count("inspectedinsurers", distinct=True),
            found=Count("findings", filter=~Q(findings__state=FindingState.REVOKED), distinct=True),
            handed_over=Count("findings", filter=Q(findings__state__in=HANDED_OVER), distinct=True),
            settled=Count("findings", filter=Q(findings__state=FindingState.SETTLED), distinct=True),
            drafts=Count("inspectedenterprises", filter=Q(inspectedenterprises__state=ItemState.DRAFT), distinct=True)
            + Count("inspectedinsurers", filter=Q(inspectedinsurers__state=ItemState.DRAFT), distinct=True),
            first_day=Min("inspectedenterprises__checked_on"),
            last_day=Max("inspectedenterprises__checked_on"),
        )
        .order_by("annex_no")
    )


def own_city(user: User) -> str | None:
    """The code of the city whose bureau the person belongs to; None for the others."""
    return user.organisation.division_id if user.role == Role.CITY_EM else None


def side_of(task: Task, city: str | None) -> str:
    if city is None:
        return ""
    return "out" if task.inspecting_id == city else "in" if task.inspected_id == city else ""
