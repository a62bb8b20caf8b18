"""What the insurers did in the campaign (contract 5, campaign.*): services begun within it, by kind."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef

from core.choices import code_items
from insurers.activities.models import Activity
from insurers.activities.querysets import assists
from insurers.base.choices import ServiceKind
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.base import AnnexColumn, Basis, Figure, LedgerFigure, RateFigure, Rows
from reports.figures.coverage import INSURED_UNITS, insured_units


def activities(basis: Basis) -> Rows:
    """Services that count, begun within the campaign and not after the cut-off."""
    return Activity.objects.countable(basis.cutoff).filter(start_on__range=basis.window)


def activities_of(kind: str) -> Callable[[Basis], Rows]:
    """The same, of one kind."""
    return lambda basis: activities(basis).filter(kind=kind)


def assisted_units(basis: Basis) -> Rows:
    """Insured units with at least one service that was campaign assistance."""
    assistance = activities(basis).filter(assists(basis.campaign, is_yearly=basis.is_yearly))
    assistance = assistance.filter(enterprise=OuterRef("pk"))
    return insured_units(basis).filter(Exists(assistance))


def _times(kind: str, label: str) -> LedgerFigure:
    """How often a kind of service was given."""
    return LedgerFigure(
        id=f"campaign.activities.{kind}",
        name=f"{label}次数",
        report=ReportKind.CAMPAIGN,
        sentence=f"服务项目为{label}的服务次数",
        formula=f"activities of kind {kind}",
        unit=Unit.TIME,
        source=activities_of(kind),
        columns=(AnnexColumn(AnnexTable.SERVICES_BY_CITY),),
    )


def _attendance(kind: str, name: str, label: str) -> LedgerFigure:
    """How many people took part in a kind of service; who came twice counts twice."""
    return LedgerFigure(
        id=f"campaign.participants.{kind}",
        name=name,
        report=ReportKind.CAMPAIGN,
        sentence=f"{label}的参加人数之和",
        formula=f"sum of 参加人数 of {kind}",
        unit=Unit.ATTENDANCE,
        source=activities_of(kind),
        total="participants",
        columns=(AnnexColumn(AnnexTable.SERVICES_BY_CITY),),
    )


ASSISTED_UNITS = LedgerFigure(
    id="campaign.assisted_units",
    name="帮扶单位数",
    report=ReportKind.CAMPAIGN,
    sentence="投保单位中，至少开展过一次专项行动帮扶活动的户数",
    formula="of coverage.insured_units, those with at least one 专项行动帮扶活动",
    unit=Unit.ENTERPRISE,
    source=assisted_units,
    columns=(AnnexColumn(AnnexTable.SERVICES_BY_CITY), AnnexColumn(AnnexTable.ASSISTANCE_BY_COUNTY, width=14)),
)
ASSIST_RATE = RateFigure(
    id="campaign.assist_rate",
    name="帮扶覆盖率",
    report=ReportKind.CAMPAIGN,
    sentence="帮扶单位数 ÷ 投保单位数",
    formula="campaign.assisted_units / coverage.insured_units",
    part=ASSISTED_UNITS,
    whole=INSURED_UNITS,
    columns=(AnnexColumn(AnnexTable.SERVICES_BY_CITY), AnnexColumn(AnnexTable.ASSISTANCE_BY_COUNTY, width=14)),
)
TIMES: tuple[LedgerFigure, ...] = tuple(_times(kind, label) for kind, label in code_items(ServiceKind))
TRAINING_ATTENDANCE = _attendance(ServiceKind.TRAIN, "培训人次", "宣传教育培训")
DRILL_ATTENDANCE = _attendance(ServiceKind.DRILL, "演练人次", "应急演练")

FIGURES: tuple[Figure, ...] = (ASSISTED_UNITS, ASSIST_RATE, *TIMES, TRAINING_ATTENDANCE, DRILL_ATTENDANCE)
