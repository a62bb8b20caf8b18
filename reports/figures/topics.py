"""Topics of trainings, drills and checks (contract 5, topics.* and checks.*; notice 二(二)): how often, for whom, found what."""

from core.choices import code_items
from hazards.choices import ServiceTopic
from insurers.base.choices import CheckTopic
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.base import AnnexColumn, Figure, LedgerFigure
from reports.figures.campaign import SERVICES
from reports.figures.hazards import HAZARDS

#: Those that the notice names; the last of each kind is 其他.
NAMED = tuple(
    topic for topic in ServiceTopic if topic.value[0] in "TD" and topic not in (ServiceTopic.T9, ServiceTopic.D9)
)
CHECKED = tuple((code, label) for code, label in code_items(CheckTopic) if code != CheckTopic.H9)


def _times(topic: ServiceTopic) -> LedgerFigure:
    return LedgerFigure(
        id=f"topics.{topic}.times",
        name=f"{topic.official}场次",
        report=ReportKind.CAMPAIGN,
        sentence=f"专项行动期间主题含{topic.official}的服务场次；一场服务有多个主题的，各主题分别计入",
        formula=f"activities with topic {topic}",
        unit=Unit.TIME,
        pool=SERVICES,
        marks=(topic.value,),
        columns=(AnnexColumn(AnnexTable.TOPICS, "场次", 8, topic.official),),
    )


def _attendance(topic: ServiceTopic) -> LedgerFigure:
    return LedgerFigure(
        id=f"topics.{topic}.participants",
        name=f"{topic.official}人次",
        report=ReportKind.CAMPAIGN,
        sentence=f"专项行动期间主题含{topic.official}的服务的参加人数之和；一场服务有多个主题的，各主题分别计入",
        formula=f"sum of 参加人数 of activities with topic {topic}",
        unit=Unit.ATTENDANCE,
        pool=SERVICES,
        marks=(topic.value,),
        total="participants",
        columns=(AnnexColumn(AnnexTable.TOPICS, "人次", 9, topic.official),),
    )


def _looked(code: str, label: str, column: str, word: str, formula: str) -> LedgerFigure:
    """What services wrote down of a topic: how much was looked at, or how much was wrong."""
    return LedgerFigure(
        id=f"checks.{code}.{column}",
        name=f"{label}{word}数",
        report=ReportKind.CAMPAIGN,
        sentence=f"专项行动期间各次服务填报的{label}{word}数之和",
        formula=f"sum of the {formula} of topic {code}",
        unit=Unit.HAZARD,
        pool=SERVICES,
        total=f"{code.lower()}_{column}",
        columns=(AnnexColumn(AnnexTable.CHECKS, f"{word}数", 8, label),),
    )


def _rectified(code: str, label: str) -> LedgerFigure:
    return LedgerFigure(
        id=f"checks.{code}.rectified",
        name=f"{label}已改数",
        report=ReportKind.CAMPAIGN,
        sentence=f"专项行动期间发现、专项主题为{label}、截止日前已销号的隐患项数",
        formula=f"hazards of the topic closed by the cut-off of topic {code}",
        unit=Unit.HAZARD,
        pool=HAZARDS,
        marks=(code, "closed"),
        columns=(AnnexColumn(AnnexTable.CHECKS, "已改数", 8, label),),
    )


TOPICS: tuple[LedgerFigure, ...] = tuple(make(topic) for topic in NAMED for make in (_times, _attendance))
CHECKS: tuple[LedgerFigure, ...] = tuple(
    figure
    for code, label in CHECKED
    for figure in (
        _looked(code, label, "checked", "排查", "checked counts"),
        _looked(code, label, "problems", "问题", "problems"),
        _rectified(code, label),
    )
)
FIGURES: tuple[Figure, ...] = (*TOPICS, *CHECKS)
