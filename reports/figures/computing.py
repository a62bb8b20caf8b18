"""Numbers of figures: one grouped query for each counted figure, whatever the number of cities."""

from collections.abc import Iterable, Mapping

from reports.figures.base import Basis, Figure, Figures, LedgerFigure
from reports.rules import Number, add_up


def compute(figures: Iterable[Figure], basis: Basis, cities: Iterable[str]) -> tuple[Figures, dict[str, Figures]]:
    """The total, and {city: {figure id: number}}, in the order asked for.

    Counts and sums add up over cities; ratios are those of the sums.
    """
    wanted, places = list(figures), list(cities)
    columns = {part.id: part.by_city(basis, places) for part in _parts_of(wanted)}
    sums: dict[str, Number] = {name: add_up(column.values()) for name, column in columns.items()}
    by_city = {city: _values(wanted, {name: column[city] for name, column in columns.items()}) for city in places}
    return _values(wanted, sums), by_city


def _parts_of(figures: Iterable[Figure]) -> list[LedgerFigure]:
    """The counted figures behind those asked for, parts of ratios included, each once."""
    return list({part.id: part for figure in figures for part in figure.parts}.values())


def _values(figures: Iterable[Figure], numbers: Mapping[str, Number]) -> Figures:
    return {figure.id: figure.value(numbers) for figure in figures}
