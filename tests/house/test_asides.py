"""All that looks across the walls, with its reason: `tests/house/asides.csv` is the list, and a new one is found here.

A query without `visible_to` finds in the database what its person may see (`core.walls`), unless it stands within
`aside` or `unattended`, or is no request's. `ASIDES=write pytest tests/house/test_asides.py -n0` writes the list anew.
"""

import ast
import csv
import os
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

LIST = Path(__file__).with_name("asides.csv")
HEAD = ("where", "opens", "reason")
#: What opens a wider sight than the person's.
OPENERS = {"aside", "unattended", "seeing", "staging"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    """The code of the project, its tests and tools aside."""
    roots = {Path(config.path) for config in apps.get_app_configs()} | {settings.BASE_DIR / "safety_portal"}
    seen: set[Path] = set()
    for root in roots:
        if not root.is_relative_to(settings.BASE_DIR) or ".venv" in root.parts:
            continue
        for file in root.rglob("*.py"):
            if file not in seen and "migrations" not in file.parts:
                seen.add(file)
                yield str(file.relative_to(settings.BASE_DIR)), ast.parse(file.read_text(encoding="utf-8"))


def openers_in(tree: ast.AST, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Each call of an opener: the function that it stands in, the opener, its reason."""
    for node in ast.iter_child_nodes(tree):
        inner = place
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner = f"{place}.{node.name}".strip(".")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in OPENERS:
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "walls":
                first = node.args[0] if node.args else None
                reason = first.value if isinstance(first, ast.Constant) else ""
                yield place or inner, node.func.attr, str(reason)
        yield from openers_in(node, inner)


def found() -> list[tuple[str, str, str]]:
    rows = [
        (f"{file}:{place}", opener, reason) for file, tree in sources() for place, opener, reason in openers_in(tree)
    ]
    return sorted(set(rows))


def test_every_look_across_the_walls_is_listed_with_its_reason() -> None:
    rows = found()
    if os.environ.get("ASIDES") == "write":
        with LIST.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEAD, *rows])
    with LIST.open(encoding="utf-8", newline="") as file:
        listed = [tuple(row) for row in csv.reader(file)][1:]
    assert rows == listed
    assert [where for where, opener, reason in rows if opener == "aside" and len(reason) < 20] == []
