"""The tests themselves: helpers live in helper modules, nothing is timed, waits are for events."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
MODULES = sorted(TESTS.rglob("*.py"))
#: Here is waited for processes and servers, each time until something has happened.
WAITING = {"core/worker.py", "safety_portal/processes.py", "databases.py"}
#: Here the time of a code is asked for, as an authenticator app does.
TELLING = {"accounts/factors.py"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TESTS)))
def test_no_test_module_is_imported_by_another(path: Path) -> None:
    modules = [node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
    assert [name for name in modules if name.startswith("tests.") and name.rpartition(".")[2].startswith("test_")] == []


def test_only_helpers_that_wait_read_a_watch() -> None:
    timed = {
        str(path.relative_to(TESTS))
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import) and any(name.name == "time" for name in node.names)
    }
    assert timed == WAITING | TELLING


def test_browsers_wait_with_locators() -> None:
    named = [path.name for path in MODULES for node in ast.walk(tree(path)) if is_text_in_the_page(node)]
    assert named == []


def is_text_in_the_page(node: ast.AST) -> bool:
    """Whether a test waits for a script of its own, which the content security policy forbids."""
    return isinstance(node, ast.Attribute) and node.attr == "wait_for_function"


@pytest.mark.xdist_group("groups")
def test_groups_of_tests_reach_the_workers(request: pytest.FixtureRequest) -> None:
    """Where they do not, as with pytest 9.2, every worker makes the world of each group again, and nothing says so."""
    if hasattr(request.config, "workerinput"):
        assert request.node.nodeid.endswith("@groups")
