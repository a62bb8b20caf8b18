"""溯源: behind each printed figure so many rows, and the digest of their keys (issue 19)."""

from collections.abc import Iterator, Sequence

from core.workbooks.formats import Form
from core.workbooks.official import Amount, Line, Link, Table, TableColumn
from reports.definitions.base import Definition, Place
from reports.figures import Figure, Figures
from reports.models import Capture, CaptureFigure
from reports.rules import Number
from reports.services.places import rows_address

NOTES = (
    "行数为构成该指标的台账行数；比率类指标列出分子的行，其下分行列出各分子、分母；分子由几类台账相加的，行数为各类之和，摘要依次列出。",
    "行号摘要：将各行的台账行号按升序以英文逗号连接，取 SHA-256；末列打开平台上的构成明细，逐行列出生成时的内容。",
)


def trace(definition: Definition, place: Place, total: Figures, capture: Capture, code: str) -> Table:
    """A line for each figure of the report, under a rate one for each of its parts; `code` is the version's check code."""
    behind = {one.figure: one for one in capture.figures.all()}
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
        rows=[line for figure in definition.figures for line in _lines(figure, total, behind, code)],
        notes=NOTES,
    )


def _lines(figure: Figure, total: Figures, behind: dict[str, CaptureFigure], code: str) -> Iterator[Line]:
    rows = [behind[part.id] for part in figure.counted_parts]
    yield _line(figure, figure.name, total[figure.id], rows, code)
    for part in figure.parts if len(figure.parts) > 1 else ():
        word, one = "分子" if part in figure.counted_parts else "分母", behind[part.id]
        value = part.number(one.total if part.total else one.count)
        yield _line(part, f"{figure.name}的{word}：{part.name}", value, [one], code)


def _line(figure: Figure, name: str, value: Number, rows: Sequence[CaptureFigure], code: str) -> Line:
    said = (name, figure.sentence, Amount(value, figure.form))
    if not rows:
        return (*said, None, None, None)
    digests = "、".join(one.digest for one in rows)
    return (*said, sum(one.count for one in rows), digests, Link("打开明细", rows_address(code, figure.id)))
