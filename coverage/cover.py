"""Who must be insured and is, in one place for pages and figures (domain.md 2.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Exists, OuterRef, Subquery, Value, When

from coverage import gap
from coverage.gap import Frame
from enterprises.models import Enterprise, Exemption
from enterprises.querysets import EnterpriseQuerySet
from insurers.activities.models import Activity
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy, PolicyDetail

#: What the counts of a frame of today or a later day are worked out from; of an earlier day, the history besides.
LEDGERS: Final = (Enterprise, Policy, PolicyDetail, Exemption)


@dataclass(frozen=True, slots=True)
class CoverCounts:
    """Numbers of enterprises. `rate` is insured / must, None where nobody must."""

    registered: int
    must: int
    insured: int
    expiring: int

    @property
    def missing(self) -> int:
        return self.must - self.insured

    @property
    def rate(self) -> float | None:
        return self.insured / self.must if self.must else None


class SectorCover(TypedDict):
    """How many enterprises of a sector must insure, and how many of these are not insured."""

    code: str
    must: int
    missing: int


def with_cover(
    rows: EnterpriseQuerySet[Enterprise], frame: Frame, insurer_id: int | None = None
) -> EnterpriseQuerySet[Enterprise]:
    """Annotate `is_insured`, and of the latest policy `last_end_on`, `last_status`, `last_insurer`.

    An insurer sees only its own policies in these columns.
    """
    policies = Policy.objects.filter(enterprise=OuterRef("pk")).order_by("-end_on", "-pk")
    current = frame.policies().filter(enterprise=OuterRef("pk"))
    services = Activity.objects.given().filter(enterprise=OuterRef("pk")).order_by("-start_on")
    if insurer_id is not None:
        policies, current = policies.filter(insurer=insurer_id), current.filter(insurer=insurer_id)
        services = services.filter(insurer=insurer_id)
    annotated: EnterpriseQuerySet[Enterprise] = rows.annotate(
        is_insured=Exists(current),
        last_end_on=Subquery(policies.values("end_on")[:1]),
        last_status=Subquery(policies.values("status")[:1]),
        last_insurer=Subquery(policies.values("insurer__name")[:1]),
        last_service_on=Subquery(services.values("start_on")[:1]),
    )
    return annotated


def counts(rows: EnterpriseQuerySet[Enterprise], frame: Frame, soon: date) -> CoverCounts:
    """The gap's figures over the rows, in one query. `soon`: the last day of what counts as expiring."""
    return figures(rows, frame, soon, by_sector=False)[0]


def figures(
    rows: EnterpriseQuerySet[Enterprise], frame: Frame, soon: date, *, by_sector: bool = True
) -> tuple[CoverCounts, list[SectorCover]]:
    """The figures, and for each sector of the campaign how many must insure and are not, all in one query.

    A firm in two sectors counts in both.
    """
    codes = frame.sectors if by_sector else ()
    registered, must, insured, expiring, *rest = _numbers(rows, frame, soon, codes)
    sectors: list[SectorCover] = [
        {"code": code, "must": due, "missing": due - covered}
        for code, due, covered in zip(codes, rest[::2], rest[1::2], strict=True)
    ]
    return CoverCounts(registered, must, insured, expiring), sectors


def _numbers(rows: EnterpriseQuerySet[Enterprise], frame: Frame, soon: date, codes: Sequence[str]) -> Sequence[int]:
    """Registered, must insure, insured, expiring; and for each sector how many must insure and are insured.

    The policies of the day and those of the later day are read once each into a set in which each firm is looked up: a join
    becomes a loop over all of them for each firm wherever the planner expects few firms, which it does behind the walls.
    OFFSET 0 keeps duty and cover from being worked out anew for each number.
    """
    must = Case(When(frame.must(), then=Value(value=True)), default=Value(value=False))
    firms = rows.order_by().annotate(has_duty=must).values_list("pk", "has_duty", "sectors")
    try:
        firm_sql, params = firms.query.sql_with_params()
    except EmptyResultSet:
        return [0] * (4 + 2 * len(codes))
    now, later = (
        frame.policies(day).order_by().values("enterprise").distinct().query.sql_with_params() for day in (None, soon)
    )
    in_sector = "AND sectors @> %s::varchar[])"
    of_sector = f", count(*) FILTER (WHERE must {in_sector}, count(*) FILTER (WHERE must AND is_insured {in_sector}"
    query = f"""
        SELECT count(*), count(*) FILTER (WHERE must), count(*) FILTER (WHERE must AND is_insured),
               count(*) FILTER (WHERE must AND is_insured AND NOT stays){of_sector * len(codes)}
        FROM (SELECT must, sectors, id IN ({now[0]}), id IN ({later[0]})
              FROM ({firm_sql} OFFSET 0) f (id, must, sectors) OFFSET 0) firms (must, sectors, is_insured, stays)"""  # noqa: S608 - compiled by the ORM
    chosen = [[code] for code in codes for _side in range(2)]
    with connection.cursor() as cursor:
        cursor.execute(query, [*chosen, *now[1], *later[1], *params])
        found: Sequence[int] = cursor.fetchone()
        return found


def choose(
    rows: EnterpriseQuerySet[Enterprise], cover: str, frame: Frame, soon: date
) -> EnterpriseQuerySet[Enterprise]:
    """The rows behind one of the gap's figures (must, insured, missing, expiring), or of one of its tabs."""
    if cover in gap.TABS:
        return gap.choose(rows, cover, frame)
    chosen: EnterpriseQuerySet[Enterprise] = rows.filter(frame.must())
    if cover == "insured":
        return chosen.filter(frame.insured())
    if cover == "missing":
        return chosen.filter(~frame.insured())
    if cover == "expiring":
        return chosen.filter(frame.insured()).exclude(frame.insured(soon))
    return chosen


def cover_state(*, is_insured: bool, end_on: date | None, status: str | None, today: date) -> str:
    """What the latest policy tells: insured, never, future (not begun), lapsed, or ended (given back, cancelled)."""
    if is_insured:
        return "insured"
    if end_on is None:
        return "never"
    if status != PolicyStatus.IN_FORCE:
        return "ended"
    return "lapsed" if end_on < today else "future"
