"""Numbers of figures: one query for each pool behind them, whatever the number of figures and of cities."""

from collections.abc import Iterable, Mapping
from typing import Any

from reports.figures.base import Figure, Figures, LedgerFigure
from reports.figures.pools import Basis, Cut, Pool
from reports.rules import Number


def compute(figures: Iterable[Figure], basis: Basis, cities: Iterable[str]) -> tuple[Figures, dict[str, Figures]]:
    """The total, and {city: {figure id: number}}, in the order asked for.

    Counts and sums add up over cities; ratios are those of the sums.
    """
    wanted, places = list(figures), list(cities)
    return by_city_of(wanted, _columns(wanted, basis, places, Cut.CITY), places)


def by_city_of(
    figures: Iterable[Figure], columns: Mapping[str, Mapping[Any, Number]], cities: Iterable[str]
) -> tuple[Figures, dict[str, Figures]]:
    """The same from what was counted already: {id of a counted figure: {city: number}}."""
    wanted = list(figures)
    parts = {part.id: part for figure in wanted for part in figure.parts}
    sums = {name: part.gathered([part.number(None), *columns.get(name, {}).values()]) for name, part in parts.items()}
    by_city = {city: _values(wanted, _at(columns, city, wanted)) for city in cities}
    return _values(wanted, sums), by_city


def compute_by(
    cut: Cut, figures: Iterable[Figure], basis: Basis, cities: Iterable[str], keys: Iterable[str] = ()
) -> dict[Any, Figures]:
    """{key: {figure id: number}} of some cities' rows: for `keys` in their order, then for others that have any.

    Keys are codes or the first days of months. All figures must rest on ledgers that can be cut so.
    """
    wanted = list(figures)
    columns = _columns(wanted, basis, list(cities), cut)
    found = dict.fromkeys([*keys, *sorted({key for column in columns.values() for key in column if key is not None})])
    return {key: _values(wanted, _at(columns, key, wanted)) for key in found}


def _columns(figures: list[Figure], basis: Basis, cities: list[str], cut: Cut) -> dict[str, dict[Any, Number]]:
    """{id of a counted figure: {key: number}}."""
    columns: dict[str, dict[Any, Number]] = {}
    for pool, parts in _by_pool(figures).items():
        found = pool.measure(basis, cities, cut, [part.measure for part in parts])
        for place, part in enumerate(parts):
            columns[part.id] = {key: part.number(numbers[place]) for key, numbers in found.items()}
    return columns


def _by_pool(figures: Iterable[Figure]) -> dict[Pool, list[LedgerFigure]]:
    """The counted figures behind those asked for, parts of ratios included, each once."""
    pools: dict[Pool, list[LedgerFigure]] = {}
    for part in {part.id: part for figure in figures for part in figure.parts}.values():
        pools.setdefault(part.pool, []).append(part)
    return pools


def _at(columns: Mapping[str, Mapping[Any, Number]], key: object, figures: Iterable[Figure]) -> dict[str, Number]:
    """The numbers of one key; a part without rows there is nothing in its own form."""
    parts = {part.id: part for figure in figures for part in figure.parts}
    return {name: columns.get(name, {}).get(key, part.number(None)) for name, part in parts.items()}


def _values(figures: Iterable[Figure], numbers: Mapping[str, Number]) -> Figures:
    return {figure.id: figure.value(numbers) for figure in figures}
