"""Who must be insured and is, in one place for pages and figures (domain.md 2.2)."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from campaigns.models import CampaignSector
from coverage import gap
from coverage.gap import Frame
from enterprises.models import Enterprise
from enterprises.querysets import EnterpriseQuerySet
from insurers.activities.models import Activity
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy


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


def campaign_sectors(year: int) -> list[str]:
    """Codes of the sectors that the year's campaign covers; empty without a campaign."""
    return list(CampaignSector.objects.filter(campaign__year=year, enabled=True).values_list("code", flat=True))


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
    return CoverCounts(**_seen(rows, frame, soon).aggregate(**_figures(frame)))


def figures(rows: EnterpriseQuerySet[Enterprise], frame: Frame, soon: date) -> tuple[CoverCounts, list[SectorCover]]:
    """The figures, and for each sector of the campaign how many must insure and are not, all in one query.

    A firm in two sectors counts in both.
    """
    aggregates = _figures(frame)
    names = list(aggregates)
    for code in frame.sectors:
        of_sector = frame.must() & Q(sectors__contains=[code])
        aggregates[f"must_{code}"] = Count("pk", filter=of_sector)
        aggregates[f"in_{code}"] = Count("pk", filter=of_sector & Q(is_in=True))
    numbers = _seen(rows, frame, soon).aggregate(**aggregates)
    sectors: list[SectorCover] = [
        {"code": code, "must": numbers[f"must_{code}"], "missing": numbers[f"must_{code}"] - numbers[f"in_{code}"]}
        for code in frame.sectors
    ]
    return CoverCounts(**{name: numbers[name] for name in names}), sectors


def _seen(rows: EnterpriseQuerySet[Enterprise], frame: Frame, soon: date) -> EnterpriseQuerySet[Enterprise]:
    seen: EnterpriseQuerySet[Enterprise] = rows.annotate(is_in=frame.insured(), is_later=frame.insured(soon))
    return seen


def _figures(frame: Frame) -> dict[str, Count]:
    must = frame.must()
    return {
        "registered": Count("pk"),
        "must": Count("pk", filter=must),
        "insured": Count("pk", filter=must & Q(is_in=True)),
        "expiring": Count("pk", filter=must & Q(is_in=True, is_later=False)),
    }


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
