"""Figures of the board: cases by authority, subject, measure and age; what was kept in time; fines decided.

Refused hazards stand beside the cases in numbers of their own, read from `dispositions.refused`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum, TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Organisation
from core.contributions import tallies
from core.languages import chosen
from core.people import User
from core.plain import Label, Plain
from core.touches import Memory
from core.views.addresses import address
from dispositions.choices import TOLD, Age, CaseSource, CaseState, Deadline, Wait
from dispositions.filters import OPEN
from dispositions.models import Case, Reply, Stage, Step
from dispositions.querysets import CaseQuerySet, StepQuerySet, met_in_time, of_age
from dispositions.refused import ALIKE, Tally, tally_of
from dispositions.rules import DEPARTMENTS, side_of
from hazards.choices import EnforcementKind
from hazards.figures.dues import latest_decision
from hazards.permissions import HazardPermission
from inspections.choices import Disposition, FindingSubject
from rulebook.workdays import workdays

LIST: Final = "dispositions:case-list"
REFUSED: Final = "dispositions:refusal-list"


@dataclass(frozen=True, slots=True)
class Explained:
    """How a number of the board is counted: `sentence` in official Chinese, `formula` for pages in English."""

    id: str
    name: Label
    sentence: str
    formula: str

    @property
    def explanation(self) -> str:
        """The sentence in the reader's language."""
        return chosen(self.sentence, self.formula)


#: Every number of the board, in the order of the page.
EXPLAINED: Final = (
    Explained(
        "dispositions.cases",
        gettext_lazy("Cases"),
        "查看人有权查看的全部处置案件，含在办和已办结；按机关、对象、来源的各行分别按承办机关、处置对象、案件来源计。",
        "All cases that the reader may read, open and ended; the rows by authority, subject and origin count the same.",
    ),
    Explained(
        "dispositions.open",
        gettext_lazy("All that are open"),
        "状态为待办理或者办理中的案件；与已办结之和等于案件总数。",
        "Cases to be handled or being handled; with those that ended they add up to all.",
    ),
    Explained(
        "dispositions.overdue",
        pgettext_lazy("disposition", "Overdue"),
        "在办案件中，至少有一项已下达的措施期限早于今天且对方尚未答复、未登记完成，或者有行政处罚自决定之日起 7 个工作日内"
        "未公示、至今仍未公示的案件。拒不整改隐患为有罚款或者停产停业决定逾 7 个工作日未公示、至今仍未公示的，已销号的也计。",
        "Open cases with at least one issued measure whose day lies before today, neither answered nor done, or with a "
        "penalty that was not made public within 7 working days of its decision and still is not. Refused hazards, closed "
        "ones too, count by such a fine or stop alone.",
    ),
    Explained(
        "dispositions.kept",
        gettext_lazy("Deadlines kept"),
        "按期项数 ÷ 到期或者已了结的有期限措施项数。责令限期改正、纠正以期限内答复且予以采信，或者期限内登记完成为按期；"
        "期限内已答复、尚待审阅的不计入分子和分母；其他措施以期限内答复为按期。延期经同意的按延期后的期限计。",
        "Measures kept ÷ measures with a deadline that fell due or were met. What orders a correction is kept by an answer in "
        "time that was accepted, or by being done in time; an answer in time that waits to be looked at counts neither way. "
        "Other measures are kept by an answer in time. Time that was granted counts.",
    ),
    Explained(
        "dispositions.fined",
        gettext_lazy("Fine (yuan)"),
        "经复核人同意的行政处罚决定的罚款金额之和，元；件数为处罚决定数。待复核和已撤销立案的不计。",
        "The sum of the fines of penalty decisions that a second person agreed to, in yuan, and the number of decisions.",
    ),
    Explained(
        "dispositions.refused",
        gettext_lazy("Refused hazards"),
        "已报告的拒不整改隐患，按次计；在办为隐患处于已报告、已受理、执法中且为最近一次报告的，其余为已办结。"
        "同一次可以报告几个机关，按机关各行之和可以大于总数。",
        "Reported refusals to rectify; open are those whose hazard is reported, accepted or under enforcement, by the latest "
        "report. One may be reported to several authorities, so that their rows may add up to more than the total.",
    ),
    Explained(
        "dispositions.refused-fined",
        gettext_lazy("Fines on refused hazards (yuan)"),
        "对拒不整改隐患登记的罚款金额之和，元；件数为罚款次数。",
        "The sum of the fines entered on refused hazards, in yuan, and how many there were.",
    ),
    Explained(
        "dispositions.measures",
        gettext_lazy("Measure"),
        "作出过该措施（已下达、已答复或者已完成）或者以其办结的案件数；一件案件有几种措施的，各计一次。",
        "Cases in which the measure was taken, or that ended by it; a case with several kinds counts once for each.",
    ),
    Explained(
        "dispositions.waits",
        pgettext_lazy("disposition", "Waits for"),
        "在办案件中，有措施待复核人审批、有答复待审阅、有措施已过期限、有措施未到期限待对方答复的案件数；一件案件可以计入几行。",
        "Open cases with a measure for the second person, an answer to look at, a day that has passed, a day still to come; a "
        "case may count in several rows.",
    ),
    Explained(
        "dispositions.age",
        gettext_lazy("Open for"),
        "在办案件自登记之日（拒不整改隐患自报告之日）至今天的天数：30 日以内、31 至 90 日、90 日以上。",
        "Days from the opening of an open case, or from the report of a refused hazard, to today.",
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the board: a name, open and ended cases, refused hazards, each with the address of its rows.

    `holds_cases`: whether there can be cases; `refused_query` is None where there can be no refused hazards.
    """

    label: Label
    open: int
    closed: int
    query: dict[str, str]
    refused: int = 0
    refused_query: dict[str, str] | None = None
    holds_cases: bool = True

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

    @property
    def refused_url(self) -> str:
        return "" if self.refused_query is None else address(REFUSED, **self.refused_query)


@dataclass(frozen=True, slots=True)
class Bar:
    """How many cases, and refused hazards, each with the address of its rows; no address where there can be none."""

    label: Label
    count: int
    url: str
    refused: int = 0
    refused_url: str = ""


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
    refused: Tally
    shows_refused: bool

    @property
    def rate(self) -> float | None:
        """The share of what fell due that was kept in time."""
        return self.in_time / self.due if self.due else None


def board_of(user: User, today: date) -> Board:
    """All figures of the board, in a fixed number of queries; the numbers are kept until one of their rows is written to."""
    rows, steps = Case.objects.visible_to(user).order_by(), Step.objects.visible_to(user).order_by()
    memory = Memory()
    fined_by = latest_decision(today, workdays())
    name, tables = f"board {today} {fined_by}", (Step, Reply, Stage)
    held = memory.kept(rows, name, lambda: numbers_of(rows, steps, today, fined_by), tables)
    refused = tally_of(user, today, fined_by, memory)
    waits = [_waiting(wait, n, refused) for wait, n in zip(Wait, held["waits"], strict=True)]
    return Board(
        total=held["total"],
        open=held["total"] - held["closed"],
        closed=held["closed"],
        late=waits[list(Wait).index(Wait.OVERDUE)].count,
        waits=waits,
        ages=_ages(held["ages"], refused),
        by_authority=_with_bodies(_of_authorities(held["authority"]), refused),
        by_subject=_by_code(held["subject"], "subject", FindingSubject, {FindingSubject.ENTERPRISE: refused.total}),
        by_source=_by_code(held["source"], "source", CaseSource, {CaseSource.REFUSAL: refused.total}),
        by_kind=_by_kind(held["kinds"], refused),
        fines=held["fines"],
        fined=Decimal(held["fined"]),
        due=held["due"],
        in_time=held["in_time"],
        refused=refused,
        shows_refused=user.may(HazardPermission.HAZARD_CASE_VIEW),
    )


def numbers_of(rows: "CaseQuerySet[Case]", steps: "StepQuerySet[Step]", today: date, fined_by: date) -> Plain:
    """The numbers of cases as the cache can keep them: counts, lists of counts, yuan as text."""
    ages = {f"age{age}": Count("pk", filter=of_age(age, today)) for age in Age}
    counts = rows.aggregate(total=Count("pk"), closed=Count("pk", filter=Q(state=CaseState.CLOSED)), **ages)
    fines = steps.filter(kind=Disposition.PENALTY, state__in=TOLD).aggregate(n=Count("pk"), yuan=Sum("amount"))
    due, in_time = kept(steps, today)
    kinds = steps.filter(state__in=TOLD).values_list("kind").annotate(n=Count("case", distinct=True))
    return {
        "total": counts["total"],
        "closed": counts["closed"],
        "ages": [counts[f"age{age}"] for age in Age],
        "waits": [rows.waiting(wait, today, fined_by).count() for wait in Wait],
        **{column: _grouped(rows, column) for column in ("authority", "subject", "source")},
        "kinds": {**dict(kinds), **_unfounded(rows)},
        "fines": fines["n"],
        "fined": str(fines["yuan"] or 0),
        "due": due,
        "in_time": in_time,
    }


def _unfounded(rows: "QuerySet[Case]") -> dict[str, int]:
    """Ends without a measure: a case that was found to be none."""
    n = rows.filter(outcome=Disposition.UNFOUNDED).count()
    return {Disposition.UNFOUNDED.value: n} if n else {}


def _grouped(rows: "QuerySet[Case]", column: str) -> list[list[Any]]:
    """[value, open, ended] for each value of a column, the most first."""
    found = rows.values_list(column).annotate(n=Count("pk"), ended=Count("pk", filter=Q(state=CaseState.CLOSED)))
    return [[value, n - ended, ended] for value, n, ended in found.order_by("-n", column)]


def _waiting(wait: Wait, count: int, refused: Tally) -> Bar:
    """Of refused hazards penalties that were not made public in time are told alone."""
    url = address(LIST, wait=wait)
    if wait != Wait.OVERDUE:
        return Bar(wait.label, count, url)
    return Bar(wait.label, count, url, refused.late, address(REFUSED, wait=wait))


def _ages(counts: Sequence[int], refused: Tally) -> list[Bar]:
    """Open cases and refusals in hand, by how long."""
    return [
        Bar(age.label, count, address(LIST, age=age), beside, address(REFUSED, age=age))
        for age, count, beside in zip(Age, counts, refused.ages, strict=True)
    ]


def _with_bodies(rows: list[Row], refused: Tally) -> list[Row]:
    """The authorities of cases with the refusals that were reported to them, and the other bodies that have some."""
    told = {str(body): (name, n) for body, name, n, _open in refused.by_authority}
    found = [
        replace(row, refused=told.pop(row.query["authority"], ("", 0))[1], refused_query=row.query) for row in rows
    ]
    for body, (name, n) in told.items():
        query = {"authority": body}
        found.append(Row(name, 0, 0, query, n, query))
    return found


def kept(steps: "StepQuerySet[Step]", today: date) -> tuple[int, int]:
    """How many deadlines have fallen due or were met, and how many of them in time; the list of measures opens both."""
    due = steps.by_deadline(Deadline.DUE, today)
    counts = due.aggregate(due=Count("pk"), kept=Count("pk", filter=met_in_time()))
    return counts["due"], counts["kept"]


def _of_authorities(found: Sequence[Sequence[int]]) -> list[Row]:
    """A row for each authority, by its name of today."""
    names = dict(Organisation.objects.filter(pk__in=[key for key, *_counts in found]).values_list("pk", "name"))
    return [Row(names[key], opened, ended, {"authority": str(key)}) for key, opened, ended in found]


def _by_code(
    found: Sequence[Sequence[Any]], field: str, codes: type[TextChoices], refused: Mapping[str, int]
) -> list[Row]:
    """Cases by a column; `refused` says which of its codes refused hazards are counted under."""
    by_code = {code: (opened, ended) for code, opened, ended in found}
    return [
        Row(
            code.label,
            *by_code.get(code.value, (0, 0)),
            {field: code},
            refused.get(code, 0),
            _beside(field, code),
            holds_cases=code != CaseSource.REFUSAL,
        )
        for code in codes
        if code.value in by_code or refused.get(code)
    ]


def _beside(field: str, code: str) -> dict[str, str] | None:
    """The filters of the list of refused hazards: all of them have one origin."""
    if field == "source":
        return {} if code == CaseSource.REFUSAL else None
    return {field: code}


def _by_kind(counts: Mapping[str, int], refused: Tally) -> list[Bar]:
    """Cases and refusals by the measures that were taken in them; a measure has one word in both."""
    left = dict(refused.by_kind)
    bars = []
    for kind in Disposition:
        alike = ALIKE.get(kind)
        n = left.pop(alike, 0) if alike else 0
        if kind.value in counts or n:
            url = address(REFUSED, kind=alike) if alike else ""
            bars.append(Bar(str(kind.label), counts.get(kind.value, 0), address(LIST, kind=kind), n, url))
    return bars + [
        Bar(str(EnforcementKind(kind).label), 0, "", n, address(REFUSED, kind=kind)) for kind, n in left.items()
    ]


def _open_by_insurer(user: User) -> dict[int, int] | None:
    """{insurer: open cases about it in the person's sight}; None for departments, who do not see such cases (G20)."""
    if side_of(user.role) in DEPARTMENTS:
        return None
    rows = Case.objects.visible_to(user).open().filter(insurer__isnull=False).order_by()
    return dict(rows.values_list("insurer").annotate(n=Count("pk")))


def _cases_of_insurer(insurer: int | None) -> str:
    whom = {"subject": FindingSubject.INSURER.value} if insurer is None else {"insurer": str(insurer)}
    return address(LIST, state=OPEN, **whom)


#: For pages that compare insurers.
OF_INSURERS: Final = tallies.Tally(_open_by_insurer, _cases_of_insurer)
