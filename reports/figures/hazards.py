"""Hazards that were found, and how far they are (contract 5, hazards.*; domain.md 4.12)."""

from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from core.rows import Rows
from hazards.choices import HazardLevel, HazardStatus, HazardTopic, ReceiverCapacity, RecipientRole
from hazards.deadlines import REPORT, REPORT_WITHIN
from hazards.models import Hazard, Refusal, RefusalReport
from hazards.querysets import five_points
from insurers.base.choices import CheckTopic
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.base import AnnexColumn, Figure, LedgerFigure, RateFigure
from reports.figures.pools import Basis, Condition, Cut, Pool

GENERAL, MAJOR = HazardLevel.GENERAL.value, HazardLevel.MAJOR.value
#: In or past rectification; a refused one is not.
IN_TREATMENT = (HazardStatus.RECTIFYING, HazardStatus.SUBMITTED, HazardStatus.CLOSED)
#: Whose signature on a notice of a major hazard counts (应急厅函〔2024〕322号, as abstracted).
HEADS = (ReceiverCapacity.HEAD, ReceiverCapacity.CONTROLLER)


def hazards(basis: Basis) -> Rows:
    """On record, found within the campaign and not after the cut-off, not void."""
    rows = Hazard.objects.countable(basis.cutoff).filter(found_on__range=basis.window)
    return rows.filter(insurer__isnull=False) if basis.of_insurers else rows


def _is(**wanted: object) -> Callable[[Basis], Condition]:
    """A condition that does not depend on the day."""
    return lambda _basis: Q(**wanted)


def _is_notified(basis: Basis) -> Q:
    """With a notice and its receipt by the cut-off."""
    return ~Q(state=HazardStatus.RECORDED) & Q(notified_on__lte=basis.cutoff, receiver__gt="")


def _is_overdue(basis: Basis) -> Q:
    """Not closed by the cut-off, with the last day of rectification before it."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=basis.cutoff)
    return is_open & Q(deadline__lt=basis.cutoff)


def _has_five_points(_basis: Basis) -> Q:
    """A major one whose five points are all settled, each with text and person, the funds with their amount."""
    return Q(level=HazardLevel.MAJOR) & five_points("treatment__")


HAZARDS = Pool(
    rows=hazards,
    day="found_on",
    keys={
        Cut.CITY: "city_id",
        Cut.COUNTY: "county_id",
        Cut.SECTOR: "sector",
        Cut.INSURER: "insurer__code",
        Cut.MONTH: TruncMonth("found_on"),
    },
    marks={
        **{level.value: _is(level=level) for level in HazardLevel},
        **{topic.value: _is(topic=topic) for topic in HazardTopic},
        # Hazards carry no topic H6 (contract, sheets/hazards.csv): its count is 0.
        CheckTopic.H6.value: _is(topic=CheckTopic.H6),
        "notified": _is_notified,
        "rectified": lambda basis: Q(rectified_on__lte=basis.cutoff),
        "closed": lambda basis: Q(closed_on__lte=basis.cutoff),
        "overdue": _is_overdue,
        "refused": lambda basis: Q(refused_on__lte=basis.cutoff),
        "due": lambda basis: Q(deadline__lte=basis.cutoff),
        "in time": lambda _basis: Q(closed_on__lte=F("deadline")),
        "head": _is(capacity__in=HEADS),
        "treated": _is(state__in=IN_TREATMENT),
        "five points": _has_five_points,
    },
)


def reported_refusals(basis: Basis) -> Rows:
    """Refusals of hazards that count, reported by the end of the cut-off day."""
    rows = Refusal.objects.filter(hazard__in=hazards(basis).values("pk"))
    return rows.filter(reported_at__date__lte=basis.cutoff)


def _is_reported_in_time(_basis: Basis) -> Q:
    """Both authorities were sent the report within the limit after the second person had agreed."""
    until = OuterRef("agreed_at") + REPORT_WITHIN
    sent = RefusalReport.objects.filter(refusal=OuterRef("pk"), sent_at__lte=until)
    told: list[Q] = [Q(Exists(sent.filter(roles__contains=[role.value]))) for role in RecipientRole]
    return told[0] & told[1]


REFUSALS = Pool(
    rows=reported_refusals,
    keys={
        Cut.CITY: "hazard__city_id",
        Cut.COUNTY: "hazard__county_id",
        Cut.SECTOR: "hazard__sector",
        Cut.INSURER: "hazard__insurer__code",
    },
    marks={"in time": _is_reported_in_time},
)


def _figure(name: str, title: str, sentence: str, formula: str, *marks: str, pool: Pool = HAZARDS) -> LedgerFigure:
    return LedgerFigure(
        id=f"hazards.{name}",
        name=title,
        report=ReportKind.CAMPAIGN,
        sentence=sentence,
        formula=formula,
        unit=Unit.HAZARD,
        pool=pool,
        marks=marks,
        columns=(AnnexColumn(AnnexTable.HAZARDS, width=11),),
    )


GENERAL_HAZARDS = _figure(
    "found.GENERAL", "一般隐患数", "专项行动期间发现的一般隐患项数", "hazards of level GENERAL", GENERAL
)
MAJOR_HAZARDS = _figure("found.MAJOR", "重大隐患数", "专项行动期间发现的重大隐患项数", "hazards of level MAJOR", MAJOR)
NOTIFIED_HAZARDS = _figure(
    "notified",
    "已书面告知数",
    "专项行动期间发现、截止日前（含当日）已书面告知并签收的隐患项数",
    "hazards with a notice and its receipt by the cut-off",
    "notified",
)
RECTIFIED_HAZARDS = _figure(
    "rectified",
    "已报整改数",
    "专项行动期间发现、整改完成日期不晚于截止日的隐患项数",
    "hazards with 整改完成日期 not after the cut-off",
    "rectified",
)
CLOSED_HAZARDS = _figure(
    "closed",
    "已销号数",
    "专项行动期间发现、截止日前（含当日）已销号的隐患项数",
    "hazards closed by the cut-off",
    "closed",
)
OVERDUE_HAZARDS = _figure(
    "overdue",
    "超期未整改数",
    "专项行动期间发现、整改期限早于截止日、截止日未销号的隐患项数",
    "hazards not closed with the deadline before the cut-off",
    "overdue",
)
REFUSED_HAZARDS = _figure(
    "refused",
    "拒不整改数",
    "专项行动期间发现、截止日前（含当日）曾转入拒不整改的隐患项数",
    "hazards ever moved to 拒不整改 by the cut-off",
    "refused",
)
FIGURES: tuple[Figure, ...] = (
    GENERAL_HAZARDS,
    MAJOR_HAZARDS,
    NOTIFIED_HAZARDS,
    RECTIFIED_HAZARDS,
    CLOSED_HAZARDS,
    OVERDUE_HAZARDS,
    REFUSED_HAZARDS,
)

# Parts of the rates below: no report prints them by themselves.
_FOUND = _figure("found", "隐患数", "一般隐患数与重大隐患数之和", "hazards of either level")
_CLOSED_MAJOR = _figure(
    "closed.MAJOR", "已销号重大隐患数", "已销号的重大隐患项数", "the same of level MAJOR", MAJOR, "closed"
)
_DUE = _figure(
    "due",
    "到期隐患数",
    "专项行动期间发现、整改期限不晚于截止日的隐患项数",
    "hazards whose deadline is not after the cut-off",
    "due",
)
_IN_TIME = _figure(
    "closed.in_time",
    "按期销号数",
    "到期隐患中，销号日期不晚于整改期限的项数",
    "hazards closed by their deadline",
    *("due", "in time"),
)
_NOTIFIED_MAJOR = _figure(
    "notified.MAJOR",
    "已书面告知的重大隐患数",
    "已书面告知并签收的重大隐患项数",
    "major hazards notified",
    *(MAJOR, "notified"),
)
_SIGNED_BY_HEAD = _figure(
    "notified.head",
    "由主要负责人签收的重大隐患数",
    "已书面告知的重大隐患中，签收人身份登记为主要负责人或实际控制人的项数",
    "major hazards whose receipt is signed by 主要负责人 or 实际控制人",
    *(MAJOR, "notified", "head"),
)
_TREATED = _figure(
    "treated",
    "已进入整改的重大隐患数",
    "生成时状态为整改中、待复查或已销号的重大隐患项数",
    "major hazards in or past rectification",
    *(MAJOR, "treated"),
)
_FIVE_POINTS = _figure(
    "five_points",
    "五落实齐全的重大隐患数",
    "已进入整改的重大隐患中，措施、责任、资金、时限、预案均已落实并写明内容和责任人（资金另写明金额）的项数",
    "major hazards with all five points",
    *(MAJOR, "treated", "five points"),
)
_REPORTED = _figure(
    "refusals.reported",
    "已报告的拒不整改数",
    "截止日前（含当日）已报告的拒不整改件数",
    "refusals reported",
    pool=REFUSALS,
)
_REPORTED_IN_TIME = _figure(
    "refusals.in_time",
    "及时报告的拒不整改数",
    f"已报告的拒不整改中，自复核人确认起 {REPORT.span} 小时内向应急管理部门和行业主管部门均已报告的件数",
    "refusals reported to both authorities within 24 hours",
    "in time",
    pool=REFUSALS,
)


def _rate(name: str, title: str, part: LedgerFigure, whole: LedgerFigure, sentence: str, formula: str) -> RateFigure:
    return RateFigure(
        id=f"hazards.{name}",
        name=title,
        report=ReportKind.CAMPAIGN,
        sentence=sentence,
        formula=formula,
        part=part,
        whole=whole,
        columns=(AnnexColumn(AnnexTable.HAZARDS, width=12),),
    )


RATES: tuple[RateFigure, ...] = (
    _rate(
        "rectified_rate",
        "隐患整改率",
        CLOSED_HAZARDS,
        _FOUND,
        "已销号数 ÷（一般隐患数 + 重大隐患数）",
        "hazards.closed / (hazards.found.GENERAL + hazards.found.MAJOR)",
    ),
    _rate(
        "rectified_rate.MAJOR",
        "重大隐患整改率",
        _CLOSED_MAJOR,
        MAJOR_HAZARDS,
        "已销号的重大隐患项数 ÷ 重大隐患数",
        "the same of level MAJOR",
    ),
    _rate(
        "in_time_rate",
        "按期整改率",
        _IN_TIME,
        _DUE,
        f"{_IN_TIME.sentence} ÷ {_DUE.sentence}",
        "hazards closed by their deadline / hazards whose deadline is not after the cut-off",
    ),
    _rate(
        "notified_rate",
        "书面告知率",
        NOTIFIED_HAZARDS,
        _FOUND,
        "已书面告知数 ÷（一般隐患数 + 重大隐患数）",
        "hazards.notified / hazards found",
    ),
    _rate(
        "head_receipt_rate",
        "重大隐患告知书由主要负责人签收率",
        _SIGNED_BY_HEAD,
        _NOTIFIED_MAJOR,
        f"{_SIGNED_BY_HEAD.sentence} ÷ {_NOTIFIED_MAJOR.sentence}；未登记签收人身份的不计入分子",
        "major hazards whose receipt is signed by 主要负责人 or 实际控制人 / major hazards notified",
    ),
    _rate(
        "five_points_rate",
        "五落实齐全率",
        _FIVE_POINTS,
        _TREATED,
        f"{_FIVE_POINTS.sentence} ÷ {_TREATED.sentence}",
        "major hazards with all five points / major hazards in or past rectification",
    ),
    _rate(
        "refusals_in_time_rate",
        "拒不整改报告及时率",
        _REPORTED_IN_TIME,
        _REPORTED,
        f"{_REPORTED_IN_TIME.sentence} ÷ {_REPORTED.sentence}",
        "refusals reported to both authorities within 24 hours / refusals reported",
    ),
)
