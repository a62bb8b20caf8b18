"""The cities of the province and the pairs of earlier years, as a pairing needs them."""

from collections.abc import Iterable

from accounts.models import Division
from inspections import rules
from inspections.models import PairingRow, PairingTable


def names_of_cities() -> dict[str, str]:
    """Code and name of the eleven cities, in the order of annex 2 of the notice."""
    return dict(Division.objects.cities().order_by("notice_order", "code").values_list("code", "name"))


def earlier_pairs(year: int, lookback: int) -> list[rules.Pair]:
    """The published pairs of so many years before the year."""
    rows = PairingRow.objects.filter(table__in=PairingTable.objects.published())
    found = rows.filter(table__year__range=(year - lookback, year - 1)).order_by("table__year", "annex_no")
    return [row.pair for row in found]


def years_pending(year: int, lookback: int) -> list[int]:
    """Of so many years before the year those that have tables, none of which is published yet."""
    tables = PairingTable.objects.filter(year__range=(year - lookback, year - 1))
    return sorted(set(tables.values_list("year", flat=True)) - set(years_published()))


def years_published() -> list[int]:
    """The years that have a published table."""
    return list(PairingTable.objects.published().values_list("year", flat=True))


def as_texts(pairs: Iterable[rules.Pair]) -> list[str]:
    """Pairs as a table keeps those left out: 330100-330600."""
    return [f"{a}-{b}" for a, b in pairs]


def from_texts(texts: Iterable[str]) -> list[rules.Pair]:
    return [(text[:6], text[7:]) for text in texts]
