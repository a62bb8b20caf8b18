"""Which rows of which table each family of roles may see and write: policies made from the declarations of the models.

A column says whose a row is: a place, an insurer, an agency, an organisation. A row without such a column is seen with
the row that it hangs on. What no column can say stands in an app's `walls.py`: `WALLS = {table: Wall(...)}` for its own
tables, `ALSO = {table: {family: condition}}` for what else a lower room's rows are seen by, `OPEN = {table: reason}` for
tables without a wall, `LOOKS = {name: sql}` for functions that look across it, `READ = {table: {family: condition}}` for
what is read besides and never written: what a grant gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, cast

from django.apps import apps
from django.conf import settings
from django.db import models

from core.contributions import contributions
from core.imports.registry import ledgers
from core.plain import Plain
from core.walls import Family

#: Conditions by family; a family that is not named sees nothing.
Conditions = Mapping[Family, str]
TRUE: Final = "true"
#: Columns that say whose a row is.
TENANT: Final = frozenset({"city_code", "insurer_id", "agency_id", "organisation_id"})


def value(name: str, kind: str = "") -> str:
    """A value of the sight, read once a query; an unset one is null and fits no row."""
    cast = f"::{kind}" if kind else ""
    return f"(SELECT nullif(current_setting('portal.{name}', true), ''){cast})"


OWN: Final = value("organisation", "bigint")
#: The insurer whose rows are seen: the own organisation, or the one that a city branch belongs to.
INSURER: Final = value("insurer", "bigint")
CITY, OUTSIDE, COUNTY, SECTOR = value("city"), value("outside_city"), value("county"), value("sector")
#: Who asks, and on which day of the portal: grants are a person's own and end with a day.
PERSON, TODAY = value("person", "bigint"), value("today", "date")
#: A city branch sees its insurer's rows of its city; the sight of an insurer names no city.
IN_BRANCH: Final = f"({CITY} IS NULL OR city_code = {CITY})"


def of_insurer(columns: set[str]) -> str:
    """The rows of the insurer; of a city branch those of its city, where the row has a place."""
    own = f"insurer_id = {INSURER}"
    return f"{own} AND {IN_BRANCH}" if "city_code" in columns else own


@dataclass(frozen=True)
class Wall:
    """How a table is walled where its columns do not say it, or say something else.

    `through` names keys to walled rows: the row is seen with any of them, and its columns say nothing. `given` are
    conditions by family, over the row of `{table}`; an empty one gives nothing.
    """

    through: tuple[str, ...] = ()
    given: Mapping[Family, str] = field(default_factory=dict)


def place_of(city: str = "city_code", county: str = "county_code") -> str:
    """The row lies in the place of the sight; its sector is another question."""
    return f"({city} = {CITY} OR {city} <> {OUTSIDE} OR {county} = {COUNTY})"


def own_rows(column: str) -> Wall:
    """A person's own rows, whatever the office sees besides; `column` says whose a row is."""
    families = (Family.PROVINCE, Family.PLACE, Family.INSURER, Family.AGENCY)
    return Wall(given=dict.fromkeys(families, f"{column} = {PERSON}"))


def walled() -> dict[str, dict[Family, str]]:
    """{table: {family: condition}} of all walled tables, stages included."""
    return {table: _conditions(table) for table in _tables()} | _stages()


@cache
def opened() -> dict[str, str]:
    """{table without a wall: why}"""
    return _merged("OPEN")


@cache
def declared() -> dict[str, Wall]:
    return _merged("WALLS")


@cache
def looks() -> dict[str, str]:
    """{function that looks across the walls: its definition}"""
    return _merged("LOOKS")


def read_besides() -> dict[tuple[str, Family], str]:
    """{(table, family): condition} of what is read and not written; what several rooms give holds by any of them."""
    found: dict[tuple[str, Family], str] = {}
    for part in contributions("walls", "READ", dict):
        for table, conditions in part.items():
            for family, one in conditions.items():
                condition, before = one.format(table=table), found.get((table, family))
                found[table, family] = f"({before}) OR ({condition})" if before else condition
    return found


def _merged(name: str) -> Plain:
    found: Plain = {}
    for part in contributions("walls", name, dict):
        found.update(part)
    return found


@cache
def _tables() -> dict[str, type[models.Model]]:
    """The project's tables with rows that are somebody's."""
    ours = [model for model in apps.get_models(include_auto_created=True) if is_of_project(model)]
    return {model._meta.db_table: model for model in ours if _is_walled(model)}


def is_of_project(model: type[models.Model]) -> bool:
    path = Path(model._meta.app_config.path)
    return model._meta.managed and path.is_relative_to(settings.BASE_DIR) and ".venv" not in path.parts


@cache
def _is_walled(model: type[models.Model]) -> bool:
    """By a column of its own, by an obligatory key to such a row, or because an app says so."""
    table = model._meta.db_table
    if table in opened() or not is_of_project(model):
        return False
    return _declaration(model) is not None or bool(columns_of(model) & TENANT) or bool(_parents(model))


def columns_of(model: type[models.Model]) -> set[str]:
    return {str(one.column) for one in model._meta.concrete_fields}


def _parents(model: type[models.Model]) -> list[str]:
    """The columns of the obligatory keys to walled rows."""
    return [
        str(one.column)
        for one in model._meta.concrete_fields
        if one.is_relation
        and not one.null
        and one.column != "pgh_obj_id"
        and one.related_model is not model
        and _is_walled(one.related_model)
    ]


def _declaration(model: type[models.Model]) -> Wall | None:
    """What is declared for a table holds for its history, which has the same columns."""
    table = model._meta.db_table
    return declared().get(table) or declared().get(table.removesuffix("event"))


def _conditions(table: str) -> dict[Family, str]:
    model = _tables()[table]
    wall = _declaration(model) or Wall()
    found = {Family.PROVINCE: TRUE, **_derived(table, model, wall), **wall.given}
    for part in contributions("walls", "ALSO", dict):
        for family, condition in part.get(table, {}).items():
            found[family] = f"({found[family]}) OR ({condition})" if found.get(family) else condition
    return {Family.SYSTEM: TRUE, **{family: one.format(table=table) for family, one in found.items() if one}}


def _derived(table: str, model: type[models.Model], wall: Wall) -> dict[Family, str]:
    columns = columns_of(model)
    if wall.through or not columns & TENANT:
        through = [column for column in wall.through or _parents(model) if column in columns]
        with_row = " OR ".join(_seen_with(table, model, column) for column in through)
        return dict.fromkeys((Family.PLACE, Family.INSURER, Family.AGENCY), with_row)
    if "organisation_id" in columns:
        return dict.fromkeys((Family.PLACE, Family.INSURER, Family.AGENCY), f"organisation_id = {OWN}")
    found: dict[Family, str] = {}
    if "insurer_id" in columns:
        found[Family.INSURER] = of_insurer(columns)
    if "agency_id" in columns:
        found[Family.AGENCY] = f"agency_id = {OWN}"
    if {"city_code", "county_code"} <= columns:
        found[Family.PLACE] = _in_place(columns)
    return found


def _in_place(columns: set[str]) -> str:
    if "sectors" in columns:
        sector = f"sectors @> ARRAY[{SECTOR}]::varchar[]"
    elif "sector" in columns:
        sector = f"sector = {SECTOR}"
    elif "enterprise_id" in columns:
        # A function: as a subquery the policies of the register were planned with every query, which cost most of all.
        sector = f"enterprises_has_sector({{table}}.enterprise_id, {SECTOR})"
    else:
        return place_of()
    return f"{place_of()} AND ({SECTOR} IS NULL OR {sector})"


def _seen_with(table: str, model: type[models.Model], column: str) -> str:
    key = next(one for one in model._meta.concrete_fields if one.column == column)
    parent = cast("type[models.Model]", key.related_model)._meta
    return f"EXISTS (SELECT 1 FROM {parent.db_table} w WHERE w.{parent.pk.column} = {table}.{column})"


def _stages() -> dict[str, dict[Family, str]]:
    """Stages have the columns of their ledgers, of which those say whose a row is."""
    found: dict[str, dict[Family, str]] = {}
    for ledger in ledgers():
        columns, wall = set(ledger.columns), {}
        if "insurer_id" in columns:
            wall[Family.INSURER] = of_insurer(columns)
        if {"city_code", "county_code"} <= columns:
            wall[Family.PLACE] = place_of()
        if wall:
            found[ledger.stage] = {Family.SYSTEM: TRUE, Family.PROVINCE: TRUE, **wall}
    return found
