"""What each app declares for the whole: permissions, audited actions, menu lines, quick entries, search, work."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import translation

from accounts.roles import SIGHT, Role, grants, room_of
from accounts.words import actions
from core.contributions import contributions, modules_named
from core.contributions.menu import Line, Way
from core.permissions import Permission
from core.transitions import Transition, moves_in
from workbench.menu import SECTIONS, all_lines, all_ways

ROOT = Path(__file__).resolve().parents[2]
#: What follows a noun in names that look like audited actions and are columns, files or figures of a page.
NO_VERBS = {"name", "title", "uscc", "xlsx", "docx", "premium", "budget", "booked"}
#: Where the verb of an action is put together at run time; `test_steps_of_hazards_have_words` looks at its callers.
COMPOSED = {"accounts/services/telling.py", "hazards/services/moves.py"}


def own_apps() -> Iterator[str]:
    """The dotted names of the portal's own apps."""
    for config in apps.get_app_configs():
        if Path(config.path).is_relative_to(ROOT) and ".venv" not in Path(config.path).parts:
            yield config.name


def own_modules(name: str) -> list[ModuleType]:
    """The module or package of this name in each app that has one, with the modules of a package."""
    found = []
    for app in own_apps():
        folder = ROOT.joinpath(*app.split("."))
        if (folder / f"{name}.py").exists():
            found.append(import_module(f"{app}.{name}"))
        found += [import_module(f"{app}.{name}.{path.stem}") for path in sorted((folder / name).glob("[a-z]*.py"))]
    return found


def trees() -> Iterator[tuple[str, ast.Module]]:
    """The syntax tree of each module of the apps, with its path."""
    for app in own_apps():
        for path in sorted(ROOT.joinpath(*app.split(".")).rglob("*.py")):
            if "migrations" not in path.parts and path.name != "audit_words.py":
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def declared_permissions() -> dict[Permission, str]:
    """Each permission with the module that declares it, once all these modules are read."""
    modules_named("permissions")
    return {one: kind.__module__ for kind in Permission.__subclasses__() for one in kind}


def test_each_permission_has_words_and_a_role() -> None:
    assert set(grants()) == set(declared_permissions())
    for permission, grant in grants().items():
        assert str(grant.words), permission
        assert grant.roles, permission
        assert grant.roles <= set(Role), permission


def test_each_permission_is_declared_once_in_the_permissions_of_an_app() -> None:
    assert {owner.rpartition(".")[2] for owner in declared_permissions().values()} == {"permissions"}
    names = [one.value for kind in Permission.__subclasses__() for one in kind]
    assert len(names) == len(set(names))
    declared = [one for table in contributions("permissions", "GRANTS", dict) for one in table]
    assert len(declared) == len(set(declared))


def test_the_words_of_permissions_and_actions_differ_in_both_languages() -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert len({str(grant.words) for grant in grants().values()}) == len(grants())
            assert len({str(words) for words in actions().values()}) == len(actions())


def test_each_action_has_its_words_in_one_app() -> None:
    declared = [action for words in contributions("audit_words", "ACTIONS", dict) for action in words]
    assert len(declared) == len(set(declared))
    assert all(str(words) for words in actions().values())


def action_of(call: ast.Call) -> ast.expr | None:
    """What a call hands to the audit as an action, if it does."""
    called = ast.unparse(call.func)
    if called in {"audit.record", "record"} and call.args:
        return call.args[0]
    if called.endswith("tell_refusals"):
        return call.args[1]
    return next((word.value for word in call.keywords if word.arg == "action"), None)


def test_each_action_that_code_records_has_words() -> None:
    """Actions given where one records, and texts that begin with the noun of an action."""
    permissions = {one.value for one in declared_permissions()}
    nouns = {action.partition(".")[0] for action in actions()}
    named: dict[str, str] = {}
    for path, tree in trees():
        for node in ast.walk(tree):
            action = action_of(node) if isinstance(node, ast.Call) else None
            if isinstance(action, ast.Constant) and "." in str(action.value):
                named[str(action.value)] = path
            # The ids of figures begin with the same nouns.
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and not path.startswith("reports/figures/")
            ):
                noun, _dot, verb = node.value.partition(".")
                if noun in nouns and verb.replace("-", "").isalpha() and verb.islower() and verb not in NO_VERBS:
                    named[node.value] = path
    assert {"upload.accepted", "agency.contract-added", "write.refused"} <= set(named)
    assert {action: path for action, path in named.items() if action not in {*actions(), *permissions}} == {}


def test_actions_are_put_together_in_known_places_only() -> None:
    """Besides the tables of moves, whose actions are looked at below."""
    found = {
        path
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) != "Transition"
        if isinstance(action_of(node), ast.JoinedStr)
    }
    assert found == COMPOSED


def test_steps_of_hazards_have_words() -> None:
    steps = {
        str(word.value.value)
        for path, tree in trees()
        if path.startswith("hazards/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "act"
        for word in node.keywords
        if word.arg == "step" and isinstance(word.value, ast.Constant)
    }
    assert "void-asked" in steps
    assert {f"hazard.{step}" for step in steps} - set(actions()) == set()


def transitions() -> Iterator[Transition]:
    """The moves of all tables."""
    for module in own_modules("states"):
        yield from moves_in(module)


def test_each_move_has_words_and_a_known_permission() -> None:
    moves = list(transitions())
    assert len(moves) > 30
    for move in moves:
        assert move.action in actions(), move
        assert move.permission in grants(), move


def entry_id(entry: Line | Way) -> str:
    return f"{type(entry).__name__} {entry.url_name}"


@pytest.mark.parametrize("entry", [*all_lines(), *all_ways()], ids=entry_id)
def test_each_entry_has_a_known_permission_and_address(entry: Line | Way) -> None:
    assert isinstance(entry.permission, Permission)
    assert entry.permission in grants()
    assert reverse(entry.url_name, args=entry.args)


def test_the_lines_of_a_section_and_the_quick_entries_have_places_of_their_own() -> None:
    assert {line.section for line in all_lines()} == set(SECTIONS)
    places = [(line.section, line.place) for line in all_lines()]
    assert len(places) == len(set(places))
    assert len({way.place for way in all_ways()}) == len(all_ways())


def test_what_an_app_declares_has_the_agreed_names() -> None:
    """A constant with a mistyped name would be collected by nobody."""
    agreed = {"permissions": {"GRANTS", "ROOM"}, "audit_words": {"ACTIONS"}, "menu": {"LINES", "WAYS", "SEARCHES"}}
    for name, constants in agreed.items():
        for module in own_modules(name):
            assert constants & set(vars(module)) or module.__name__.startswith("core."), module
    for module in own_modules("todos"):
        assert hasattr(module, "work"), module


def test_each_room_that_declares_permissions_has_a_name_in_the_table_of_roles() -> None:
    assert all(str(room_of(one)) for one in declared_permissions())


def test_what_each_role_sees_is_said() -> None:
    assert set(SIGHT) == set(Role)
