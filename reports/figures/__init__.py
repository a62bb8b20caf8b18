"""All figures of the contract: one object each, in the contract's order."""

from collections.abc import Mapping
from typing import Final

from core.rows import Rows
from reports.choices import AnnexTable, ReportKind
from reports.figures import campaign, coverage, cross, expenses, hazards, outsourcing, topics
from reports.figures.base import AnnexColumn, Figure, Figures, LedgerFigure, RateFigure
from reports.figures.computing import by_city_of, compute, compute_by
from reports.figures.pools import Basis, Cut

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
#: The counted figures that they are made of; some that rates are made of are printed by no report.
PARTS: Final[Mapping[str, LedgerFigure]] = {part.id: part for figure in FIGURES.values() for part in figure.parts}


def figures_of(*reports: ReportKind) -> tuple[Figure, ...]:
    """The figures that these reports carry, in the contract's order."""
    return tuple(figure for figure in FIGURES.values() if figure.report in reports)


def figures_in(table: AnnexTable) -> tuple[Figure, ...]:
    """The figures that fill columns of an annex table, in the order of the columns."""
    return tuple(figure for figure in FIGURES.values() if figure.column_in(table) is not None)


__all__ = [
    "FIGURES",
    "PARTS",
    "AnnexColumn",
    "Basis",
    "Cut",
    "Figure",
    "Figures",
    "LedgerFigure",
    "RateFigure",
    "Rows",
    "by_city_of",
    "compute",
    "compute_by",
    "figures_in",
    "figures_of",
]
