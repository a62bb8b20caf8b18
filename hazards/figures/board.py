"""The board's numbers: open hazards by age, overdue ones, and both by city, sector, insurer and topic.

One pass over the index of open hazards; each number is the count of a list that its link opens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection

from accounts.models import Division, Organisation, User
from accounts.scope import scope_for
from core.languages import shown
from core.plain import Values
from core.touches import Memory
from enterprises.choices import Sector
from hazards.choices import HazardLevel, HazardTopic
from hazards.filters import AGES, BOUNDS, Rows

#: A dimension, a key of it (text, id or None), and a number for each column of the board.
Number: TypeAlias = dict[str, Any]
#: Dimension → (column, name of the list's filter). Whoever has one city reads it by county.
BY: Final = {
    "city": ("city_id", "place"),
    "county": ("county_id", "place"),
    "sector": ("sector", "sector"),
    "insurer": ("insurer_id", "insurer"),
    "topic": ("topic", "topic"),
}
PLACES: Final = frozenset({"city", "county"})
#: What the filters call rows without a value of the dimension.
WITHOUT: Final = {"insurer": ("none", "部门发现（无保险机构）"), "topic": ("none", "未归入专项主题")}


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


def count_open(rows: Rows, today: date) -> list[Number]:
    """Open hazards in one pass: a row for all of them, and one for each value of each dimension.

    Each holds `dimension` ("" for all), `key`, a number for each code of `AGES`, `over`, `major` and `whole`.
    """
    names = [column for column, _filter in BY.values()]
    plain = rows.open().order_by().values_list(*names, "level", "found_on", "deadline")
    try:
        inner, params = plain.query.sql_with_params()
    except EmptyResultSet:
        return [_number(((1 << len(BY)) - 1, *[None] * len(BY), *[0] * (len(AGES) + 3)))]
    sums, days = [], []
    for code, _label in AGES:
        youngest, oldest = BOUNDS[code]
        sums.append("count(*) FILTER (WHERE found_on BETWEEN %s AND %s)")
        days += [date.min if oldest is None else today - timedelta(days=oldest), today - timedelta(days=youngest)]
    columns = ", ".join(BY)
    sql = (
        f"SELECT grouping({columns}), {columns}, {', '.join(sums)}, count(*) FILTER (WHERE deadline < %s), "  # noqa: S608 - names are constants of the code
        f"count(*) FILTER (WHERE level = %s), count(*) FROM ({inner}) r ({columns}, level, found_on, deadline) "
        f"GROUP BY GROUPING SETS ((), {', '.join(f'({name})' for name in BY)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*days, today, HazardLevel.MAJOR, *params])
        return [_number(row) for row in cursor.fetchall()]


def _number(row: Values) -> Number:
    """`grouping()` has a bit for each dimension that a row is not grouped by."""
    missing, keys, counts = row[0], row[1 : len(BY) + 1], row[len(BY) + 1 :]
    held = [
        (name, key)
        for place, (name, key) in enumerate(zip(BY, keys, strict=True))
        if not missing >> (len(BY) - 1 - place) & 1
    ]
    dimension, key = held[0] if held else ("", "")
    names = [*(code for code, _label in AGES), "over", "major", "whole"]
    return {"dimension": dimension, "key": key, **dict(zip(names, counts, strict=True))}


def numbers_of(user: User, today: date) -> list[Number]:
    """What `count_open` tells of the hazards that a person sees, remembered until the ledger is written to."""
    rows = apps.get_model("hazards", "Hazard")._default_manager.visible_to(user)
    found: list[Number] = Memory().kept(rows.open(), f"board {today} {' '.join(BY)}", lambda: count_open(rows, today))
    return found


def tables(numbers: Iterable[Number]) -> dict[str, list[Line]]:
    """{dimension: lines}; under "" the one line of all. Lines of a dimension add up to the whole.

    Cities and counties stand in the order of annex 2, since nobody ranks them; the others with the most overdue first.
    """
    rows = sorted(numbers, key=lambda row: (-row["over"], str(row["key"])))
    names = _names(rows)
    ranks = {code: rank for rank, code in enumerate(names["city"])}
    found = {"": [_line("", "", "", row) for row in rows if not row["dimension"]]}
    for dimension, (_column, filter_name) in BY.items():
        mine = [row for row in rows if row["dimension"] == dimension]
        if dimension in PLACES:
            mine.sort(key=lambda row: ranks.get(row["key"], len(ranks)))
        known = [row for row in mine if row["key"] not in (None, "")]
        without = [row for row in mine if row["key"] in (None, "") and row["whole"]] if dimension in WITHOUT else []
        found[dimension] = [
            _line(names[dimension].get(row["key"], str(row["key"])), filter_name, str(row["key"]), row) for row in known
        ] + [_line(shown(WITHOUT[dimension][1], "board"), filter_name, WITHOUT[dimension][0], row) for row in without]
    return found


def dimensions_of(user: User) -> tuple[str, ...]:
    """The tables that tell this person something: cities, or the counties of the one city; an insurer has no other."""
    scope = scope_for(user)
    place = ("city",) if scope.city is None and scope.county is None else ("county",) if scope.county is None else ()
    insurer = () if scope.insurer_id is not None else ("insurer",)
    return (*place, "sector", *insurer, "topic")


def _names(rows: list[Number]) -> dict[str, dict[Any, str]]:
    keys = {name: {row["key"] for row in rows if row["dimension"] == name and row["key"]} for name in BY}
    cities = Division.objects.filter(code__in=keys["city"] | keys["county"])
    insurers = Organisation.objects.filter(pk__in=keys["insurer"])
    places = dict(cities.values_list("code", "name"))
    return {
        "city": places,
        "county": places,
        "insurer": dict(insurers.values_list("pk", "name")),
        "sector": dict(Sector.choices),
        "topic": dict(HazardTopic.choices),
    }


def _line(label: str, name: str, key: str, row: Number) -> Line:
    def cell(n: int, **more: str) -> Cell:
        return Cell(n, urlencode({**({name: key} if name else {}), **more}))

    return Line(
        label=label,
        ages=tuple(cell(row[code], age=code) for code, _label in AGES),
        overdue=cell(row["over"], due="over"),
        major=cell(row["major"], due="open", level=HazardLevel.MAJOR),
        whole=cell(row["whole"], due="open"),
    )
