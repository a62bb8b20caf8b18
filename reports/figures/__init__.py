"""All figures of the contract: one object each, in the contract's order."""

from collections.abc import Iterable, Mapping
from typing import Final

from core.rows import Rows
from reports.choices import AnnexTable, ReportKind
from reports.figures import campaign, coverage, cross, expenses, hazards, outsourcing, terms, topics
from reports.figures.base import AnnexColumn, Figure, Figures, LedgerFigure, RateFigure
from reports.figures.computing import by_city_of, compute, compute_by
from reports.figures.pools import BEFORE, Basis, Cut
from reports.rules import Number

_IN_ORDER: Final[tuple[tuple[Figure, ...], ...]] = (
    coverage.FIGURES,
    campaign.FIGURES,
    hazards.FIGURES,
    expenses.FIGURES,
    cross.FIGURES,
    hazards.RATES,
    (campaign.SIGNED_RATE,),
    expenses.BUDGETS,
    (cross.COMPLETION_RATE,),
    campaign.REACH,
    topics.FIGURES,
    outsourcing.FIGURES,
)
FIGURES: Final[Mapping[str, Figure]] = {figure.id: figure for family in _IN_ORDER for figure in family}
#: {figure: its count of a month before}, of those that texts compare.
EARLIER: Final[Mapping[str, LedgerFigure]] = {
    one.id: one.month_before
    for one in (
        coverage.INSURED_OF_MUST,
        coverage.NOT_INSURED,
        campaign.ASSISTED_UNITS,
        *campaign.COMPARED,
        hazards.MAJOR_HAZARDS,
    )
}
#: Our own ones, which texts name beside those of the contract; no answer to a command carries them.
FURTHER: Final[Mapping[str, LedgerFigure]] = {one.id: one for one in (*terms.OF_COVER, *terms.OF_INSURERS)}
#: What texts name.
TOLD: Final[Mapping[str, Figure]] = {**FIGURES, **FURTHER}
#: The counted figures that they are made of; some that rates are made of are printed by no report.
PARTS: Final[Mapping[str, LedgerFigure]] = {
    part.id: part for figure in (*TOLD.values(), *EARLIER.values()) for part in figure.parts
}

#: All of them by id, those that reports print and those that they do not.
NAMED: Final[Mapping[str, Figure]] = {**PARTS, **FIGURES}


def figures_of(*reports: ReportKind) -> tuple[Figure, ...]:
    """The figures that these reports carry, in the contract's order."""
    return tuple(figure for figure in FIGURES.values() if figure.report in reports)


def earlier_of(figures: Iterable[Figure], basis: Basis) -> tuple[LedgerFigure, ...]:
    """Of some figures the counts of a month before that texts compare; none where the campaign had not begun by then."""
    if basis.month_before.cutoff < basis.starts_on:
        return ()
    return tuple(EARLIER[figure.id] for figure in figures if figure.id in EARLIER)


def as_before(figures: Iterable[Figure], numbers: Mapping[str, Number]) -> Figures:
    """{figure: its number of a month before}, from the numbers of `earlier_of`; what was not counted is unknown."""
    return {figure.id: numbers.get(EARLIER[figure.id].id) for figure in figures if figure.id in EARLIER}


def figures_in(table: AnnexTable) -> tuple[Figure, ...]:
    """The figures that fill columns of an annex table, in the order of the columns."""
    return tuple(figure for figure in FIGURES.values() if figure.column_in(table) is not None)


__all__ = [
    "BEFORE",
    "EARLIER",
    "FIGURES",
    "FURTHER",
    "NAMED",
    "PARTS",
    "TOLD",
    "AnnexColumn",
    "Basis",
    "Cut",
    "Figure",
    "Figures",
    "LedgerFigure",
    "RateFigure",
    "Rows",
    "as_before",
    "by_city_of",
    "compute",
    "compute_by",
    "earlier_of",
    "figures_in",
    "figures_of",
]
