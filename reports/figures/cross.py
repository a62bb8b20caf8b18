"""Cross-inspection (contract 5, cross.*): each figure twice, of the task in which a city inspects, and is inspected."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from inspections.models import Finding, InspectedEnterprise, InspectedInsurer
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.base import AnnexColumn, Basis, Figure, LedgerFigure, Rows


def enterprise_forms(basis: Basis) -> Rows:
    """Enterprises that were checked by the cut-off."""
    return InspectedEnterprise.objects.filter(task__campaign__year=basis.year, checked_on__lte=basis.cutoff)


def insurer_forms(basis: Basis) -> Rows:
    """Insurers that were checked by the cut-off."""
    return InspectedInsurer.objects.filter(task__campaign__year=basis.year, checked_on__lte=basis.cutoff)


def findings(basis: Basis) -> Rows:
    """What was found by the cut-off."""
    return Finding.objects.filter(task__campaign__year=basis.year, found_on__lte=basis.cutoff)


@dataclass(frozen=True, slots=True)
class Direction:
    """One of the two sides of a task: how ids, names and sentences of its figures are made."""

    prefix: str
    name: str
    sentence: str
    formula: str
    city: str


INSPECTING_SIDE: Final = Direction(
    "cross.", "检查他市", "本市作为检查地区的任务中", "in the task in which the city inspects", "task__inspecting_id"
)
INSPECTED_SIDE: Final = Direction(
    "cross.received.",
    "接受检查",
    "本市作为被检查地区的任务中",
    "in the task in which the city is inspected",
    "task__inspected_id",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted of a task; `source` is None while its ledger is not built."""

    id: str
    name: str
    sentence: str
    formula: str
    unit: Unit
    width: float
    source: Callable[[Basis], Rows] | None

    def figure(self, direction: Direction) -> Figure:
        """The figure of this measure on one side of a task."""
        common = Figure(
            id=f"{direction.prefix}{self.id}",
            name=f"{self.name}({direction.name})",
            report=ReportKind.CROSS_INSPECTION,
            sentence=f"{direction.sentence}{self.sentence}",
            formula=f"{self.formula} {direction.formula}",
            unit=self.unit,
            columns=(AnnexColumn(AnnexTable.CROSS_INSPECTION, self.name, self.width),),
        )
        if self.source is None:
            return common
        return LedgerFigure(
            id=common.id,
            name=common.name,
            report=common.report,
            sentence=common.sentence,
            formula=common.formula,
            unit=common.unit,
            columns=common.columns,
            source=self.source,
            city=direction.city,
        )


MEASURES: Final = (
    Measure(
        "enterprises_checked",
        "检查企业数",
        "已检查的企业户数",
        "enterprises inspected",
        Unit.ENTERPRISE,
        13,
        enterprise_forms,
    ),
    Measure(
        "insurers_checked",
        "检查保险机构数",
        "已检查的保险机构家数",
        "insurers inspected",
        Unit.COMPANY,
        15,
        insurer_forms,
    ),
    Measure("findings", "发现问题数", "发现的问题数", "findings", Unit.FINDING, 13, findings),
    Measure(
        "routed", "移送问题数", "已移送主管机关的问题数", "findings routed to an authority", Unit.FINDING, 13, None
    ),
    Measure(
        "disposed", "办结问题数", "已有最终处置的问题数", "findings with a final disposition", Unit.FINDING, 13, None
    ),
)
OUTGOING_FIGURES: Final[tuple[Figure, ...]] = tuple(measure.figure(INSPECTING_SIDE) for measure in MEASURES)
RECEIVED_FIGURES: Final[tuple[Figure, ...]] = tuple(measure.figure(INSPECTED_SIDE) for measure in MEASURES)

FIGURES: tuple[Figure, ...] = tuple(
    figure for pair in zip(OUTGOING_FIGURES, RECEIVED_FIGURES, strict=True) for figure in pair
)
