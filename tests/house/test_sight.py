"""How many rows of each model everybody sees, without the wall of the database: an exact number for each, as people read it.

`SIGHT=write` writes the table anew.
"""

import csv
import os
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from accounts.roles import Role
from core import walls
from insurers.promises.models import PromisedCell
from tests.house.people import ACTORS
from tests.house.rows import World

pytestmark = pytest.mark.xdist_group("matrix")
TABLE: Final = Path(__file__).with_name("sight.csv")
HEAD: Final = ("model", "rows", "nobody", *(role.value for role in Role))


def counted(model: type[Model], visitor: object) -> int:
    with walls.unattended():
        seen = model._default_manager.visible_to(visitor)  # type: ignore[attr-defined]
        assert isinstance(seen, QuerySet), model._meta.label
        return len(set(seen.values_list("pk", flat=True)))


def lines() -> list[tuple[str, ...]]:
    """A line for each model that knows who may see its rows."""
    people = [AnonymousUser(), *(ACTORS[role].person() for role in Role)]
    # The cells of the count of the province are asked with conditions of their own (`insurers.promises.figures`).
    models = [m for m in apps.get_models() if hasattr(m._default_manager, "visible_to") and m is not PromisedCell]
    return [
        (
            model._meta.label,
            str(model._default_manager.count()),
            *(str(counted(model, visitor)) for visitor in people),
        )
        for model in sorted(models, key=lambda model: model._meta.label)
    ]


def test_everybody_sees_so_many_rows_and_no_more(rows: World) -> None:
    with walls.unattended():
        found = lines()
    if os.environ.get("SIGHT") == "write":
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEAD, *found])
    with TABLE.open(encoding="utf-8", newline="") as file:
        assert [tuple(line) for line in csv.reader(file)] == [HEAD, *found]
