"""Numbers for many tables of one report: each ledger is read once for each cut, however many tables ask."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from reports.figures import Basis, Cut, Figure, Figures, compute, compute_by


@dataclass(slots=True)
class Counted:
    """What was counted of `figures` over some cities, kept for the tables of one report."""

    figures: Sequence[Figure]
    basis: Basis
    cities: tuple[str, ...]
    whole: Figures | None = None
    cuts: dict[Cut, dict[Any, Figures]] = field(default_factory=dict)

    def total(self) -> Figures:
        if self.whole is None:
            self.whole, _by_city = compute(self.figures, self.basis, self.cities)
        return self.whole

    def by(self, cut: Cut) -> dict[Any, Figures]:
        """Of the figures whose ledgers can be cut so."""
        if cut not in self.cuts:
            able = [one for one in self.figures if all(cut in part.pool.keys for part in one.parts)]
            self.cuts[cut] = compute_by(cut, able, self.basis, self.cities)
        return self.cuts[cut]

    def holds(self, figures: Iterable[Figure], basis: Basis, cities: Iterable[str]) -> bool:
        """Whether it is of this day and place, and knows all these figures."""
        return (basis, tuple(cities)) == (self.basis, self.cities) and set(figures) <= set(self.figures)


_COUNTED: ContextVar[Counted | None] = ContextVar("counted", default=None)


@contextmanager
def counting(figures: Iterable[Figure], basis: Basis, cities: Iterable[str]) -> Iterator[None]:
    """While it is open, these figures are counted once for all tables."""
    token = _COUNTED.set(Counted(list(dict.fromkeys(figures)), basis, tuple(cities)))
    try:
        yield
    finally:
        _COUNTED.reset(token)


def total_of(figures: Sequence[Figure], basis: Basis, cities: Iterable[str]) -> Figures:
    """The figures over the whole place."""
    known, places = _COUNTED.get(), tuple(cities)
    if known is None or not known.holds(figures, basis, places):
        return compute(figures, basis, places)[0]
    whole = known.total()
    return {figure.id: whole[figure.id] for figure in figures}


def cut_of(
    cut: Cut, figures: Sequence[Figure], basis: Basis, cities: Iterable[str], keys: Iterable[str] = ()
) -> dict[Any, Figures]:
    """The figures by key: for `keys` in their order, then for others that have any of them."""
    known, places = _COUNTED.get(), tuple(cities)
    if known is None or not known.holds(figures, basis, places):
        return compute_by(cut, figures, basis, places, keys)
    found = known.by(cut)
    nothing = {figure.id: figure.value({part.id: part.number(None) for part in figure.parts}) for figure in figures}
    wanted = list(keys)
    others = [key for key, line in found.items() if key not in wanted and any(line[f.id] for f in figures)]
    return {key: {f.id: found[key][f.id] for f in figures} if key in found else nothing for key in (*wanted, *others)}
