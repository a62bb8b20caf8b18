"""Promised against done: what plans promise, what was done of it, what is late, what was done outside (N8, N12, N42).

The rows come from two views of the database; here are their sums by group, and the count of the whole province, which
one job writes down so that pages of all cities need not count 150,000 services each time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, TypedDict

from django.db.models import Aggregate, Count, Exists, F, Max, Model, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from accounts.models import Organisation, User
from accounts.scope import scope_for
from core import walls
from core.choices import JobState
from core.models import Job
from core.touches import Memory
from enterprises.models import Enterprise
from insurers.activities.models import Activity
from insurers.plans.models import PlanItem, ServicePlan
from insurers.plans.querysets import PlanQuerySet
from insurers.policies.models import Policy
from insurers.policies.querysets import PolicyQuerySet
from insurers.promises.models import OutsideService, PromisedCell, PromisedRow

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

JOB_KIND: Final = "promised"

VIEWS: Final = ("promises_promised", "promises_outside")

#: What the views read.
TABLES: Final = tuple(model._meta.db_table for model in (Enterprise, Activity, ServicePlan, PlanItem))

#: How numbers may be grouped, with the columns that say which group and how it is called.
GROUPS: Final[dict[str, tuple[str, str]]] = {
    "insurer": ("insurer_id", "insurer__name"),
    "city": ("city_id", "city__name"),
    "county": ("county_id", "county__name"),
    "sector": ("sector", "sector"),
    "kind": ("kind", "kind"),
    "plan": ("plan_id", "plan__plan_no"),
    "policy": ("policy_id", "policy__policy_no"),
}

#: Where the rank of a place in annex 2 stands.
PLACE_ORDER: Final = {"city": "city__notice_order", "county": "county__parent__notice_order"}

#: Groups that the count of the province knows.
CELL_GROUPS: Final = frozenset({"insurer", "city", "sector", "kind"})


@dataclass(frozen=True, slots=True)
class Frame:
    """The month looked at (its first day) and today; from them come the limits of due and late."""

    month: date
    today: date

    @property
    def limit(self) -> date:
        """What is due before this day and not done is late."""
        return self.today if self.month == self.today.replace(day=1) else min(self.month, self.today)

    @property
    def of_month(self) -> Q:
        """Promises of the month."""
        return Q(month=self.month)

    @property
    def due(self) -> Q:
        """Promises of the month that may still be kept in time."""
        return Q(month=self.month, due_on__gte=self.limit, done__lt=F("times"))

    @property
    def late(self) -> Q:
        """Promises that were not kept in time and are not kept yet."""
        return Q(due_on__lt=self.limit, done__lt=F("times"))

    @property
    def so_far(self) -> Q:
        """Promises up to the end of the month."""
        return Q(month__lte=self.month)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of services of one group: promised in the month, of these not done yet, late; all up to the month."""

    key: int | str | None
    name: str
    month: int = 0
    due: int = 0
    late: int = 0
    so_far: int = 0
    done: int = 0
    outside: int = 0

    @property
    def rate(self) -> Decimal | None:
        """履约率: done of what was promised up to the month, four decimals, HALF_UP; None over nothing."""
        if not self.so_far:
            return None
        return (Decimal(self.done) / self.so_far).quantize(Decimal("0.0001"), ROUND_HALF_UP)


#: What a number of the sums counts of each promise behind it, by the standing of these promises: times, not rows.
COUNTED: Final[dict[str, F | Combinable]] = {
    "month": F("times"),
    "due": F("times") - F("done"),
    "late": F("times") - F("done"),
    "so-far": F("times"),
    "done": F("done"),
}


class Counted(TypedDict):
    """What `with_counted` adds to a promise."""

    counted: int


def with_counted(rows: QuerySet[PromisedRow], standing: str) -> "QuerySet[WithAnnotations[PromisedRow, Counted]]":
    """The promises with `counted`: how many times each adds to the number of this standing."""
    return rows.annotate(counted=COUNTED.get(standing, F("times")))


def counted_in(rows: QuerySet[Model]) -> int:
    """The number that stands over promises with `counted`."""
    total: int | None = rows.order_by().aggregate(total=Sum("counted"))["total"]
    return total or 0


def measures(frame: Frame) -> dict[str, Coalesce]:
    left = F("times") - F("done")

    def total(expression: str | Combinable, rows: Q) -> Coalesce:
        return Coalesce(Sum(expression, filter=rows), 0)

    return {
        "n_month": total("times", frame.of_month),
        "n_due": total(left, frame.due),
        "n_late": total(left, frame.late),
        "n_so_far": total("times", frame.so_far),
        "n_done": total("done", frame.so_far),
    }


def promised_of(user: User) -> QuerySet[PromisedRow]:
    """The promises in a person's place."""
    rows: QuerySet[PromisedRow] = PromisedRow.objects.visible_to(user)
    return rows


def outside_of(user: User, frame: Frame | None = None) -> QuerySet[OutsideService]:
    """The services outside any plan in a person's place, of all time or up to the end of the frame's month."""
    rows: QuerySet[OutsideService] = OutsideService.objects.visible_to(user)
    return rows if frame is None else rows.filter(month__lte=frame.month)


def numbers_by(group: str, rows: QuerySet[Model], outside: QuerySet[Model], frame: Frame) -> list[Numbers]:
    """The numbers of each group, in the order of its keys, places in the order of annex 2: two queries.

    `rows` may be those of the views or cells.
    """
    key, name = GROUPS[group]
    rank = PLACE_ORDER.get(group)
    columns = (key, name, rank) if rank else (key, name)
    found: dict[int | str | None, Numbers] = {}
    ranks: dict[int | str | None, int] = {}
    for row in rows.order_by().values(*columns).annotate(**measures(frame)):
        counted = (row["n_month"], row["n_due"], row["n_late"], row["n_so_far"], row["n_done"])
        found[row[key]] = Numbers(row[key], row[name], *counted)
        ranks[row[key]] = row[rank] if rank else 0
    for row in outside.order_by().values(*columns).annotate(services=_services(outside)):
        if row["services"]:
            known = found.get(row[key], Numbers(row[key], row[name] or ""))
            found[row[key]] = replace(known, outside=row["services"])
            ranks[row[key]] = row[rank] if rank else 0
    return sorted(found.values(), key=lambda numbers: (ranks[numbers.key], str(numbers.key)))


def _services(outside: QuerySet[Model]) -> Aggregate:
    return Sum("outside") if outside.model is PromisedCell else Count("pk")


def total_of(rows: Iterable[Numbers], name: str) -> Numbers:
    """The sum of several groups."""
    total = Numbers(None, name)
    for row in rows:
        total = Numbers(
            None,
            name,
            total.month + row.month,
            total.due + row.due,
            total.late + row.late,
            total.so_far + row.so_far,
            total.done + row.done,
            total.outside + row.outside,
        )
    return total


def sums_are_counted(user: User) -> bool:
    """Whether the person looks at many cities at once: their sums are counted by the job."""
    scope = scope_for(user)
    return scope.everything or scope.outside_city is not None


@walls.aside("whether the province was counted since the last write, by whoever asked for it")
def is_counted() -> bool:
    """Whether the last count of the province still holds: nothing that it rests on has been written to since."""
    last = Job.objects.filter(kind=JOB_KIND, state=JobState.DONE).order_by("-pk").values_list("result", flat=True)
    result = last.first()
    return result is not None and result.get("marks") == marks()


def marks(memory: Memory | None = None) -> dict[str, int]:
    """{table: number of writes} of all that promises and services rest on: it names one state of them."""
    written = (memory or Memory()).marks
    return {table: int(written[table][0]) for table in TABLES if table in written}


def counted_cells(user: User) -> QuerySet[PromisedCell] | None:
    """The cells in the sight of who looks at many cities, where their count still holds; None for all others."""
    if not sums_are_counted(user) or not is_counted():
        return None
    cells: QuerySet[PromisedCell] = PromisedCell.objects.visible_to(user)
    return cells


def kept_by_insurer(user: User, frame: Frame, memory: Memory) -> list[Numbers]:
    """The numbers of each insurer in a person's place, remembered until one of the ledgers is written to."""
    cells = counted_cells(user)
    rows: QuerySet[Model] = promised_of(user) if cells is None else cells
    outside: QuerySet[Model] = outside_of(user, frame) if cells is None else cells.filter(month__lte=frame.month)
    kept = memory.kept(
        rows,
        f"insurers {frame}",
        lambda: [asdict(row) for row in numbers_by("insurer", rows, outside, frame)],
        (Organisation, outside.model),
    )
    return [Numbers(**row) for row in kept]


class KeptThere(TypedDict):
    """What an insurer promised and did in a city up to the end of a month, as the last count of the province has it."""

    month: str
    insurer: int
    name: str
    city: str
    so_far: int
    done: int


@walls.aside("the sums of the whole province, which its count keeps")
def kept_in_cells(month: date) -> list[KeptThere]:
    """The sums of all insurers and cities up to the end of the month."""
    rows = PromisedCell.objects.filter(month__lte=month).order_by().values("insurer_id", "insurer__name", "city_id")
    found = rows.annotate(n_so_far=Sum("times"), n_done=Sum("done")).order_by("insurer_id", "city_id")
    return [
        KeptThere(
            month=month.isoformat(),
            insurer=row["insurer_id"],
            name=row["insurer__name"],
            city=str(row["city_id"]),
            so_far=row["n_so_far"],
            done=row["n_done"],
        )
        for row in found
    ]


@walls.aside("the last count of the province, whoever asked for it")
def _last_sums(month: date, memory: Memory) -> list[KeptThere] | None:
    result = Job.objects.filter(kind=JOB_KIND, state=JobState.DONE).order_by("-pk").values_list("result", flat=True)
    last = result.first() or {}
    rows: list[KeptThere] = last.get("kept", [])
    is_current = last.get("marks") == marks(memory) and all(row["month"] == month.isoformat() for row in rows)
    return rows if is_current and "kept" in last else None


def counted_by_insurer(user: User, month: date, memory: Memory) -> list[Numbers] | None:
    """The numbers of each insurer in the cities of who looks at many, kept with their count: one short query.

    None where the ledgers were written to since, so that the lists behind would have other rows.
    """
    scope, rows = scope_for(user), _last_sums(month, memory)
    if rows is None or not sums_are_counted(user):
        return None
    found: dict[int, Numbers] = {}
    for row in rows:
        if scope.everything or row["city"] != scope.outside_city:
            known = found.get(row["insurer"], Numbers(row["insurer"], row["name"]))
            so_far, done = known.so_far + row["so_far"], known.done + row["done"]
            found[row["insurer"]] = replace(known, so_far=so_far, done=done)
    return list(found.values())


@walls.aside("when the province was counted last")
def counted_at() -> datetime | None:
    """When the province was counted last; None before the first time."""
    last: datetime | None = PromisedCell.objects.aggregate(last=Max("counted_at"))["last"]
    return last


#: The count: sums of both views. A cell of services outside a plan has no promise, and the other way round.
COUNT: Final = """
SELECT insurer_id, city_code, sector, kind, campaign_assist, month, due_on, sum(times) AS times, sum(done) AS done,
       0 AS outside
FROM promises_promised GROUP BY 1, 2, 3, 4, 5, 6, 7
UNION ALL
SELECT insurer_id, city_code, sector, kind, campaign_assist, month, month, 0, 0, count(*)
FROM promises_outside GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


class OfKind(TypedDict):
    """What was promised and done of one service in one month."""

    month: date
    kind: str
    n_times: int
    n_done: int


def by_month(rows: QuerySet[PromisedRow], first: date, last: date) -> Mapping[date, list[OfKind]]:
    """For each month of the calendar the kinds with what was promised and done: one query."""
    kinds: QuerySet[PromisedRow, OfKind] = (
        rows.filter(month__gte=first, month__lte=last)
        .order_by()
        .values("month", "kind")
        .annotate(n_times=Sum("times"), n_done=Sum("done"))
        .order_by("month", "kind")
    )
    found: dict[date, list[OfKind]] = {}
    for row in kinds:
        found.setdefault(row["month"], []).append(row)
    return found


def lacking_assistance(policies: PolicyQuerySet[Policy], since: date, today: date) -> QuerySet[Policy]:
    """Units in force on the day without campaign assistance by any insurer since the day: one policy for each (N4).

    Where a unit holds several policies of one insurer the latest stands for it. The assisted are looked up in a set: a
    join becomes a loop over all of them for each policy where the planner expects few, which it does behind the walls.
    """
    of_year = Q(campaign=None) | Q(campaign__is_yearly=True)  # what names a campaign beside counts there alone
    helped = Activity.objects.countable(today).filter(of_year, campaign_assist=True, start_on__gte=since)
    later = Policy.objects.in_force(today).filter(
        enterprise=OuterRef("enterprise"), insurer=OuterRef("insurer"), pk__gt=OuterRef("pk")
    )
    return policies.in_force(today).filter(~Q(enterprise__in=helped.values("enterprise")), ~Exists(later))


class Signed(TypedDict):
    """What `insured_units` adds to a policy."""

    signed: bool


def insured_units(
    policies: PolicyQuerySet[Policy], plans: PlanQuerySet[ServicePlan], today: date
) -> "QuerySet[WithAnnotations[Policy, Signed]]":
    """Each enterprise insured on the day once, by its latest policy; `signed`: one of the plans holds on the day."""
    held = policies.in_force(today)
    holding = plans.promising().filter(enterprise=OuterRef("enterprise"), start_on__lte=today, end_on__gte=today)
    later = held.filter(enterprise=OuterRef("enterprise"), pk__gt=OuterRef("pk"))
    return held.filter(~Exists(later)).annotate(signed=Exists(holding))
