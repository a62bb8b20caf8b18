"""Who did something is told with the office of then (`User.office_at`), not with the one the person works in today."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from tests.house.sources import ROOT, modules

#: Where the present office is meant, with the reason.
TODAY: Final = {
    "hazards/services/reminders.py:_of_lapses": "told to who proposed it and still works there",
    "hazards/todos.py:_fining_offices": "the desks at which there may be a line today",
    "inspections/services/sight.py:sights_on": "who asks, now",
    "reports/services/building.py:_coming_version": "the owner of a job that runs: a move stops it",
    "reports/services/building.py:_freeze": "the owner of a job that runs: a move stops it",
    "reports/services/building.py:speaker": "the owner of a job that runs: a move stops it",
    "reports/services/rehearsing.py:rehearse_report": "the owner of a job that runs: a move stops it",
    "workbench/querysets.py:with_colleagues": "work that was handed to a colleague, who has to be one still",
}
OFFICE: Final = {"organisation", "organisation_id"}
#: A key to whoever did something.
DOER: Final = re.compile(r"(?:^|_)(?:by|owner)$")
PATH: Final = re.compile(r"(?:_by|\bowner)__organisation")
#: Fetching somebody's office with the row is no question yet.
FETCHING: Final = {"select_related", "prefetch_related", "naming"}
IN_TEMPLATE: Final = re.compile(r"\b(?:\w+_by|owner)\.organisation")
#: The path of a column of a list.
DOTTED: Final = re.compile(r"(?:\w+\.)*(?:\w+_by|owner)\.organisation[\w.]*")


def is_doer(node: ast.expr) -> bool:
    """A row's key to a person; `by` alone is who acts now."""
    if isinstance(node, ast.Attribute):
        return bool(DOER.search(node.attr))
    return isinstance(node, ast.Name) and node.id != "by" and bool(DOER.search(node.id))


def doers(function: ast.FunctionDef) -> set[str]:
    """The names that a function gives to whom a row says did something: `first = step.signed_by`."""
    given: list[tuple[ast.expr, ast.expr]] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for to in node.targets:
                if isinstance(to, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    given += zip(to.elts, node.value.elts, strict=False)
                else:
                    given.append((to, node.value))
    return {to.id for to, of in given if isinstance(to, ast.Name) and isinstance(of, ast.Attribute) and is_doer(of)}


def present_offices(node: ast.AST, where: str = "") -> Iterator[str]:
    """The functions that read somebody's present office off a row, or ask for it in a query."""
    if isinstance(node, ast.FunctionDef):
        where, known = node.name, doers(node)
        for one in ast.walk(node):
            if isinstance(one, ast.Attribute) and one.attr in OFFICE and getattr(one.value, "id", "") in known:
                yield where
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FETCHING:
        yield from present_offices(node.func, where)
        return
    if isinstance(node, ast.Attribute) and node.attr in OFFICE and is_doer(node.value):
        yield where
    if isinstance(node, ast.keyword) and node.arg and PATH.search(node.arg):
        yield where
    if isinstance(node, ast.Call):
        keys = (key for given in node.keywords if isinstance(given.value, ast.Dict) for key in given.value.keys)
        if any(isinstance(one, ast.Constant) and PATH.search(str(one.value)) for one in (*node.args, *keys)):
            yield where
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
        yield where
    for child in ast.iter_child_nodes(node):
        yield from present_offices(child, where)


def test_the_office_of_a_deed_is_the_one_of_then() -> None:
    found = {f"{name}:{where}" for name, tree in modules() for where in present_offices(tree)}
    assert found == set(TODAY)
    assert all(TODAY.values())


def test_pages_ask_for_the_office_of_then() -> None:
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert [path.name for path in pages if IN_TEMPLATE.search(path.read_text(encoding="utf-8"))] == []


def test_the_search_finds_each_form() -> None:
    for line in (
        "f(row.sent_by.organisation)",
        "row.owner.organisation_id",
        "rows.filter(sent_by__organisation=1)",
        "rows.values_list('asked_by__organisation')",
        "F('asked_by__organisation__parent')",
        "Q(**{'asked_by__organisation': 1})",
        "columns = ('owner.organisation.name',)",
        "def f(row): first, at = row.signed_by, 1; return first.organisation",
    ):
        assert list(present_offices(ast.parse(line))), line
    for line in ("rows.select_related('sent_by__organisation')", "by.organisation", "row.sent_by.office_at(at)"):
        assert not list(present_offices(ast.parse(line))), line
    assert IN_TEMPLATE.search("{{ row.sent_by.organisation }}")
