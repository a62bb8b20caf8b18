"""Who must be insured and is (contract 5, coverage.*): the register and the policies' stored status on the cut-off day."""

from collections.abc import Callable

from django.db.models import Exists, F, Func, OuterRef, Q

from campaigns.services import days_alone
from core.rows import Rows
from core.workbooks.formats import Form
from coverage.gap import Frame
from enterprises.models import Enterprise
from hazards.choices import ServiceTopic
from insurers.activities.models import Activity
from insurers.activities.querysets import assists
from insurers.base.choices import ServiceKind
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy
from insurers.policies.querysets import budget_of
from reports.choices import AnnexTable, ReportKind, Unit
from reports.figures.base import AnnexColumn, Figure, LedgerFigure, RateFigure
from reports.figures.pools import Basis, Cut, Pool


def frame_of(basis: Basis) -> Frame:
    """The gap's frame of the cut-off on the ledgers as they stand: the gap page of that day says the same on it."""
    return Frame(basis.cutoff, basis.sectors)


def policies_in_force(basis: Basis) -> Rows:
    """Policies 有效 whose period, both days inclusive, holds the cut-off."""
    return frame_of(basis).policies()


def covered_by(basis: Basis, enterprise: str = "pk") -> Exists:
    """The condition on rows with an `enterprise` that a policy in force covers it."""
    return Exists(policies_in_force(basis).filter(enterprise=OuterRef(enterprise)))


def must_insure(basis: Basis) -> Rows:
    return Enterprise.objects.filter(frame_of(basis).must())


def activities(basis: Basis) -> Rows:
    """Services that count, begun within the campaign and not after the cut-off."""
    return Activity.objects.countable(basis.cutoff).filter(start_on__range=basis.window)


def is_assistance(basis: Basis) -> Q:
    """The condition on a service that it is assistance which counts in the campaign."""
    alone = () if basis.is_yearly else days_alone(basis.campaign)
    return assists(basis.campaign, is_yearly=basis.is_yearly, alone=alone)


def _assisted(basis: Basis) -> Exists:
    """The condition on an enterprise that it was assisted in the campaign."""
    return Exists(activities(basis).filter(is_assistance(basis), enterprise=OuterRef("pk")))


def _given(**wanted: object) -> Callable[[Basis], Exists]:
    """The condition on an enterprise that a service of this kind was given to it."""
    return lambda basis: Exists(activities(basis).filter(enterprise=OuterRef("pk"), **wanted))


def _planned(basis: Basis) -> Exists:
    """The condition on an enterprise that a plan for it, confirmed by the cut-off, is a promise."""
    return Exists(ServicePlan.objects.promising().filter(enterprise=OuterRef("pk"), confirm_on__lte=basis.cutoff))


#: Whom a report counts by firm: the whole register.
ENTERPRISES = Pool(
    rows=lambda _basis: Enterprise.objects.all(),
    keys={Cut.CITY: "city_id", Cut.COUNTY: "county_id", Cut.SECTOR: Func(F("sectors"), function="unnest")},
    marks={
        "must": lambda basis: frame_of(basis).must(),
        "covered": covered_by,
        "bare": lambda basis: Q(~covered_by(basis)),
        "assisted": _assisted,
        **{kind.value: _given(kind=kind) for kind in ServiceKind},
        ServiceTopic.D1.value: _given(topics__contains=[ServiceTopic.D1]),
        "planned": _planned,
        "key": lambda _basis: Q(key_enterprise=True),
    },
    is_costly=True,
)


def begun_policies(basis: Basis) -> Rows:
    """Policies of any status that began by the cut-off, expired ones too: with `premium_so_far` and `budget` in yuan."""
    rows = Policy.objects.filter(start_on__lte=basis.cutoff).with_premium(basis.cutoff)
    return rows.annotate(budget=budget_of("premium_so_far"))


def _in_campaign(basis: Basis) -> Q:
    """The condition on a policy that its period overlaps the campaign."""
    return Q(start_on__lte=basis.ends_on, end_on__gte=basis.starts_on)


POLICIES = Pool(
    rows=begun_policies,
    keys={Cut.CITY: "city_id", Cut.COUNTY: "county_id", Cut.INSURER: "insurer__code"},
    marks={"campaign": _in_campaign},
)


MUST_INSURE = LedgerFigure(
    id="coverage.must_insure",
    name="应保户数",
    report=ReportKind.COVERAGE,
    sentence="状态为在产或在建、至少属于一个专项行动行业领域且无已批准免保情形的企业户数",
    formula="enterprises in 在产 or 在建 with at least one sector in use at the cut-off and no approved exemption",
    unit=Unit.ENTERPRISE,
    pool=ENTERPRISES,
    marks=("must",),
    columns=(AnnexColumn(AnnexTable.COVERAGE_BY_COUNTY, width=12), AnnexColumn(AnnexTable.COVERAGE_BY_CITY)),
)
INSURED_OF_MUST = LedgerFigure(
    id="coverage.insured",
    name="已保户数",
    report=ReportKind.COVERAGE,
    sentence="应保户中，有保单状态为「有效」且保险期间（含首末日，退保等批改使保障提前终止的按批改后的末日）覆盖截止日的户数",
    formula="of coverage.must_insure, those with a policy whose stored status is 有效 and whose period (inclusive days)"
    " holds the cut-off",
    unit=Unit.ENTERPRISE,
    pool=ENTERPRISES,
    marks=("must", "covered"),
    columns=(AnnexColumn(AnnexTable.COVERAGE_BY_COUNTY, width=12), AnnexColumn(AnnexTable.COVERAGE_BY_CITY)),
)
NOT_INSURED = LedgerFigure(
    id="coverage.not_insured",
    name="应保未保户数",
    report=ReportKind.COVERAGE,
    sentence="应保户数 − 已保户数",
    formula="coverage.must_insure - coverage.insured",
    unit=Unit.ENTERPRISE,
    pool=ENTERPRISES,
    marks=("must", "bare"),
    columns=(AnnexColumn(AnnexTable.COVERAGE_BY_COUNTY, width=14), AnnexColumn(AnnexTable.COVERAGE_BY_CITY)),
)
RATE = RateFigure(
    id="coverage.rate",
    name="投保率",
    report=ReportKind.COVERAGE,
    sentence="已保户数 ÷ 应保户数",
    formula="coverage.insured / coverage.must_insure",
    part=INSURED_OF_MUST,
    whole=MUST_INSURE,
    columns=(AnnexColumn(AnnexTable.COVERAGE_BY_COUNTY, width=12), AnnexColumn(AnnexTable.COVERAGE_BY_CITY)),
)
INSURED_UNITS = LedgerFigure(
    id="coverage.insured_units",
    name="投保单位数",
    report=ReportKind.COVERAGE,
    sentence="全部企业（不论是否应保）中，有保单状态为「有效」且保险期间（含首末日，退保等批改使保障提前终止的按批改后的末日）覆盖截止日的户数",
    formula="all enterprises, must-insure or not, with a policy as in coverage.insured",
    unit=Unit.ENTERPRISE,
    pool=ENTERPRISES,
    marks=("covered",),
    columns=(
        AnnexColumn(AnnexTable.COVERAGE_BY_CITY),
        AnnexColumn(AnnexTable.SERVICES_BY_CITY),
        AnnexColumn(AnnexTable.SERVICE_COVER, width=12),
    ),
)
PREMIUM_PAID = LedgerFigure(
    id="coverage.premium_paid",
    name="实收保费",
    report=ReportKind.COVERAGE,
    sentence="保险起期不晚于截止日的全部保单（不论状态、含已到期）的实收保费之和，计入截止日前生效的批改增减的保费",
    formula="sum of 实收保费 of all policies with start_on not after the cut-off, of any status, expired ones too,"
    " endorsements applied",
    unit=Unit.YUAN,
    form=Form.MONEY,
    pool=POLICIES,
    total="premium_so_far",
    columns=(AnnexColumn(AnnexTable.COVERAGE_BY_CITY, "实收保费（万元）"),),
)

FIGURES: tuple[Figure, ...] = (MUST_INSURE, INSURED_OF_MUST, NOT_INSURED, RATE, INSURED_UNITS, PREMIUM_PAID)
