"""What a report definition is, and how figures become columns and lines of its tables."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from accounts.models import Division
from core.workbooks.formats import Form
from core.workbooks.official import Amount, Line, Table, TableColumn
from reports.choices import AnnexTable, ReportKind
from reports.figures import Basis, Figure, Figures, figures_of

NOTES: Final = (
    "比率保留四位小数、金额保留两位小数，四舍五入；分母为零或台账尚未建立的，以「—」表示。",
    "按企业所在地归属；登记和录入的先后不影响统计。",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Over which cities a report goes: one city, or the whole province in the order of annex 2."""

    name: str
    cities: tuple[str, ...]
    names: Mapping[str, str]

    @classmethod
    def city(cls, code: str) -> "Place":
        name = Division.objects.get(code=code).name
        return cls(name, (code,), {code: name})

    @classmethod
    def province(cls) -> "Place":
        cities = Division.objects.cities()
        names = dict(cities.values_list("code", "name"))
        return cls("浙江省", tuple(names), names)

    @classmethod
    def province_without(cls, code: str) -> "Place":
        """The same without one city, which the name says."""
        whole = cls.province()
        return cls(
            f"{whole.name}（不含{whole.names[code].removesuffix('市')}）",
            tuple(city for city in whole.cities if city != code),
            whole.names,
        )


@dataclass(frozen=True, slots=True)
class Numbers:
    """The figures of a report: over its whole place, and by city."""

    total: Figures
    cities: Mapping[str, Figures]


class Definition(ABC):
    """One report. `reports` are the reports of the contract whose figures it carries."""

    kind: ClassVar[ReportKind]
    title: ClassVar[str]
    reports: ClassVar[tuple[ReportKind, ...]]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return figures_of(*self.reports)

    @abstractmethod
    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        """The annex tables, from the same figures as the page and the JSON."""

    def explanations(self, basis: Basis) -> list[str]:
        """Lines of the 填报说明 sheet: window, rounding, and the sentence of each figure."""
        window = f"专项行动期间：{basis.starts_on:%Y-%m-%d} 至 {basis.ends_on:%Y-%m-%d}（均含当日）。"
        return [window, *NOTES, *[f"{figure.name}：{figure.sentence}。" for figure in self.figures]]

    def figures_table(self, place: Place, total: Figures) -> Table:
        """Every figure of the report with its value as in the JSON, each in its own form, money in yuan."""
        return Table(
            sheet="指标",
            annex="附：指标",
            title=f"{place.name}{self.title}指标汇总表",
            unit="见各行",
            columns=(
                TableColumn("指标名称", 32),
                TableColumn("数值", 16, Form.COUNT),
                TableColumn("单位", 8),
                TableColumn("口径", 64),
            ),
            rows=[
                (figure.name, Amount(total[figure.id], figure.form), figure.unit.official, figure.sentence)
                for figure in self.figures
            ],
        )


def figure_columns(table: AnnexTable, figures: Iterable[Figure]) -> list[TableColumn]:
    """The columns that figures fill in an annex table."""
    filled = ((figure, figure.column_in(table)) for figure in figures)
    return [TableColumn(at.title or figure.name, at.width, figure.form) for figure, at in filled if at]


def figure_line(name: str, figures: Iterable[Figure], numbers: Figures) -> Line:
    """A line of such a table: its name, then the figures as annex tables carry them."""
    return [name, *[figure.in_annex(numbers[figure.id]) for figure in figures]]
