"""The first templates of plans, for each sector and grade of risk (N11).

The three main services are those of the notice (part 2.3), the topics its own; no text read says how often a grade is
to be served. So the numbers are the portal's, and every line is marked as unsure (待核) until the province sets its own.
"""

from datetime import date
from typing import Final

from enterprises.choices import RiskGrade, Sector
from hazards.choices import ServiceTopic
from insurers.base.choices import ServiceForm, ServiceKind
from insurers.plans.models import TemplateItem
from rulebook.choices import Certainty

SOURCE: Final = "服务种类见浙应急法规〔2023〕133号二（三），次数为平台设定，待核"

SINCE: Final = date(2018, 1, 1)

#: Times a year by grade: hazard checks, training, drills, assessment of risks.
KINDS: Final = (ServiceKind.HAZ, ServiceKind.TRAIN, ServiceKind.DRILL, ServiceKind.RISK)

TIMES: Final = {
    RiskGrade.RED: (4, 2, 2, 1),
    RiskGrade.ORANGE: (3, 2, 1, 1),
    RiskGrade.YELLOW: (2, 1, 1, 0),
    RiskGrade.BLUE: (1, 1, 1, 0),
}

TOPICS: Final = {
    ServiceKind.HAZ: (ServiceTopic.H1, ServiceTopic.H2, ServiceTopic.H3, ServiceTopic.H4, ServiceTopic.H5),
    ServiceKind.TRAIN: (ServiceTopic.T1, ServiceTopic.T2, ServiceTopic.T3),
    ServiceKind.DRILL: (ServiceTopic.D1, ServiceTopic.D2, ServiceTopic.D3),
    ServiceKind.RISK: (),
}

MEASURES: Final = {
    ServiceKind.HAZ: "对照{sector}领域重大事故隐患判定标准，现场排查动火作业、电气焊设备、关键岗位人员和外包外租情况，出具清单。",
    ServiceKind.TRAIN: "结合{sector}领域典型事故案例，宣讲专项行动文件要求和重大事故隐患判定标准。",
    ServiceKind.DRILL: "按{sector}领域岗位应急处置要求组织演练，检验岗位责任、应急处置和自救互救能力并讲评。",
    ServiceKind.RISK: "辨识评估{sector}领域主要安全风险，更新风险分级管控清单。",
}

GOALS: Final = {
    ServiceKind.HAZ: "发现的隐患按期整改，重大事故隐患全部闭环",
    ServiceKind.TRAIN: "主要负责人和关键岗位人员知晓判定标准",
    ServiceKind.DRILL: "从业人员掌握岗位应急处置和自救互救要点",
    ServiceKind.RISK: "风险清单更新到岗位",
}


def template_lines() -> list[TemplateItem]:
    """Unsaved lines, by sector and grade."""
    return [
        TemplateItem(
            sector=sector,
            risk_grade=grade,
            kind=kind,
            topics=sorted(TOPICS[kind]),
            measures=MEASURES[kind].format(sector=sector.official if sector != Sector.OTHER else "本行业"),
            form=ServiceForm.GROUP if kind == ServiceKind.TRAIN else ServiceForm.ONSITE,
            frequency=times,
            goal=GOALS[kind],
            campaign_assist=kind == ServiceKind.HAZ,
            valid_from=SINCE,
            source=SOURCE,
            certainty=Certainty.UNSURE,
        )
        for sector in Sector
        for grade, counts in TIMES.items()
        for kind, times in zip(KINDS, counts, strict=True)
        if times
    ]


def seed_templates() -> None:
    """The first templates; where there is any already, nothing."""
    if not TemplateItem.objects.exists():
        TemplateItem.objects.bulk_create(template_lines())
