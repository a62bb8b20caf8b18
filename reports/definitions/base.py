"""What a report definition is."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from accounts.choices import DivisionLevel
from accounts.models import Division
from reports import catalogue
from reports.figures import Basis, Figures
from reports.rules import AMOUNTS, RATES
from reports.workbooks import Table


@dataclass(frozen=True, slots=True)
class Place:
    """Over which cities a report goes: one city, or the whole province in code order."""

    name: str
    cities: tuple[str, ...]
    names: Mapping[str, str]

    @classmethod
    def city(cls, code: str) -> "Place":
        name = Division.objects.get(code=code).name
        return cls(name, (code,), {code: name})

    @classmethod
    def province(cls) -> "Place":
        names = dict(Division.objects.filter(level=DivisionLevel.CITY).order_by("code").values_list("code", "name"))
        return cls("浙江省", tuple(names), names)


class Definition(ABC):
    """One report. `reports` are the catalogue's report names whose figures it carries."""

    kind: ClassVar[str]
    title: ClassVar[str]
    reports: ClassVar[tuple[str, ...]]

    @property
    def figure_ids(self) -> tuple[str, ...]:
        return catalogue.ids_of(*self.reports)

    @abstractmethod
    def tables(self, basis: Basis, place: Place, total: Figures, cities: Mapping[str, Figures]) -> list[Table]:
        """The annex tables, from the same figures as the page and the JSON."""

    def explanations(self, basis: Basis) -> list[str]:
        """Lines of the 填报说明 sheet: window, rounding, and the sentence of each figure."""
        lines = [
            f"专项行动期间：{basis.starts_on:%Y-%m-%d} 至 {basis.ends_on:%Y-%m-%d}（均含当日）。",
            "比率保留四位小数、金额保留两位小数，四舍五入；分母为零或台账尚未建立的，以「—」表示。",
            "按企业所在地归属；登记和录入的先后不影响统计。",
        ]
        return [*lines, *[f"{entry.name}（{entry.id}）：{entry.sentence}" for entry in self._entries()]]

    def _entries(self) -> list[catalogue.Entry]:
        known = catalogue.by_id()
        return [known[figure] for figure in self.figure_ids]

    def figures_table(self, total: Figures) -> Table:
        """Every figure of the report with its value as in the JSON, money in yuan."""
        return Table(
            sheet="指标",
            annex="附：指标",
            title=f"{self.title}——指标汇总",
            unit="见各行",
            columns=(("指标编号", 34, "text"), ("指标名称", 28, "text"), ("数值", 18, "number"), ("单位", 8, "text"),
                     ("口径", 70, "text")),
            rows=[(e.id, e.name, total[e.id], unit_of(e.id), e.sentence) for e in self._entries()],
        )  # fmt: skip


def unit_of(figure: str) -> str:
    """The unit that stands behind a figure."""
    if figure in RATES:
        return "比率"
    if figure in AMOUNTS:
        return "元"
    for mark, unit in (
        ("participants", "人次"),
        ("activities", "次"),
        ("findings", "个"),
        ("routed", "个"),
        ("disposed", "个"),
        ("hazards", "条"),
    ):
        if mark in figure:
            return unit
    return "户" if "insurers" not in figure else "家"


def column(figures: Mapping[str, Figures], place: Place, ids: Sequence[str]) -> list[list[object]]:
    """A row for each city: its name, then the figures asked for."""
    return [[place.names[city], *[figures[city][figure] for figure in ids]] for city in place.cities]
