"""What the insurers did in the campaign (contract 5, campaign.*): services begun within it, by kind, and whom they reached."""

from collections.abc import Callable

from django.db.models import Q
from django.db.models.functions import TruncMonth

from core.choices import code_items
from core.rows import Rows
from hazards.choices import ServiceTopic
from insurers.base.choices import ServiceKind
from insurers.plans.models import ServicePlan
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.base import AnnexColumn, Figure, LedgerFigure, RateFigure
from reports.figures.coverage import ENTERPRISES, INSURED_UNITS, activities
from reports.figures.pools import Basis, Cut, Pool


def _of_kind(kind: str) -> Callable[[Basis], Q]:
    return lambda _basis: Q(kind=kind)


def _of_topic(topic: str) -> Callable[[Basis], Q]:
    return lambda _basis: Q(topics__contains=[topic])


#: The services that count; reports ask for them by kind and by topic.
SERVICES = Pool(
    rows=activities,
    day="start_on",
    keys={
        Cut.CITY: "city_id",
        Cut.COUNTY: "county_id",
        Cut.INSURER: "insurer__code",
        Cut.MONTH: TruncMonth("start_on"),
    },
    marks={
        **{kind.value: _of_kind(kind) for kind in ServiceKind},
        **{topic.value: _of_topic(topic) for topic in ServiceTopic},
    },
)


def _times(kind: str, label: str) -> LedgerFigure:
    """How often a kind of service was given."""
    return LedgerFigure(
        id=f"campaign.activities.{kind}",
        name=f"{label}次数",
        report=ReportKind.CAMPAIGN,
        sentence=f"专项行动期间开始的服务中，服务项目为{label}的次数",
        formula=f"activities of kind {kind}",
        unit=Unit.TIME,
        pool=SERVICES,
        marks=(kind,),
        columns=(AnnexColumn(AnnexTable.SERVICES_BY_CITY, width=9), AnnexColumn(AnnexTable.SERVICES_BY_MONTH, width=9)),
    )


def _attendance(kind: str, name: str, label: str) -> LedgerFigure:
    """How many people took part in a kind of service; who came twice counts twice."""
    return LedgerFigure(
        id=f"campaign.participants.{kind}",
        name=name,
        report=ReportKind.CAMPAIGN,
        sentence=f"专项行动期间开始的{label}服务的参加人数之和",
        formula=f"sum of 参加人数 of {kind}",
        unit=Unit.ATTENDANCE,
        pool=SERVICES,
        marks=(kind,),
        total="participants",
        columns=(AnnexColumn(AnnexTable.SERVICES_BY_CITY, width=9), AnnexColumn(AnnexTable.SERVICES_BY_MONTH, width=9)),
    )


ASSISTED_UNITS = LedgerFigure(
    id="campaign.assisted_units",
    name="帮扶单位数",
    report=ReportKind.CAMPAIGN,
    sentence="投保单位中，专项行动期间至少开展过一次专项行动帮扶活动的户数",
    formula="of coverage.insured_units, those with at least one 专项行动帮扶活动",
    unit=Unit.ENTERPRISE,
    pool=ENTERPRISES,
    marks=("covered", "assisted"),
    columns=(AnnexColumn(AnnexTable.SERVICES_BY_CITY), AnnexColumn(AnnexTable.SERVICE_COVER, width=12)),
)
ASSIST_RATE = RateFigure(
    id="campaign.assist_rate",
    name="帮扶覆盖率",
    report=ReportKind.CAMPAIGN,
    sentence="帮扶单位数 ÷ 投保单位数",
    formula="campaign.assisted_units / coverage.insured_units",
    part=ASSISTED_UNITS,
    whole=INSURED_UNITS,
    columns=(AnnexColumn(AnnexTable.SERVICES_BY_CITY), AnnexColumn(AnnexTable.SERVICE_COVER, width=12)),
)
TIMES: tuple[LedgerFigure, ...] = tuple(_times(kind, label) for kind, label in code_items(ServiceKind))
#: Those that texts compare with the month before.
COMPARED: tuple[LedgerFigure, ...] = tuple(
    one for one in TIMES if one.marks[0] in (ServiceKind.TRAIN, ServiceKind.HAZ, ServiceKind.DRILL)
)
TRAINING_ATTENDANCE = _attendance(ServiceKind.TRAIN, "培训人次", "宣传教育培训")
DRILL_ATTENDANCE = _attendance(ServiceKind.DRILL, "演练人次", "应急演练")

FIGURES: tuple[Figure, ...] = (ASSISTED_UNITS, ASSIST_RATE, *TIMES, TRAINING_ATTENDANCE, DRILL_ATTENDANCE)


def units_with(name: str, title: str, mark: str, sentence: str, formula: str) -> LedgerFigure:
    """Insured units with a mark: the numerator of a share of them, by itself in no report."""
    return LedgerFigure(
        id=name,
        name=title,
        report=ReportKind.CAMPAIGN,
        sentence=sentence,
        formula=formula,
        unit=Unit.ENTERPRISE,
        pool=ENTERPRISES,
        marks=("covered", mark),
    )


def _service_rate(kind: ServiceKind) -> RateFigure:
    """How many insured units had a service of the kind (domain.md 4.12)."""
    label = kind.official
    return RateFigure(
        id=f"campaign.service_rate.{kind}",
        name=f"{label}覆盖率",
        report=ReportKind.CAMPAIGN,
        sentence=f"投保单位中，专项行动期间至少开展过一次{label}服务的户数 ÷ 投保单位数",
        formula=f"insured units with an activity of kind {kind} / coverage.insured_units",
        part=units_with(
            f"campaign.served_units.{kind}",
            f"{label}服务户数",
            kind.value,
            f"投保单位中，专项行动期间至少开展过一次{label}服务的户数",
            f"insured units with an activity of kind {kind}",
        ),
        whole=INSURED_UNITS,
        columns=(AnnexColumn(AnnexTable.SERVICE_COVER, width=12),),
    )


SERVICE_RATES: tuple[RateFigure, ...] = tuple(
    _service_rate(kind) for kind in (ServiceKind.TRAIN, ServiceKind.HAZ, ServiceKind.DRILL)
)
DRILLED_UNITS = LedgerFigure(
    id=f"campaign.drilled_units.{ServiceTopic.D1}",
    name=f"{ServiceTopic.D1.official}演练覆盖户数",
    report=ReportKind.CAMPAIGN,
    sentence=f"专项行动期间开展过主题为{ServiceTopic.D1.official}的演练的企业户数（不论是否投保）",
    formula=f"enterprises with an activity of topic {ServiceTopic.D1}",
    unit=Unit.ENTERPRISE,
    pool=ENTERPRISES,
    marks=(ServiceTopic.D1.value,),
    columns=(AnnexColumn(AnnexTable.SERVICE_COVER, width=12),),
)
PLANNED_UNITS = units_with(
    "plans.signed_units",
    "签订方案户数",
    "planned",
    "投保单位中，截止日前已由双方确认服务方案的户数",
    "insured units with a confirmed plan",
)
SIGNED_RATE = RateFigure(
    id="plans.signed_rate",
    name="方案签订率",
    report=ReportKind.CAMPAIGN,
    sentence="投保单位中，截止日前已由双方确认服务方案的户数 ÷ 投保单位数",
    formula="insured units with a confirmed plan / coverage.insured_units",
    part=PLANNED_UNITS,
    whole=INSURED_UNITS,
    columns=(AnnexColumn(AnnexTable.SERVICE_COVER, width=12),),
)
REACH: tuple[Figure, ...] = (*SERVICE_RATES, DRILLED_UNITS)


def _of_key_units(name: str, title: str, *marks: str) -> LedgerFigure:
    """A count of key enterprises, whom the notice wants refined measures for (N7): a column, no figure of the contract."""
    return LedgerFigure(
        id=name,
        name=title,
        report=ReportKind.CAMPAIGN,
        sentence=f"{title}（台账标为重点企业）",
        formula=f"key enterprises among {' and '.join(marks)}",
        unit=Unit.ENTERPRISE,
        pool=ENTERPRISES,
        marks=("key", "covered", *marks),
        columns=(AnnexColumn(AnnexTable.SERVICE_COVER, width=12),),
    )


KEY_UNITS = _of_key_units("campaign.key_units", "投保的重点企业户数")
KEY_ASSISTED = _of_key_units("campaign.key_assisted", "已帮扶的重点企业户数", "assisted")
KEY_PLANNED = _of_key_units("campaign.key_planned", "已签方案的重点企业户数", "planned")
OF_KEY_UNITS: tuple[Figure, ...] = (KEY_UNITS, KEY_ASSISTED, KEY_PLANNED)


def confirmed_plans(basis: Basis) -> Rows:
    """Plans that both sides had confirmed by the cut-off and that were not replaced."""
    return ServicePlan.objects.promising().filter(confirm_on__lte=basis.cutoff)


PLANS = Pool(rows=confirmed_plans, keys={Cut.CITY: "city_id", Cut.COUNTY: "county_id", Cut.INSURER: "insurer__code"})
#: A column of table 4, no figure of the contract.
CONFIRMED_PLANS = LedgerFigure(
    id="plans.confirmed",
    name="方案数",
    report=ReportKind.CAMPAIGN,
    sentence="截止日前已由双方确认、未被新版本替代的服务方案份数",
    formula="plans confirmed by the cut-off",
    unit=Unit.PLAN,
    pool=PLANS,
    columns=(AnnexColumn(AnnexTable.SERVICES_BY_CITY, width=9),),
)
#: The columns of table 4 behind the plans and the units, and of its table by place.
GIVEN: tuple[LedgerFigure, ...] = (*TIMES, TRAINING_ATTENDANCE, DRILL_ATTENDANCE)
BY_PLACE: tuple[Figure, ...] = (CONFIRMED_PLANS, INSURED_UNITS, ASSISTED_UNITS, ASSIST_RATE, *GIVEN)
COVER: tuple[Figure, ...] = (
    INSURED_UNITS,
    ASSISTED_UNITS,
    ASSIST_RATE,
    *SERVICE_RATES,
    SIGNED_RATE,
    DRILLED_UNITS,
    *OF_KEY_UNITS,
)
