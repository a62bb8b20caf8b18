"""The rooms stay rooms: keys point downwards, every view declares a permission, the clock is read in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern

from accounts.roles import grants
from core.gate import Access
from tests.house.addresses import declared, patterns

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("core", "accounts", "rulebook", "campaigns", "enterprises", "hazards", "insurers", "inspections", "reports")
LONGEST_FUNCTION = 60
LONGEST_FILE = 400


def sources() -> Iterator[Path]:
    for app in (*LAYERS, "safety_portal"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_foreign_keys_point_to_the_same_or_a_lower_room() -> None:
    upward = []
    for model in apps.get_models():
        if model._meta.app_label not in LAYERS:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.is_relation or field.auto_created or target is None or target._meta.app_label not in LAYERS:
                continue
            # core may hold a key to the user model (architecture, section 1)
            if model._meta.app_label == "core" and target._meta.label == "accounts.User":
                continue
            if LAYERS.index(target._meta.app_label) > LAYERS.index(model._meta.app_label):
                upward.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert upward == []


@pytest.mark.parametrize(
    ("name", "pattern"), list(patterns()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_view_declares_who_may_open_it(name: str, pattern: URLPattern) -> None:
    assert declared(pattern) in {*grants(), Access.PUBLIC, Access.SIGNED_IN}, name


def test_what_is_public_is_a_short_list() -> None:
    public = {name for name, pattern in patterns() if declared(pattern) == Access.PUBLIC}
    # What an insured unit reads behind its link has no account.
    reading = {"materials:reading", "materials:reading-file"}
    assert public == {"account_login", "core:healthz", "set_language"} | reading


def test_only_the_clock_reads_the_clock() -> None:
    readers = {"timezone.now", "datetime.now", "date.today", "datetime.today", "time.time"}
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in readers and path.name != "clock.py":
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert [place for place in found if not place.startswith("safety_portal/embedded")] == []


#: Where the clock is read: views and what stands around every page, tasks and the ledger that runs them, commands.
READERS = {"core/clock.py", "core/gate.py", "core/jobs/ledger.py", "workbench/context.py"}
#: Services, guards and filters that still read it; this list only shrinks.
STILL_READING = {
    "insurers/activities/filters.py",
    "insurers/activities/services.py",
    "insurers/activities/states.py",
    "insurers/base/exporting.py",
    "insurers/policies/filters.py",
    "insurers/promises/counting.py",
}


def reads_the_clock(path: Path) -> bool:
    """Whether the module names `clock.now` or `clock.today`, called or handed on."""
    return any(
        isinstance(node, ast.Attribute) and ast.unparse(node) in {"clock.now", "clock.today"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


def test_views_tasks_and_commands_alone_ask_for_the_time() -> None:
    found = set()
    for path in sources():
        inside = {"views", "management"} & set(path.parts) or path.name in {"views.py", "tasks.py", "api.py"}
        name = str(path.relative_to(ROOT))
        if not inside and name not in READERS and reads_the_clock(path):
            found.add(name)
    assert found == STILL_READING


def test_functions_and_files_stay_short() -> None:
    long = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > LONGEST_FILE:
            long.append(str(path.relative_to(ROOT)))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION:
                long.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert long == []


def test_views_read_through_visible_to() -> None:
    """`.objects` in the reading modules is followed by `visible_to` or `on_board`; exceptions are listed."""
    allowed = {
        "insurers/views/history.py",  # names of who changed a row the reader sees; uploads only through visible_to
    }
    scoped = {model.__name__ for model in apps.get_models() if hasattr(model._default_manager, "visible_to")}
    found = []
    for path in sources():
        name = str(path.relative_to(ROOT))
        if not (path.name in {"views.py", "forms.py", "tables.py", "filters.py"} or "views" in path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Attribute) or node.attr in {"visible_to", "on_board"} or name in allowed:
                continue
            owner = node.value
            if isinstance(owner, ast.Attribute) and owner.attr == "objects" and ast.unparse(owner.value) in scoped:
                found.append(f"{name}:{node.lineno} {ast.unparse(node)}")
    assert found == []
