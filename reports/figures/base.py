"""What a figure is: one object that page, JSON, workbook and the page of definitions read (contract 5).

A `Basis` fixes the day and the campaign. A figure's queryset holds exactly the rows that make it; grouped by city it
gives the numbers with one query, so that a province costs as many queries as a city.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import get_language

from campaigns.models import Campaign
from core.workbooks.formats import Form
from reports.choices import AnnexTable, ReportKind, Unit
from reports.rules import Number, add_up, money, rate, wan

#: {figure id: number}.
Figures = dict[str, Number]
#: Rows of whichever ledger; what is asked of them is what all ledgers have.
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Basis:
    """What all figures of a report rest on: the cut-off day (inclusive) and the campaign's window and sectors."""

    cutoff: date
    starts_on: date
    ends_on: date
    sectors: tuple[str, ...]
    year: int
    #: Its key, and whether what names no campaign counts in it: that of its year.
    campaign: int | None = None
    is_yearly: bool = True

    @property
    def window(self) -> tuple[date, date]:
        """The days of the campaign, both inclusive."""
        return self.starts_on, self.ends_on

    @classmethod
    def of(cls, campaign: Campaign, cutoff: date) -> "Basis":
        return cls(
            cutoff,
            campaign.starts_on,
            campaign.ends_on,
            tuple(campaign.enabled_sectors()),
            campaign.year,
            campaign.pk,
            campaign.is_yearly,
        )


@dataclass(frozen=True, slots=True)
class AnnexColumn:
    """A column that the figure fills in an annex table; its title is the figure's name unless given."""

    table: AnnexTable
    title: str = ""
    width: float = 10


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
        return self.sentence if (get_language() or "zh").startswith("zh") else self.formula

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
    """Rows of a ledger, counted, or summed over the column `total`; `city` names the column it is grouped by."""

    source: Callable[[Basis], Rows]
    city: str = "city_id"
    total: str = ""

    @property
    def parts(self) -> tuple["LedgerFigure", ...]:
        return (self,)

    def value(self, numbers: Mapping[str, Number]) -> Number:
        return numbers[self.id]

    def rows_of(self, basis: Basis, cities: Iterable[str] | None = None) -> Rows:
        """The rows that make it, over some cities or all."""
        rows = self.source(basis)
        return rows if cities is None else rows.filter(**{f"{self.city}__in": list(cities)})

    def by_city(self, basis: Basis, cities: Iterable[str]) -> dict[str, int | Decimal]:
        """{city: number}; a city without rows has 0."""
        wanted = list(cities)
        measure = Sum(self.total) if self.total else Count("pk")
        grouped = dict(self.rows_of(basis, wanted).order_by().values_list(self.city).annotate(n=measure))
        if self.form == Form.MONEY:
            return {city: money(grouped.get(city)) for city in wanted}
        return {city: int(grouped.get(city) or 0) for city in wanted}


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

    def value(self, numbers: Mapping[str, Number]) -> Number:
        some, whole = (add_up(numbers[one.id] for one in group) for group in (self.some, self.whole))
        return rate(some, whole)
