"""Figures of the board: cases by authority, subject, measure and age; what was kept in time; fines decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, TextChoices

from core.contributions.tallies import Tally
from core.people import User
from core.plain import Label
from core.views.addresses import address
from dispositions.choices import TOLD, Age, CaseSource, CaseState, StepState, Wait
from dispositions.filters import OPEN
from dispositions.models import Case, Reply, Step
from inspections.choices import Disposition, FindingSubject

LIST: Final = "dispositions:case-list"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the board: a name, open and ended cases, each with the address of its rows."""

    label: Label
    open: int
    closed: int
    query: dict[str, str]

    @property
    def open_url(self) -> str:
        return address(LIST, **self.query, state=OPEN)

    @property
    def all_url(self) -> str:
        return address(LIST, **self.query)

    @property
    def closed_url(self) -> str:
        return address(LIST, **self.query, state=CaseState.CLOSED)

    @property
    def total(self) -> int:
        return self.open + self.closed


#: What is counted, how often, and the address of the cases behind it.
Bar = tuple[Label, int, str]


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows."""

    total: int
    open: int
    closed: int
    late: int
    waits: Sequence[Bar]
    ages: Sequence[Bar]
    by_authority: Sequence[Row]
    by_subject: Sequence[Row]
    by_source: Sequence[Row]
    by_kind: Sequence[Bar]
    fines: int
    fined: Decimal
    due: int
    in_time: int

    @property
    def rate(self) -> float | None:
        """The share of what fell due that was kept in time."""
        return self.in_time / self.due if self.due else None


def board_of(user: User, today: date) -> Board:
    """All figures of the board, in a fixed number of queries."""
    rows = Case.objects.visible_to(user).order_by()
    counts = rows.aggregate(total=Count("pk"), closed=Count("pk", filter=Q(state=CaseState.CLOSED)))
    steps = Step.objects.visible_to(user).order_by()
    fines = steps.filter(kind=Disposition.PENALTY, state__in=TOLD).aggregate(n=Count("pk"), yuan=Sum("amount"))
    due, in_time = kept(steps, today)
    waits = [(wait.label, rows.waiting(wait, today).count(), address(LIST, wait=wait)) for wait in Wait]
    return Board(
        total=counts["total"],
        open=counts["total"] - counts["closed"],
        closed=counts["closed"],
        late=waits[list(Wait).index(Wait.OVERDUE)][1],
        waits=waits,
        ages=[(age.label, rows.aged(age, today).count(), address(LIST, age=age)) for age in Age],
        by_authority=_by(rows, "authority", "authority__name", "authority"),
        by_subject=_by_code(rows, "subject", FindingSubject),
        by_source=_by_code(rows, "source", CaseSource),
        by_kind=_by_kind(steps),
        fines=fines["n"],
        fined=fines["yuan"] or Decimal(0),
        due=due,
        in_time=in_time,
    )


def kept(steps: "QuerySet[Step]", today: date) -> tuple[int, int]:
    """How many deadlines have fallen due or were met, and how many of them in time."""
    dated = steps.filter(state__in=TOLD, due_on__isnull=False)
    replied = Reply.objects.filter(step=OuterRef("pk"), given_on__lte=OuterRef("due_on"))
    in_time = Exists(replied) | Q(state=StepState.DONE, reply__isnull=True, done_on__lte=F("due_on"))
    over = Q(due_on__lt=today) | ~Q(state=StepState.ISSUED)
    counts = dated.filter(over).aggregate(due=Count("pk"), kept=Count("pk", filter=Q(in_time)))
    return counts["due"], counts["kept"]


def _by(rows: "QuerySet[Case]", key: str, name: str, query: str) -> list[Row]:
    found = rows.values(key, name).annotate(n=Count("pk"), ended=Count("pk", filter=Q(state=CaseState.CLOSED)))
    return [
        Row(row[name], row["n"] - row["ended"], row["ended"], {query: str(row[key])})
        for row in found.order_by("-n", name)
    ]


def _by_code(rows: "QuerySet[Case]", field: str, codes: type[TextChoices]) -> list[Row]:
    found = rows.values(field).annotate(n=Count("pk"), ended=Count("pk", filter=Q(state=CaseState.CLOSED)))
    by_code = {row[field]: row for row in found}
    return [
        Row(code.label, by_code[code]["n"] - by_code[code]["ended"], by_code[code]["ended"], {field: code})
        for code in codes
        if code in by_code
    ]


def _by_kind(steps: "QuerySet[Step]") -> list[Bar]:
    """Cases by the measures that were taken in them."""
    found = steps.filter(state__in=TOLD).values("kind").annotate(n=Count("case", distinct=True))
    counts = {row["kind"]: row["n"] for row in found}
    return [(str(kind.label), counts[kind], address(LIST, kind=kind)) for kind in Disposition if kind in counts]


def _open_by_insurer(user: User) -> dict[int, int]:
    """{insurer: open cases about it in the person's sight}"""
    rows = Case.objects.visible_to(user).open().filter(insurer__isnull=False).order_by()
    return dict(rows.values_list("insurer").annotate(n=Count("pk")))


def _cases_of_insurer(insurer: int | None) -> str:
    whom = {"subject": FindingSubject.INSURER.value} if insurer is None else {"insurer": str(insurer)}
    return address(LIST, state=OPEN, **whom)


#: For pages that compare insurers.
OF_INSURERS: Final = Tally(_open_by_insurer, _cases_of_insurer)
