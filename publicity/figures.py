"""Figures: those that may go on the public page, and the rows of annex table 11.

The public page shows figures of the reports, which lie above: the room that has them registers a source here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final, NamedTuple

from publicity.choices import PublicityChannel, PublicityKind, PublicityLevel
from publicity.models import PublicityItem

LISTS: Final = {"kind": PublicityKind, "channel": PublicityChannel, "level": PublicityLevel}
#: Annex table 11 宣传报道及典型案例表 (domain.md 7.2): its columns.
ANNEX_COLUMNS: Final = ("标题", "类型", "媒体", "日期", "报送单位")


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A figure as the page prints it: `note` says how it is counted, `value` has its separators."""

    id: str
    name: str
    value: str
    unit: str
    note: str

    def content(self) -> dict[str, str]:
        return asdict(self)


Source = Callable[[date], Sequence[PublicFigure]]
_sources: Final[list[Source]] = []


def register_source(source: Source) -> None:
    """Let the page choose among the figures that `source` counts on a day; the last call counts."""
    _sources[:] = [source]


def figures_on(day: date) -> dict[str, PublicFigure]:
    """The figures that may be published, as they stand on the day, by their ids."""
    return {figure.id: figure for source in _sources for figure in source(day)}


class AnnexRow(NamedTuple):
    """A row of annex table 11."""

    title: str
    kind: str
    medium: str
    published_on: date
    unit: str


def annex_rows(*, starts_on: date, ends_on: date, cities: Iterable[str] | None = None) -> list[AnnexRow]:
    """The rows of annex table 11 for items published within the days, of some cities or all, in the order of days."""
    rows = PublicityItem.objects.published_in(starts_on, ends_on).select_related("organisation")
    if cities is not None:
        rows = rows.filter(city__in=list(cities))
    return [
        AnnexRow(row.title, official(row, "kind"), medium_of(row), row.published_on, row.organisation.name)
        for row in rows.order_by("published_on", "pk")
    ]


def medium_of(row: PublicityItem) -> str:
    """The medium as the table names it: its name where it is known, else level and channel."""
    return row.medium_name or f"{official(row, 'level')}级{official(row, 'channel')}"


def official(row: PublicityItem, field: str) -> str:
    """The official word of a code, whatever the language."""
    return LISTS[field](getattr(row, field)).official
