"""Every figure: one queryset and one sentence (contract 5, figures.csv).

A `Basis` fixes the day and the campaign. `rows()` gives the queryset behind a figure over some cities; `by_city`
turns it into numbers with one grouped query, so that a province costs as many queries as a city.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from campaigns.models import Campaign
from enterprises.models import Enterprise
from hazards.models import Hazard
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer
from insurers.activities.models import Activity
from insurers.base.choices import ServiceKind
from insurers.expenses.models import Expense
from insurers.policies.models import Policy
from reports.rules import Number, money, rate

Figures = dict[str, Number]


@dataclass(frozen=True, slots=True)
class Basis:
    """What all figures of a report rest on: the cut-off day (inclusive) and the campaign's window and sectors."""

    cutoff: date
    starts_on: date
    ends_on: date
    sectors: tuple[str, ...]
    year: int

    @classmethod
    def of(cls, campaign: Campaign, cutoff: date) -> "Basis":
        return cls(cutoff, campaign.starts_on, campaign.ends_on, tuple(campaign.enabled_sectors()), campaign.year)


Rows = Callable[[Basis], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure that is counted, or summed over the column `total`; `city` names the column it is grouped by."""

    rows: Rows
    city: str = "city_id"
    total: str | None = None
    in_yuan: bool = False

    def by_city(self, basis: Basis, cities: Iterable[str]) -> dict[str, Number]:
        """{city: number}; a city without rows has 0."""
        wanted = list(cities)
        measure = Count("pk") if self.total is None else Sum(self.total)
        grouped = (
            self.rows(basis)
            .filter(**{f"{self.city}__in": wanted})
            .order_by()
            .values_list(self.city)
            .annotate(n=measure)
        )
        found: dict[str, Any] = dict(grouped)
        if self.in_yuan:
            return {city: money(found.get(city)) for city in wanted}
        return {city: int(found.get(city) or 0) for city in wanted}


# --- coverage -------------------------------------------------------------------------------------------------
def must_insure(basis: Basis) -> QuerySet[Any]:
    return Enterprise.objects.must_insure(basis.sectors, basis.cutoff)


def in_force(basis: Basis) -> QuerySet[Any]:
    return Policy.objects.in_force(basis.cutoff)


def insured_units(basis: Basis) -> QuerySet[Any]:
    return Enterprise.objects.filter(Exists(in_force(basis).filter(enterprise=OuterRef("pk"))))


def insured_of_must(basis: Basis) -> QuerySet[Any]:
    return must_insure(basis).filter(Exists(in_force(basis).filter(enterprise=OuterRef("pk"))))


def not_insured(basis: Basis) -> QuerySet[Any]:
    return must_insure(basis).filter(~Exists(in_force(basis).filter(enterprise=OuterRef("pk"))))


def premium_policies(basis: Basis) -> QuerySet[Any]:
    return Policy.objects.filter(start_on__lte=basis.cutoff)


# --- campaign -------------------------------------------------------------------------------------------------
def activities(basis: Basis) -> QuerySet[Any]:
    """Not void, begun within the campaign and not after the cut-off."""
    return Activity.objects.countable(basis.cutoff).filter(start_on__range=(basis.starts_on, basis.ends_on))


def of_kind(kind: str) -> Rows:
    return lambda basis: activities(basis).filter(kind=kind)


def assisted_units(basis: Basis) -> QuerySet[Any]:
    assisted = activities(basis).filter(campaign_assist=True, enterprise=OuterRef("pk"))
    return insured_units(basis).filter(Exists(assisted))


# --- hazards --------------------------------------------------------------------------------------------------
def hazards(basis: Basis) -> QuerySet[Any]:
    """On record, found by the cut-off, not void."""
    return Hazard.objects.countable(basis.cutoff)


def hazards_of(level: str) -> Rows:
    return lambda basis: hazards(basis).filter(level=level)


def notified_hazards(basis: Basis) -> QuerySet[Any]:
    """With a notice and its receipt by the cut-off."""
    return hazards(basis).exclude(state="RECORDED").filter(notified_on__lte=basis.cutoff, receiver__gt="")


def rectified_hazards(basis: Basis) -> QuerySet[Any]:
    return hazards(basis).filter(rectified_on__lte=basis.cutoff)


def closed_hazards(basis: Basis) -> QuerySet[Any]:
    return hazards(basis).filter(closed_on__lte=basis.cutoff)


def overdue_hazards(basis: Basis) -> QuerySet[Any]:
    """Not closed by the cut-off, with the last day of rectification before it."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=basis.cutoff)
    return hazards(basis).filter(is_open, deadline__lt=basis.cutoff)


def refused_hazards(basis: Basis) -> QuerySet[Any]:
    """Ever moved to 拒不整改 by the cut-off."""
    return hazards(basis).filter(refused_on__lte=basis.cutoff)


# --- expenses -------------------------------------------------------------------------------------------------
def expenses(basis: Basis) -> QuerySet[Any]:
    """Booked by the cut-off, whatever the campaign's window; a reversal takes its amount away."""
    return Expense.objects.countable(basis.cutoff)


# --- cross-inspection -----------------------------------------------------------------------------------------
def checked_enterprises(basis: Basis) -> QuerySet[Any]:
    return InspectedEnterprise.objects.filter(task__campaign__year=basis.year, checked_on__lte=basis.cutoff)


def checked_insurers(basis: Basis) -> QuerySet[Any]:
    return InspectedInsurer.objects.filter(task__campaign__year=basis.year, checked_on__lte=basis.cutoff)


def findings(basis: Basis) -> QuerySet[Any]:
    return Finding.objects.filter(task__campaign__year=basis.year, found_on__lte=basis.cutoff)


INSPECTING, INSPECTED = "task__inspecting_id", "task__inspected_id"

COUNTED: Mapping[str, Counted] = {
    "coverage.must_insure": Counted(must_insure),
    "coverage.insured": Counted(insured_of_must),
    "coverage.not_insured": Counted(not_insured),
    "coverage.insured_units": Counted(insured_units),
    "coverage.premium_paid": Counted(premium_policies, total="premium_paid", in_yuan=True),
    "campaign.assisted_units": Counted(assisted_units),
    **{f"campaign.activities.{kind}": Counted(of_kind(kind)) for kind, _label in ServiceKind.choices},
    "campaign.participants.TRAIN": Counted(of_kind("TRAIN"), total="participants"),
    "campaign.participants.DRILL": Counted(of_kind("DRILL"), total="participants"),
    "hazards.found.GENERAL": Counted(hazards_of("GENERAL")),
    "hazards.found.MAJOR": Counted(hazards_of("MAJOR")),
    "hazards.notified": Counted(notified_hazards),
    "hazards.rectified": Counted(rectified_hazards),
    "hazards.closed": Counted(closed_hazards),
    "hazards.overdue": Counted(overdue_hazards),
    "hazards.refused": Counted(refused_hazards),
    "expenses.booked": Counted(expenses, total="amount", in_yuan=True),
    "cross.enterprises_checked": Counted(checked_enterprises, INSPECTING),
    "cross.received.enterprises_checked": Counted(checked_enterprises, INSPECTED),
    "cross.insurers_checked": Counted(checked_insurers, INSPECTING),
    "cross.received.insurers_checked": Counted(checked_insurers, INSPECTED),
    "cross.findings": Counted(findings, INSPECTING),
    "cross.received.findings": Counted(findings, INSPECTED),
}

#: Ratios of totals, never means of ratios: figure → (part, whole).
RATIOS: Mapping[str, tuple[str, str]] = {
    "coverage.rate": ("coverage.insured", "coverage.must_insure"),
    "campaign.assist_rate": ("campaign.assisted_units", "coverage.insured_units"),
    "expenses.share": ("expenses.booked", "coverage.premium_paid"),
}


def with_ratios(numbers: Mapping[str, Number], ids: Iterable[str]) -> Figures:
    """The figures asked for, in order; ratios from their parts, None for a ledger that is not built yet."""
    found: Figures = {}
    for figure in ids:
        if figure in RATIOS:
            part, whole = RATIOS[figure]
            found[figure] = rate(numbers.get(part), numbers.get(whole))
        else:
            found[figure] = numbers.get(figure)
    return found


def needed(ids: Iterable[str]) -> list[str]:
    """The counted figures behind the ids, parts of ratios included."""
    wanted: dict[str, None] = {}
    for figure in ids:
        for part in RATIOS.get(figure, (figure,)):
            if part in COUNTED:
                wanted[part] = None
    return list(wanted)


def compute(ids: Iterable[str], basis: Basis, cities: Iterable[str]) -> tuple[Figures, dict[str, Figures]]:
    """The total, and {city: {figure: number}}: one grouped query a counted figure, whatever the number of cities.

    Counts and sums add up over cities; ratios are those of the sums.
    """
    wanted, places = list(ids), list(cities)
    columns = {figure: COUNTED[figure].by_city(basis, places) for figure in needed(wanted)}
    sums: dict[str, Number] = {figure: add_up(column.values()) for figure, column in columns.items()}
    by_city = {
        city: with_ratios({figure: column[city] for figure, column in columns.items()}, wanted) for city in places
    }
    return with_ratios(sums, wanted), by_city


def add_up(values: Iterable[Number]) -> Number:
    """The sum of counts (int) or of money (Decimal)."""
    total: int | Decimal = 0
    for value in values:
        total += value or 0
    return total


def rows_behind(figure: str, basis: Basis, cities: Iterable[str] | None) -> QuerySet[Any] | None:
    """The rows that make a figure, over some cities or all; None for a ledger that is not built yet.

    A ratio opens the rows of its part.
    """
    counted = COUNTED.get(RATIOS.get(figure, (figure, ""))[0])
    if counted is None:
        return None
    rows = counted.rows(basis)
    return rows if cities is None else rows.filter(**{f"{counted.city}__in": list(cities)})
