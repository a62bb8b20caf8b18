"""What a figure is: one object that page, JSON, workbook and the page of definitions read (contract 5).

A figure's queryset holds exactly the rows that make it, and its number is counted from the same conditions
(`pools.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Aggregate, Count, Max, Min, Sum

from core.languages import chosen
from core.rows import Rows
from core.workbooks.formats import Form
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.pools import BEFORE, Basis, Cut, Fold, Measure, Pool
from reports.rules import Number, add_up, money, rate, wan

#: {figure id: number}.
Figures = dict[str, Number]


@dataclass(frozen=True, slots=True)
class AnnexColumn:
    """A column that the figure fills in an annex table; its title is the figure's name unless given.

    Neighbours of one `group` stand under that word.
    """

    table: AnnexTable
    title: str = ""
    width: float = 10
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the contract. This class alone stands for one whose ledger is not built yet: its number is None.

    `sentence` says in official Chinese how it is counted, `formula` is the contract's own sentence.
    """

    id: str
    name: str
    report: ReportKind
    sentence: str
    formula: str
    unit: Unit
    form: Form = Form.COUNT
    columns: tuple[AnnexColumn, ...] = ()

    @property
    def explanation(self) -> str:
        """How it is counted, for a page in the reader's language."""
        return chosen(self.sentence, self.formula)

    @property
    def parts(self) -> tuple["LedgerFigure", ...]:
        """The counted figures that it is made of."""
        return ()

    @property
    def is_built(self) -> bool:
        """Whether its ledger stands."""
        return bool(self.parts)

    @property
    def leading_part(self) -> "LedgerFigure | None":
        """The counted figure whose rows it opens: itself, or the numerator of a rate."""
        return self.parts[0] if self.parts else None

    @property
    def counted_parts(self) -> "tuple[LedgerFigure, ...]":
        """The counted figures that it adds up: itself, or all of the numerator of a rate."""
        return self.parts[:1]

    def value(self, numbers: Mapping[str, Number]) -> Number:
        """Its number, from those of its parts."""
        del numbers
        return None

    def rows(self, basis: Basis, cities: Iterable[str] | None = None) -> Rows | None:
        """The rows that make it, over some cities or all; None for a ledger that is not built yet."""
        part = self.leading_part
        return None if part is None else part.rows_of(basis, cities)

    def column_in(self, table: AnnexTable) -> AnnexColumn | None:
        """The column that it fills in the table, if any."""
        return next((column for column in self.columns if column.table == table), None)

    def in_annex(self, value: Number) -> Number:
        """Its number as annex tables carry it: money in 万元."""
        return wan(value) if self.form == Form.MONEY else value


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFigure(Figure):
    """Rows of a pool that carry all `marks`, counted, or what their column `total` comes to: its sum, unless `fold` says more."""

    pool: Pool
    marks: tuple[str, ...] = ()
    total: str = ""
    fold: Fold = Fold.SUM

    @property
    def parts(self) -> tuple["LedgerFigure", ...]:
        return (self,)

    @property
    def measure(self) -> Measure:
        """What its pool is asked for."""
        return Measure(self.marks, self.total, self.fold)

    @property
    def aggregate(self) -> Aggregate:
        """The same as a query says it."""
        return {Fold.SUM: Sum, Fold.LEAST: Min, Fold.MOST: Max}[self.fold](self.total) if self.total else Count("pk")

    @property
    def city(self) -> str:
        """The column of its rows that says in which city they lie."""
        return str(self.pool.keys[Cut.CITY])

    def value(self, numbers: Mapping[str, Number]) -> Number:
        return numbers[self.id]

    def rows_of(self, basis: Basis, cities: Iterable[str] | None = None) -> Rows:
        """The rows that make it, over some cities or all."""
        return self.pool.rows_of(basis, self.marks, cities)

    @property
    def month_before(self) -> "LedgerFigure":
        """The same as of a month before: rows of the same pool under other marks, so that they are read with it."""
        counted = (BEFORE,) if self.pool.day else ()
        return replace(
            self,
            id=f"{self.id}{BEFORE}",
            name=f"{self.name}（上月同期）",
            sentence=f"以统计截止日的上月同日（该月无此日的，为该月最后一日）为截止日的{self.name}：{self.sentence}",
            formula=f"as of the same day of the month before: {self.formula}",
            marks=(*counted, *(f"{mark}{BEFORE}" for mark in self.marks)),
            columns=(),
        )

    def number(self, found: object) -> Number:
        """What the database found, in the form of the figure; nothing found is 0, and no least or highest of anything."""
        if found is None and self.fold != Fold.SUM:
            return None
        if self.form == Form.MONEY:
            return money(found)  # type: ignore[arg-type]
        return int(found or 0)  # type: ignore[call-overload, no-any-return]

    def gathered(self, numbers: Iterable[Number]) -> Number:
        """Its number over several places, from that of each."""
        if self.fold == Fold.SUM:
            return add_up(numbers)
        known = [one for one in numbers if one is not None]
        return (min if self.fold == Fold.LEAST else max)(known, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFigure(Figure):
    """One figure over another: a ratio of totals, never a mean of ratios."""

    unit: Unit = Unit.RATE
    form: Form = Form.RATE
    part: LedgerFigure
    whole: LedgerFigure

    @property
    def parts(self) -> tuple[LedgerFigure, ...]:
        return (self.part, self.whole)

    def value(self, numbers: Mapping[str, Number]) -> Number:
        return rate(numbers[self.part.id], numbers[self.whole.id])


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRateFigure(Figure):
    """Several counts over several others, such as forms of two ledgers: a ratio of sums."""

    unit: Unit = Unit.RATE
    form: Form = Form.RATE
    some: tuple[LedgerFigure, ...]
    whole: tuple[LedgerFigure, ...]

    @property
    def parts(self) -> tuple[LedgerFigure, ...]:
        return (*self.some, *self.whole)

    @property
    def counted_parts(self) -> tuple[LedgerFigure, ...]:
        return self.some

    def value(self, numbers: Mapping[str, Number]) -> Number:
        some, whole = (add_up(numbers[one.id] for one in group) for group in (self.some, self.whole))
        return rate(some, whole)
