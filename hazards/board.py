"""The board's numbers: open hazards by age, overdue ones, and both by city, sector, insurer and topic.

One pass over the index of open hazards; each number is the count of a list that its link opens.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from accounts.models import Division, Organisation
from enterprises.choices import Sector
from hazards.choices import HazardTopic
from hazards.filters import AGES, BOUNDS

#: Dimension → (column, name of the list's filter).
BY: Final = {
    "city": ("city_id", "place"), "sector": ("sector", "sector"), "insurer": ("insurer_id", "insurer"),
    "topic": ("topic", "topic"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    n: int
    query: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: ages in the board's order, overdue and major ones, the whole."""

    label: str
    ages: tuple[Cell, ...]
    overdue: Cell
    major: Cell
    whole: Cell


def counted(rows: QuerySet[Any], today: date) -> list[dict[str, Any]]:
    """Open hazards grouped by every dimension and age at once."""
    ages = [When(_aged(code, today), then=Value(code)) for code, _label in AGES]
    age: Any = Case(*ages, default=Value("31-"), output_field=CharField())
    grouped = rows.open().order_by().annotate(age=age).values("city_id", "sector", "insurer_id", "topic", "age")  # type: ignore[attr-defined]
    return list(
        grouped.annotate(
            n=Count("pk"), over=Count("pk", filter=Q(deadline__lt=today)), major=Count("pk", filter=Q(level="MAJOR"))
        )
    )


def _aged(code: str, today: date) -> Q:
    youngest, oldest = BOUNDS[code]
    condition = Q(found_on__lte=today - timedelta(days=youngest))
    return condition if oldest is None else condition & Q(found_on__gte=today - timedelta(days=oldest))


def tables(numbers: Iterable[dict[str, Any]]) -> dict[str, list[Line]]:
    """{dimension: lines}, and under "" the one line of all."""
    rows = list(numbers)
    names = _names(rows)
    found = {"": [_line("", "", "", rows)]}
    for dimension, (column, filter_name) in BY.items():
        parts: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            if row[column] not in (None, ""):
                parts[row[column]].append(row)
        found[dimension] = [
            _line(names[dimension].get(key, str(key)), filter_name, str(key), parts[key])
            for key in sorted(parts, key=lambda key: (-sum(r["over"] for r in parts[key]), str(key)))
        ]
    return found


def _names(rows: list[dict[str, Any]]) -> dict[str, dict[Any, str]]:
    cities = Division.objects.filter(code__in={row["city_id"] for row in rows})
    insurers = Organisation.objects.filter(pk__in={row["insurer_id"] for row in rows if row["insurer_id"]})
    return {
        "city": dict(cities.values_list("code", "name")), "insurer": dict(insurers.values_list("pk", "name")),
        "sector": dict(Sector.choices), "topic": dict(HazardTopic.choices),
    }  # fmt: skip


def _line(label: str, name: str, key: str, rows: list[dict[str, Any]]) -> Line:
    def cell(n: int, **more: str) -> Cell:
        return Cell(n, urlencode({**({name: key} if name else {}), **more}))

    return Line(
        label=label,
        ages=tuple(cell(sum(r["n"] for r in rows if r["age"] == code), age=code) for code, _label in AGES),
        overdue=cell(sum(r["over"] for r in rows), due="over"),
        major=cell(sum(r["major"] for r in rows), due="open", level="MAJOR"),
        whole=cell(sum(r["n"] for r in rows), due="open"),
    )  # fmt: skip
