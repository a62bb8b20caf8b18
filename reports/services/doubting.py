"""What speaks against figures when they are frozen: rows that are held back, months of books that are not closed.

An amount of money with vouchers held back is no amount: its texts show a gap with the reason. Other ledgers count what
was accepted, and say beside it what was not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from django.db.models import Count
from django.db.models.functions import TruncMonth

from accounts.models import Organisation
from core import walls
from core.imports.models import HeldRow
from enterprises.models import Enterprise
from insurers.expenses.models import MonthClosing
from insurers.policies.models import Policy
from reports.figures import Basis, Figure
from reports.figures.expenses import BOOKED_EXPENSES

#: The ledgers that figures are made of, by the kind of their workbooks.
LEDGERS: Final[Mapping[str, str]] = {
    "enterprises": "企业台账",
    "policies": "保单台账",
    "activities": "服务台账",
    "hazards": "隐患台账",
    "expenses": "费用台账",
}
MONEY: Final = "expenses"
#: Organisations named for one thing.
NAMED: Final = 3


def doubts_of(figures: Iterable[Figure], basis: Basis, cities: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """{figure: why it may not be printed}, and what must be said beside the others, in official words."""
    with walls.aside("how many rows of whom are held back, and whose months are open: numbers beside a report"):
        held, months = _held(cities), list(_open_months(basis, cities))
    booked = [one.id for one in figures if any(part.pool is BOOKED_EXPENSES.pool for part in one.parts)]
    reason = _rows_held(MONEY, held)
    notes = [f"{told}，未计入" for kind in LEDGERS if (told := _rows_held(kind, held))]
    return dict.fromkeys(booked, reason) if reason else {}, [*notes, *(months if booked else [])]


def _held(cities: Sequence[str]) -> dict[str, dict[int, int]]:
    """{kind: {organisation: rows held back}} of enterprises of these cities.

    A row names its enterprise by code, or by its policy alone, as vouchers do.
    """
    rows = HeldRow.objects.filter(kind__in=LEDGERS).order_by()
    keys = ("kind", "organisation_id", "raw__uscc", "raw__policy_no")
    counts = list(rows.values_list(*keys).annotate(n=Count("pk")))
    firms = Enterprise.objects.filter(
        city__code__in=cities, uscc__in={code for _kind, _who, code, *_ in counts if code}
    )
    policies = Policy.objects.filter(city__code__in=cities, policy_no__in={no for *_, no, _n in counts if no})
    here = set(firms.values_list("uscc", flat=True)) if counts else set()
    sold = set(policies.values_list("insurer_id", "policy_no")) if counts else set()
    found: dict[str, dict[int, int]] = {}
    for kind, organisation, code, policy_no, number in counts:
        if code in here or (organisation, policy_no) in sold:
            of_kind = found.setdefault(kind, {})
            of_kind[organisation] = of_kind.get(organisation, 0) + number
    return found


def _rows_held(kind: str, held: Mapping[str, Mapping[int, int]]) -> str:
    """How many rows of whom are held back, in words; nothing for none."""
    counts = held.get(kind, {})
    names = dict(Organisation.objects.filter(pk__in=counts).values_list("pk", "name"))
    found = sorted(((names[pk], n) for pk, n in counts.items()), key=lambda one: (-one[1], one[0]))
    return (
        f"{_named([name for name, _n in found])}{LEDGERS[kind]}{sum(n for _name, n in found)}行有误待更正"
        if found
        else ""
    )


def _named(names: Sequence[str]) -> str:
    more = f"等{len(names)}家" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more


def unfinished_books(basis: Basis, cities: Sequence[str]) -> tuple[dict[int, int], dict[str, dict[int, int]]]:
    """{insurer: months that it has not closed}, {ledger in official words: {organisation: rows held back}}."""
    months: dict[int, int] = {}
    for insurer, _month in _left_open(basis, cities):
        months[insurer] = months.get(insurer, 0) + 1
    return months, {LEDGERS[kind]: found for kind, found in _held(cities).items()}


def _open_months(basis: Basis, cities: Sequence[str]) -> Iterator[str]:
    """The insurers that left months open, each once with all of its months."""
    months: dict[int, list[date]] = {}
    for insurer, month in sorted(_left_open(basis, cities)):
        months.setdefault(insurer, []).append(month)
    for pk, name in Organisation.objects.filter(pk__in=months).order_by("code").values_list("pk", "name"):
        yield f"{name}{months_told(months[pk])}费用尚未结账"


def months_told(months: Iterable[date]) -> str:
    """2023年4月、6月至10月: months in ascending order, those that follow each other as one span, the year once."""
    spans: list[tuple[date, date]] = []
    for month in months:
        if spans and spans[-1][1].year == month.year and spans[-1][1].month + 1 == month.month:
            spans[-1] = (spans[-1][0], month)
        else:
            spans.append((month, month))
    told, year = [], 0
    for first, last in spans:
        named = f"{first.month}月至{last.month}月" if first < last else f"{first.month}月"
        told.append(named if first.year == year else f"{first.year}年{named}")
        year = first.year
    return "、".join(told)


def _left_open(basis: Basis, cities: Sequence[str]) -> set[tuple[int, date]]:
    """(insurer, month) of months that are over, with vouchers, that the insurer has not closed."""
    rows = BOOKED_EXPENSES.rows_of(basis, cities).order_by()
    booked = set(rows.annotate(month=TruncMonth("booked_on")).values_list("insurer", "month").distinct())
    closed = set(MonthClosing.objects.values_list("insurer", "month"))
    return {(who, month) for who, month in booked - closed if _last_day(month) <= basis.cutoff}


def _last_day(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
