"""What texts tell of policies beside the figures of the contract (domain.md 4.11): cover and limits of those in force,
and how many insurers and policies there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Value

from accounts.models import Organisation
from core.rows import Rows
from core.workbooks.formats import Form
from insurers.policies.models import Policy
from insurers.policies.querysets import PolicyQuerySet
from reports.choices import ReportKind, Unit
from reports.figures.base import LedgerFigure
from reports.figures.coverage import POLICIES, begun_policies, policies_in_force
from reports.figures.pools import Basis, Cut, Fold, Pool


def with_terms(basis: Basis) -> Rows:
    """Policies in force on the cut-off day with `limit_now` and `cover_now` in yuan as endorsements have them."""
    rows: PolicyQuerySet[Policy] = policies_in_force(basis)  # type: ignore[assignment]
    return rows.with_stated(basis.cutoff, limit_now="limit_per_person", cover_now="limit_total")


IN_FORCE = Pool(rows=with_terms, keys={Cut.CITY: "city_id", Cut.COUNTY: "county_id", Cut.INSURER: "insurer__code"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InsurerPool(Pool):
    """Insurers with policies in some cities: one of several cities is one insurer, so none lies in a city."""

    has_places: bool = False

    def rows_of(self, basis: Basis, marks: Iterable[str], cities: Iterable[str] | None = None) -> Rows:
        policies = begun_policies(basis).filter(insurer=OuterRef("pk"))
        if cities is not None:
            policies = policies.filter(city__in=list(cities))
        return self.rows(basis).filter(Exists(policies), *[self.condition(mark, basis) for mark in marks])


INSURERS_AT_WORK = InsurerPool(rows=lambda _basis: Organisation.objects.insurers(), keys={Cut.CITY: Value("")})


def _term(name: str, title: str, sentence: str, formula: str, total: str, fold: Fold = Fold.SUM) -> LedgerFigure:
    return LedgerFigure(
        id=f"policies.{name}",
        name=title,
        report=ReportKind.COVERAGE,
        sentence=sentence,
        formula=formula,
        unit=Unit.YUAN,
        form=Form.MONEY,
        pool=IN_FORCE,
        total=total,
        fold=fold,
    )


POLICIES_IN_FORCE = LedgerFigure(
    id="policies.in_force",
    name="有效保单数",
    report=ReportKind.COVERAGE,
    sentence="保单状态为「有效」且保险期间（含首末日，退保等批改使保障提前终止的按批改后的末日）覆盖截止日的保单件数",
    formula="policies whose stored status is 有效 and whose period (inclusive days) holds the cut-off",
    unit=Unit.POLICY,
    pool=IN_FORCE,
)
COVER = _term(
    "cover",
    "保额",
    "有效保单的累计责任限额之和（计入截止日前生效的批改）",
    "total limits of policies.in_force",
    "cover_now",
)
LEAST_LIMIT = _term(
    "least_limit",
    "每人限额最低值",
    "有效保单的每人限额中最低的（计入截止日前生效的批改）",
    "the least limit per person of policies.in_force",
    "limit_now",
    Fold.LEAST,
)
MOST_LIMIT = _term(
    "most_limit",
    "每人限额最高值",
    "有效保单的每人限额中最高的（计入截止日前生效的批改）",
    "the highest limit per person of policies.in_force",
    "limit_now",
    Fold.MOST,
)
BEGUN_POLICIES = LedgerFigure(
    id="policies.begun",
    name="保单数",
    report=ReportKind.REGULATOR,
    sentence="保险起期不晚于截止日的全部保单（不论状态、含已到期）的件数",
    formula="all policies with start_on not after the cut-off, of any status, expired ones too",
    unit=Unit.POLICY,
    pool=POLICIES,
)
INSURERS = LedgerFigure(
    id="policies.insurers",
    name="承保机构数",
    report=ReportKind.REGULATOR,
    sentence="有保险起期不晚于截止日的保单的保险机构家数，与附表2的行数相同",
    formula="insurers with policies as in policies.begun",
    unit=Unit.COMPANY,
    pool=INSURERS_AT_WORK,
)
#: What the texts of a city tell.
OF_COVER: tuple[LedgerFigure, ...] = (POLICIES_IN_FORCE, COVER, LEAST_LIMIT, MOST_LIMIT)
#: What those of regulators tell.
OF_INSURERS: tuple[LedgerFigure, ...] = (INSURERS, BEGUN_POLICIES)
