"""Cross-inspection (contract 5, cross.*): each figure twice, of the task in which a city inspects, and is inspected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from core.rows import Rows
from inspections.choices import Disposition, ItemState
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, PlanVersion
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.base import AnnexColumn, Figure, LedgerFigure, SumRateFigure
from reports.figures.pools import Basis, Cut, Pool


def _is_submitted(basis: Basis) -> Q:
    """The condition that a form is submitted, and was filled in at a firm that was checked by the cut-off."""
    return Q(state=ItemState.SUBMITTED, checked_on__lte=basis.cutoff)


def enterprise_forms(basis: Basis) -> Rows:
    """The submitted forms of enterprises checked by the cut-off."""
    return InspectedEnterprise.objects.filter(_is_submitted(basis), task__campaign=basis.campaign)


def insurer_forms(basis: Basis) -> Rows:
    """The submitted forms of insurers checked by the cut-off."""
    return InspectedInsurer.objects.filter(_is_submitted(basis), task__campaign=basis.campaign)


def findings(basis: Basis) -> Rows:
    """What was found by the cut-off on forms that are submitted, and was not revoked since."""
    return Finding.objects.countable(basis.cutoff).filter(task__campaign=basis.campaign)


def _is_routed(basis: Basis) -> Q:
    """Handed over to an authority by the cut-off."""
    return Q(routing__handover__issued_on__lte=basis.cutoff)


def _is_disposed(basis: Basis) -> Q:
    """Handed over, and settled by the cut-off, with kind, number and day."""
    return _is_routed(basis) & Q(routing__settled_at__isnull=False, routing__done_on__lte=basis.cutoff)


#: How a finding ends without anything put right by whom it is about: nothing was wrong, or another body has it.
_NOT_RECTIFIED: Final = (Disposition.UNFOUNDED, Disposition.TRANSFER)


def _is_rectified(basis: Basis) -> Q:
    """Put right on the spot, settled by the cut-off as something that was wrong, or its hazard closed by then."""
    settled = _is_disposed(basis) & ~Q(routing__disposition__in=_NOT_RECTIFIED)
    return Q(on_spot=True) | settled | Q(hazard__closed_on__lte=basis.cutoff)


def agreed_plans(basis: Basis) -> Rows:
    """The joint plans that both cities had agreed on by the end of the cut-off day, one of a task at most."""
    rows = PlanVersion.objects.agreed().filter(task__campaign=basis.campaign)
    return rows.filter(answered_at__date__lte=basis.cutoff)


@dataclass(frozen=True, slots=True)
class Direction:
    """One of the two sides of a task: how ids, names and sentences of its figures are made."""

    prefix: str
    name: str
    sentence: str
    formula: str
    city: str


INSPECTING_SIDE: Final = Direction(
    "cross.", "检查他市", "本市作为检查地区的任务中", "the task in which the city inspects", "task__inspecting_id"
)
INSPECTED_SIDE: Final = Direction(
    "cross.received.",
    "接受检查",
    "本市作为被检查地区的任务中",
    "the task in which the city is inspected",
    "task__inspected_id",
)


_OF_FINDINGS: Final = {"routed": _is_routed, "disposed": _is_disposed, "rectified": _is_rectified}
#: {(what is counted, side): its pool}
POOLS: Final[Mapping[tuple[Callable[[Basis], Rows], Direction], Pool]] = {
    (source, side): Pool(
        rows=source,
        keys={Cut.CITY: side.city},
        marks=_OF_FINDINGS if source is findings else {},
    )
    for source in (enterprise_forms, insurer_forms, findings, agreed_plans)
    for side in (INSPECTING_SIDE, INSPECTED_SIDE)
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted of a task.

    `formula` is the contract's for the inspecting side; `received` its own one for the other side, where it has one.
    """

    id: str
    name: str
    sentence: str
    formula: str
    received: str
    unit: Unit
    width: float
    source: Callable[[Basis], Rows]
    marks: tuple[str, ...] = ()

    def figure(self, direction: Direction) -> LedgerFigure:
        """The figure of this measure on one side of a task."""
        return LedgerFigure(
            id=f"{direction.prefix}{self.id}",
            name=f"{self.name}({direction.name})",
            report=ReportKind.CROSS_INSPECTION,
            sentence=f"{direction.sentence}{self.sentence}",
            formula=f"{self._formula(direction)} {direction.formula}",
            unit=self.unit,
            columns=(AnnexColumn(AnnexTable.CROSS_INSPECTION, self.name, self.width),),
            pool=POOLS[self.source, direction],
            marks=self.marks,
        )

    def _formula(self, direction: Direction) -> str:
        return self.received if direction is INSPECTED_SIDE and self.received else self.formula


MEASURES: Final = (
    Measure(
        "enterprises_checked",
        "检查企业数",
        "已提交检查表的企业户数",
        "submitted enterprise forms of",
        "",
        Unit.ENTERPRISE,
        13,
        enterprise_forms,
    ),
    Measure(
        "insurers_checked",
        "检查保险机构数",
        "已提交检查表的保险机构家数",
        "submitted insurer forms of",
        "",
        Unit.COMPANY,
        15,
        insurer_forms,
    ),
    Measure("findings", "发现问题数", "已提交检查表上的问题数", "findings in", "", Unit.FINDING, 13, findings),
    Measure(
        "routed",
        "移送问题数",
        "截止日前已移交主管机关的问题数",
        "findings routed to an authority by the cut-off in",
        "findings routed to an authority in",
        Unit.FINDING,
        13,
        findings,
        ("routed",),
    ),
    Measure(
        "disposed",
        "办结问题数",
        "截止日前处置已终结（有方式、文号和日期）的问题数",
        "findings whose disposition has ended (kind, number, day) by the cut-off in",
        "findings with a final disposition in",
        Unit.FINDING,
        13,
        findings,
        ("disposed",),
    ),
)
#: A column of table 9 behind those handed over, no figure of the contract (domain.md 7.2).
RECTIFIED: Final = Measure(
    "rectified",
    "整改问题数",
    "截止日前已整改的问题数：当场整改的，处置已终结的（经查不属实、移送其他机关的除外），或所登记的隐患已销号的",
    "findings put right on the spot, settled as such by the cut-off, or with their hazard closed, in",
    "",
    Unit.FINDING,
    13,
    findings,
    ("rectified",),
)
#: The columns of table 9, in its order.
COLUMNS: Final = (*MEASURES[:-1], RECTIFIED, MEASURES[-1])
OUTGOING_FIGURES: Final[tuple[LedgerFigure, ...]] = tuple(measure.figure(INSPECTING_SIDE) for measure in MEASURES)
RECEIVED_FIGURES: Final[tuple[LedgerFigure, ...]] = tuple(measure.figure(INSPECTED_SIDE) for measure in MEASURES)


def _planned(name: str, subject: str, unit: Unit) -> LedgerFigure:
    """A denominator: it is no figure of the contract by itself."""
    return LedgerFigure(
        id=f"cross.planned_{name}",
        name=f"应检查{subject}数",
        report=ReportKind.CROSS_INSPECTION,
        sentence=f"本市作为检查地区的任务中，商定的工作方案载明的抽查{subject}数",
        formula="forms planned of the task in which the city inspects",
        unit=unit,
        pool=POOLS[agreed_plans, INSPECTING_SIDE],
        total=name,
    )


COMPLETION_RATE: Final = SumRateFigure(
    id="cross.completion_rate",
    name="交叉检查完成率",
    report=ReportKind.CROSS_INSPECTION,
    sentence="本市作为检查地区的任务中，已提交的检查表数 ÷ 双方商定的工作方案载明的抽查企业数与保险机构数之和；"
    "没有商定方案的，以「—」表示；经双方同意增加的检查对象计入已提交数，故可高于100%",
    formula="submitted forms / forms planned of the task in which the city inspects",
    some=OUTGOING_FIGURES[:2],
    whole=(_planned("enterprises", "企业", Unit.ENTERPRISE), _planned("insurers", "保险机构", Unit.COMPANY)),
)
FIGURES: tuple[Figure, ...] = tuple(
    figure for pair in zip(OUTGOING_FIGURES, RECEIVED_FIGURES, strict=True) for figure in pair
)
