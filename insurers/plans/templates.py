"""The template for a unit: the services that its sector and its grade of risk call for (N11)."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from enterprises.choices import Sector
from enterprises.models import Enterprise
from insurers.plans.models import TemplateItem
from insurers.plans.rules import Values, spread_months, times_by_kind

#: What a template says of an item; the rest is for the two sides to agree.
TOLD: Final = ("kind", "topics", "measures", "form", "frequency", "goal", "campaign_assist")


def sector_of(enterprise: Enterprise) -> str:
    """The sector that the unit's template is for."""
    return enterprise.main_sector or next(iter(sorted(enterprise.sectors)), Sector.OTHER)


def template_of(enterprise: Enterprise, grade: str, day: date | None) -> list[TemplateItem]:
    """The lines in force on the day a plan begins; none for a unit without a grade."""
    if not grade or day is None:
        return []
    lines = TemplateItem.objects.on(day).filter(sector=sector_of(enterprise), risk_grade=grade)
    return list(lines.order_by("pk"))


def template_times(lines: Iterable[TemplateItem]) -> dict[str, int]:
    """How often each service is held by a template."""
    return dict(times_by_kind({"kind": line.kind, "frequency": line.frequency} for line in lines))


def drafted_items(lines: Iterable[TemplateItem], start: date, end: date) -> list[Values]:
    """The lines as items of a plan for the period: months spread evenly, agency and staff left open."""
    return [
        {**{key: getattr(line, key) for key in TOLD}, "months": spread_months(line.frequency, start, end)}
        for line in lines
    ]
