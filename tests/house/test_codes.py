"""A code is written once, in `choices.py`: elsewhere its class and name stand for it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.db.models import TextChoices

from accounts import choices as accounts
from campaigns import choices as campaigns
from coverage import choices as coverage
from crosschecks import choices as crosschecks
from dispositions import choices as dispositions
from enterprises import choices as enterprises
from hazards import choices as hazards
from inspections import choices as inspections
from insurers.activities import choices as activities
from insurers.base import choices as base
from insurers.complaints import choices as complaints
from insurers.expenses import choices as expenses
from insurers.materials import choices as materials
from insurers.policies import choices as policies
from publicity import choices as publicity
from rulebook import choices as rulebook
from safety_portal.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
MODULES = {
    "accounts": accounts,
    "rulebook": rulebook,
    "campaigns": campaigns,
    "enterprises": enterprises,
    "hazards": hazards,
    "inspections": inspections,
    "insurers/activities": activities,
    "insurers/expenses": expenses,
    "insurers/complaints": complaints,
    "insurers/materials": materials,
    "coverage": coverage,
    "crosschecks": crosschecks,
    "publicity": publicity,
    "dispositions": dispositions,
}
#: Apps that use the codes of others as well as their own; {app: lists}.
BORROWED: dict[str, list[ModuleType]] = {
    "insurers/activities": [activities, base],
    "insurers/expenses": [expenses, base],
    "insurers/hazard_links": [activities, base, hazards, enterprises],
    "coverage": [coverage, policies],
    "crosschecks": [activities, hazards, policies],
    "dispositions": [dispositions, inspections],
    "workbench/views": [activities, policies],
}
#: Code lists of their own: the roles, which `accounts/roles.py` declares with what they may do.
DECLARING = {"accounts/roles.py"}
#: What a template compares with, and what looks like a code there: a verb, the field that forms add to each row.
TAG = re.compile(r"\{%.*?%\}")
COMPARED = re.compile(r'[!=]= "([A-Z][A-Z0-9_]+)"')
NO_CODES = {"GET", "POST", "DELETE"}
#: Columns whose values are codes of `accounts.choices`, which look like the names of other columns.
CODED = {"level", "kind", "organisation__kind", "organisation.kind"}


def classes(app: str) -> Iterator[type[TextChoices]]:
    for found in vars(MODULES[app]).values():
        if isinstance(found, type) and issubclass(found, TextChoices) and found is not TextChoices:
            yield found


def codes_in(module: ModuleType) -> set[str]:
    """The codes in capitals of a module's lists."""
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, TextChoices)]
    return {code for kind in kinds for code in kind.values if len(code) > 1 and code.isupper()}


def sources(app: str) -> Iterator[Path]:
    for path in sorted((ROOT / app).rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if path.name != "choices.py" and not {"choices", "migrations"} & set(path.parts) and name not in DECLARING:
            yield path


@pytest.mark.parametrize("app", MODULES)
def test_no_app_quotes_its_own_codes(app: str) -> None:
    """Codes in capitals; those of `accounts` are looked for below, by the columns that hold them."""
    codes = {code for kind in classes(app) for code in kind.values if len(code) > 1 and code.isupper()}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value}"
        for path in sources(app)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in codes
    ]
    assert found == []


@pytest.mark.parametrize("app", BORROWED)
def test_no_app_quotes_the_codes_it_borrows(app: str) -> None:
    """Neither as a text of its own nor within quotes in SQL."""
    codes = set().union(*(codes_in(module) for module in BORROWED[app]))
    in_sql = {f"'{code}'" for code in codes}
    texts = [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node.value)
        for path in sources(app)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    found = [f"{where} {text}" for where, text in texts if text in codes or any(code in text for code in in_sql)]
    assert found == []


def quoted(node: ast.AST) -> Iterator[str]:
    """Texts that are compared with, or given for, a column of codes."""
    if isinstance(node, ast.keyword) and node.arg in CODED and isinstance(node.value, ast.Constant):
        yield str(node.value.value)
    if isinstance(node, ast.Compare) and ast.unparse(node.left).endswith((".level", ".kind", "level")):
        yield from (str(side.value) for side in node.comparators if isinstance(side, ast.Constant))


@pytest.mark.parametrize("app", ROOMS)
def test_nobody_quotes_a_level_of_divisions_or_a_kind_of_organisations(app: str) -> None:
    codes = {code for kind in classes("accounts") for code in kind.values}
    found = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)} {text}"
        for path in sources(app)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for text in quoted(node)
        if text in codes
    ]
    assert found == []


def test_templates_compare_with_codes_that_are_declared() -> None:
    """A template that asks for a state which a list no longer has would show nothing, and nobody would be told."""
    declared = {str(code) for kind in _lists(TextChoices) for code in kind.values}
    asked = [
        (f"{path.relative_to(ROOT)}:{number}", code)
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for tag in TAG.findall(line)
        for code in COMPARED.findall(tag)
    ]
    assert len(asked) > 50
    assert [one for one in asked if one[1] not in declared and one[1] not in NO_CODES] == []


def _lists(of: type[TextChoices]) -> Iterator[type[TextChoices]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _lists(kind)
