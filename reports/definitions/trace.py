"""溯源: behind each printed figure so many rows, and the digest of their keys (issue 19)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.workbooks.formats import Form
from core.workbooks.official import Amount, Line, Link, Table, TableColumn
from reports.definitions.base import Definition, Numbers, Place
from reports.documents.tokens import OF_CITIES, label_of
from reports.figures import EARLIER, Figure
from reports.models import Capture, CaptureFigure
from reports.rules import Number
from reports.services.frozen import Behind, behind_by_city, number_of
from reports.services.places import Stamp, rows_address

NOTES = (
    "行数为构成该指标的台账行数；比率类指标列出分子的行，其下分行列出各分子、分母；分子由几类台账相加的，行数为各类之和，摘要依次列出。",
    "行号摘要：将各行的台账行号按升序以英文逗号连接，取 SHA-256；末列打开平台上的构成明细，逐行列出生成时的内容。",
    "（上月同期）各行为文中与上月同期比较所用的数；（某市）各行为文中分市列出的数，其行数、摘要只计该市的行。",
)


@dataclass(frozen=True, slots=True)
class _Traced:
    """What a version froze: its counted figures by id, what its files say of it."""

    behind: Mapping[str, CaptureFigure]
    stamp: Stamp

    def rows(self, figure: Figure) -> list[Behind]:
        """The rows of a figure: of each of the counts that it adds up."""
        found = [self.behind[part.id] for part in figure.counted_parts]
        return [Behind(one.count, one.digest) for one in found]

    def lines(self, figure: Figure, value: Number) -> Iterator[Line]:
        """The line of a figure, and under it one for each part of a rate."""
        yield self.line(figure, figure.name, value, self.rows(figure))
        for part in figure.parts if len(figure.parts) > 1 else ():
            word = "分子" if part in figure.counted_parts else "分母"
            name = f"{figure.name}的{word}：{part.name}"
            yield self.line(part, name, number_of(part, self.behind[part.id]), self.rows(part))

    def line(self, figure: Figure, name: str, value: Number, rows: Sequence[Behind], city: str = "") -> Line:
        said = (name, figure.sentence, Amount(value, figure.form))
        if not rows:
            return (*said, None, None, None)
        link = Link("打开明细", rows_address(self.stamp, figure.id, city))
        return (*said, sum(one.rows for one in rows), "、".join(one.digest for one in rows), link)


def trace(definition: Definition, place: Place, numbers: Numbers, capture: Capture, stamp: Stamp) -> Table:
    """A line for each figure of the report, under a rate one for each of its parts, then for our own that its text
    names, those of the month before and those of each city; its links name the version, as `stamp` says.
    """
    traced = _Traced({one.figure: one for one in capture.figures.all()}, stamp)
    earlier = [one for one in EARLIER.values() if one.id in traced.behind]
    return Table(
        sheet="溯源",
        annex="附：溯源",
        title=f"{place.name}{definition.title}指标溯源表",
        unit="见各行",
        columns=(
            TableColumn("指标", 28),
            TableColumn("口径", 50),
            TableColumn("数值", 14, Form.COUNT),
            TableColumn("行数", 10, Form.COUNT),
            TableColumn("行号摘要（SHA-256）", 40),
            TableColumn("构成明细", 12),
        ),
        rows=[
            *(line for one in definition.figures for line in traced.lines(one, numbers.total[one.id])),
            *(
                line
                for one in (*definition.further, *earlier)
                for line in traced.lines(one, number_of(one, traced.behind[one.id]))
            ),
            *_of_cities(definition, place, numbers, capture, traced),
        ],
        notes=NOTES,
    )


def _of_cities(
    definition: Definition, place: Place, numbers: Numbers, capture: Capture, traced: _Traced
) -> Iterator[Line]:
    """The numbers of each city that the text of several names, with the rows of that city alone."""
    figures = [one for one in definition.figures if one.id in OF_CITIES] if len(place.cities) > 1 else []
    if not figures:
        return
    rows = behind_by_city(capture, [part.id for one in figures for part in one.counted_parts])
    for city in place.cities:
        for figure in figures:
            found = [rows.get((part.id, city), Behind()) for part in figure.counted_parts]
            name = label_of(f"{figure.id}@{place.names[city]}")
            yield traced.line(figure, name, numbers.cities[city][figure.id], found, city)
