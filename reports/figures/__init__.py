"""All figures of the contract that the portal carries: one object each, in the contract's order."""

from collections.abc import Mapping
from typing import Final

from reports.choices import AnnexTable, ReportKind
from reports.figures import campaign, coverage, cross, expenses, hazards
from reports.figures.base import AnnexColumn, Basis, Figure, Figures, LedgerFigure, RateFigure, Rows
from reports.figures.computing import compute

FIGURES: Final[Mapping[str, Figure]] = {
    figure.id: figure for family in (coverage, campaign, hazards, expenses, cross) for figure in family.FIGURES
}


def figures_of(*reports: ReportKind) -> tuple[Figure, ...]:
    """The figures that these reports carry, in the contract's order."""
    return tuple(figure for figure in FIGURES.values() if figure.report in reports)


def figures_in(table: AnnexTable) -> tuple[Figure, ...]:
    """The figures that fill columns of an annex table, in the order of the columns."""
    return tuple(figure for figure in FIGURES.values() if figure.column_in(table) is not None)


__all__ = [
    "FIGURES",
    "AnnexColumn",
    "Basis",
    "Figure",
    "Figures",
    "LedgerFigure",
    "RateFigure",
    "Rows",
    "compute",
    "figures_in",
    "figures_of",
]
