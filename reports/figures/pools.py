"""Pools: the rows of one ledger that many figures are made of, read once for all of them.

A figure says which marks its rows carry and what of them is added up; the pool says how. So a hundred figures cost as
many queries as there are pools, over one city or all, and rows behind a figure and the figure itself cannot differ.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.expressions import Combinable, Expression

from campaigns.models import Campaign
from core.plain import Plain
from core.rows import Rows
from reports.choices import REGULATOR_REPORTS
from reports.rules import earlier_month

#: Behind the id of a figure, or the name of a mark: as of a month before the cut-off.
BEFORE: Final = "@before"


@dataclass(frozen=True, slots=True)
class Basis:
    """What all figures of a report rest on: the cut-off day (inclusive) and the campaign's window and sectors."""

    cutoff: date
    starts_on: date
    ends_on: date
    sectors: tuple[str, ...]
    #: Its key, and whether what names no campaign counts in it: that of its year.
    campaign: int
    is_yearly: bool
    #: Of hazards, those that insurers found alone: regulators do not read what departments found (letter 169, G20).
    of_insurers: bool = False

    @property
    def window(self) -> tuple[date, date]:
        """The days of the campaign, both inclusive."""
        return self.starts_on, self.ends_on

    @property
    def month_before(self) -> "Basis":
        """The same as of the same day of the month before."""
        return replace(self, cutoff=earlier_month(self.cutoff))

    @classmethod
    def of(cls, campaign: Campaign, cutoff: date, report: str = "") -> "Basis":
        """What a report of that kind rests on; without one, what all bureaus' reports rest on."""
        return cls(
            cutoff,
            campaign.starts_on,
            campaign.ends_on,
            tuple(campaign.enabled_sectors()),
            campaign.pk,
            campaign.is_yearly,
            of_insurers=report in REGULATOR_REPORTS,
        )


class Cut(StrEnum):
    """By what a pool's rows are cut: each ledger knows some of these."""

    CITY = "city"
    COUNTY = "county"
    SECTOR = "sector"
    INSURER = "insurer"
    MONTH = "month"


class Fold(StrEnum):
    """How the amounts of rows become one number, by the database's word."""

    SUM = "sum"
    LEAST = "min"
    MOST = "max"


Condition = Q | Combinable


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """`rows` are those that count at all; `marks` are conditions on them by name; `keys` tell how they can be cut.

    A row of several keys, such as a firm of several sectors, stands under each. `is_costly`: marks look into other
    ledgers, so the database works each out once a row instead of once a figure. `day` is the column of the day up to the
    cut-off from which rows count, empty where all of them do: so those of an earlier cut-off are among them. Without
    `has_places` its rows lie in no city, though they are told over some.
    """

    rows: Callable[[Basis], Rows]
    keys: Mapping[Cut, str | Combinable]
    marks: Mapping[str, Callable[[Basis], Condition]] = field(default_factory=dict)
    is_costly: bool = False
    day: str = ""
    has_places: bool = True

    def condition(self, mark: str, basis: Basis) -> Condition:
        """What a mark asks of a row; `must@before` as of a month before, `@before` that the row counted then."""
        name, at, _rest = mark.partition(BEFORE)
        asked = basis.month_before if at else basis
        return self.marks[name](asked) if name else Q(**{f"{self.day}__lte": asked.cutoff})

    def rows_of(self, basis: Basis, marks: Iterable[str], cities: Iterable[str] | None = None) -> Rows:
        """The rows that carry all these marks, over some cities or all."""
        rows = self.rows(basis).filter(*[self.condition(mark, basis) for mark in marks])
        return rows if cities is None else rows.filter(**{f"{self.keys[Cut.CITY]}__in": list(cities)})

    def measure(self, basis: Basis, cities: Iterable[str], cut: Cut, wanted: "Iterable[Measure]") -> "Measured":
        """{key: numbers in the order of `wanted`}, in one query; a key without rows is missing."""
        asked = list(wanted)
        marks, totals = _once(m for one in asked for m in one.marks), _once(one.total for one in asked if one.total)
        columns: Plain = {"cut": as_expression(self.keys[cut])}
        columns |= {f"m{n}": as_boolean(self.condition(mark, basis)) for n, mark in enumerate(marks)}
        columns |= {f"t{n}": F(total) for n, total in enumerate(totals)}
        rows = self.rows_of(basis, (), cities).order_by().annotate(**columns).values_list(*columns)
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            return {}
        once = "OFFSET 0" if self.is_costly else ""
        measures = ", ".join(one.sql(marks, totals) for one in asked)
        query = f"SELECT g.cut, {measures} FROM ({sql} {once}) g ({', '.join(columns)}) GROUP BY g.cut"
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return {key: numbers for key, *numbers in cursor.fetchall()}


#: {key: numbers}
Measured = dict[Any, list[Any]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A count of the rows with all `marks`, or what their column `total` comes to."""

    marks: tuple[str, ...]
    total: str = ""
    fold: Fold = Fold.SUM

    def sql(self, marks: list[str], totals: list[str]) -> str:
        """As an aggregate over the columns m0, m1, … and t0, t1, …"""
        what = f"{self.fold}(g.t{totals.index(self.total)})" if self.total else "count(*)"
        kept = " AND ".join(f"g.m{marks.index(mark)}" for mark in self.marks)
        return f"{what} FILTER (WHERE {kept})" if kept else what


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def as_expression(key: str | Combinable) -> Combinable:
    return F(key) if isinstance(key, str) else key


def as_boolean(condition: Condition) -> Expression:
    """A condition as a column."""
    return ExpressionWrapper(condition, output_field=BooleanField())
