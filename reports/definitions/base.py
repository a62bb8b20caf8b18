"""What a report definition is, and how figures become columns and lines of its tables."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from accounts.choices import OrganisationKind
from accounts.models import Division, Organisation
from core.workbooks.formats import Form
from core.workbooks.official import Amount, Line, Table, TableColumn
from reports.choices import AnnexTable, ReportKind
from reports.definitions.counting import cut_of, total_of
from reports.figures import Basis, Cut, Figure, Figures, LedgerFigure, figures_of
from reports.figures.general import ALWAYS, OF_INSURERS, window
from reports.rules import add_up

CHECKED: Final = "已核对：各计数、金额列各行之和与合计一致；比率按合计数计算，不由各行平均。"


@dataclass(frozen=True, slots=True)
class Place:
    """Over which cities a report goes: one city, or the whole province in the order of annex 2."""

    name: str
    cities: tuple[str, ...]
    names: Mapping[str, str]

    @property
    def publicity_cities(self) -> tuple[str, ...] | None:
        """Over which cities table 11 goes: all of them include what the province itself publishes."""
        return None if 1 < len(self.cities) == len(self.names) else self.cities

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
    #: Our own figures that its text names beside those.
    further: ClassVar[tuple[LedgerFigure, ...]] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        return figures_of(*self.reports)

    @abstractmethod
    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        """The annex tables, from the same figures as the page and the JSON."""

    def write_lists(self, basis: Basis, place: Place, folder: Path) -> list[Path]:
        """Lists too long for a sheet, each whole as a file of its own that goes with the workbook."""
        del basis, place, folder
        return []

    def explanations(self, basis: Basis) -> list[str]:
        """Lines of the 填报说明 sheet: window, rounding, and the sentence of each figure."""
        lines = (window(basis.starts_on, basis.ends_on), *ALWAYS, *([OF_INSURERS] if basis.of_insurers else []))
        return [
            *(one.sentence for one in lines),
            *[f"{figure.name}：{figure.sentence}。" for figure in (*self.figures, *self.further)],
        ]

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
    return [TableColumn(at.title or figure.name, at.width, figure.form, at.group) for figure, at in filled if at]


def figure_line(name: str, figures: Iterable[Figure], numbers: Figures) -> Line:
    """A line of such a table: its name, then the figures as annex tables carry them."""
    return [name, *[figure.in_annex(numbers[figure.id]) for figure in figures]]


@dataclass(frozen=True, slots=True)
class Cutting:
    """By what a table is cut: the cut, what its first column is called, and the names of its lines by their keys."""

    cut: Cut
    lead: TableColumn
    names: Mapping[str, str]

    @classmethod
    def of_place(cls, place: Place) -> "Cutting":
        """By county within a city, by city over several; all of them, those without a row too."""
        if len(place.cities) > 1:
            return cls(Cut.CITY, TableColumn("设区市", 14), {city: place.names[city] for city in place.cities})
        counties = Division.objects.counties().filter(parent__code__in=place.cities)
        return cls(Cut.COUNTY, TableColumn("县（市、区）", 16), dict(counties.values_list("code", "name")))

    @classmethod
    def of_insurers(cls) -> "Cutting":
        """By insurer: those that have rows, in the order of their codes."""
        insurers = Organisation.objects.filter(kind=OrganisationKind.INSURER)
        return cls(Cut.INSURER, TableColumn("保险机构", 34), dict(insurers.values_list("code", "name")))

    @property
    def keys(self) -> tuple[str, ...]:
        """The lines that are printed whether or not they have rows."""
        return () if self.cut == Cut.INSURER else tuple(self.names)

    @property
    def words(self) -> str:
        """How the title ends."""
        return {Cut.CITY: "（按设区市）", Cut.COUNTY: "（按县市区）"}.get(self.cut, "")


def cut_table(
    at: AnnexTable,
    title: str,
    unit: str,
    figures: Sequence[Figure],
    basis: Basis,
    place: Place,
    by: Cutting,
    sheet: str = "",
    notes: Sequence[str] = (),
) -> Table:
    """An annex table whose columns are figures, with a line for each key and the figures over the whole place below."""
    found = cut_of(by.cut, figures, basis, place.cities, by.keys)
    total = total_of(figures, basis, place.cities)
    return Table(
        sheet=sheet or at.label,
        annex=at.annex,
        title=f"{place.name}{title}{by.words}",
        unit=unit,
        columns=(by.lead, *figure_columns(at, figures)),
        rows=[figure_line(by.names.get(key, key), figures, numbers) for key, numbers in found.items()],
        totals=(figure_line("", figures, total),),
        notes=(checked(figures, found.values(), total), *notes),
    )


def checked(figures: Iterable[Figure], lines: Iterable[Figures], total: Figures) -> str:
    """The result of the check that is printed below: counts and sums of the lines against the figures of the whole."""
    rows, wrong = list(lines), []
    for figure in figures:
        if isinstance(figure, LedgerFigure):
            summed = add_up(line[figure.id] for line in rows)
            if summed != total[figure.id]:
                wrong.append(f"{figure.name}各行之和{summed}、合计{total[figure.id]}")
    return f"核对不符，请先查明原因：{'；'.join(wrong)}。" if wrong else CHECKED
