"""The rooms stay rooms: keys point downwards, every view declares a permission, the clock is read in one place."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.urls import URLPattern

from accounts.roles import grants
from core.gate import Access
from safety_portal.rooms import ROOF, ROOMS, layers
from tests.house.addresses import declared, patterns
from tests.house.sources import ASIDE

ROOT = Path(__file__).resolve().parents[2]
#: The same within the insurers' room.
LEDGERS = (
    ("base",),
    ("policies", "agencies"),
    ("plans",),
    ("activities",),
    ("orders", "promises", "expenses", "complaints", "materials", "hazard_links"),
)
#: How often the formatter may be told to leave lines as they are, and the linter to pass over one, in all of the tree.
MOST_UNFORMATTED, MOST_PASSED_OVER = 30, 60
LONGEST_FUNCTION = 60
LONGEST_FILE = 400


def sources() -> Iterator[Path]:
    for app in (*ROOMS, ROOF):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def place_of(model: type[Model]) -> tuple[int, int] | None:
    """Where the model's app stands: its room from the ground up, and its level within the insurers' room."""
    room, _dot, nested = apps.get_app_config(model._meta.app_label).name.partition(".")
    if room not in ROOMS:
        return None
    level = next((rank for rank, names in enumerate(LEDGERS) if nested in names), 0)
    return ROOMS.index(room), level


def test_every_folder_of_the_portal_is_a_room() -> None:
    """Whoever looks through the rooms cannot miss a new one: apps, linter, folders and this house name the same."""
    installed = [name.partition(".")[0] for name in settings.INSTALLED_APPS]
    assert [name for name in dict.fromkeys(installed) if (ROOT / name).is_dir()] == list(ROOMS)
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert sorted(linter["root_packages"]) == sorted(layers())
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - ASIDE == {*ROOMS, ROOF}


def test_all_templates_stand_in_one_folder() -> None:
    """Through which the tests of templates look, whatever the room."""
    assert [path for room in (*ROOMS, ROOF) for path in (ROOT / room).rglob("*.html")] == []


def test_foreign_keys_point_to_the_same_or_a_lower_app() -> None:
    """A key may point to the same room or a lower one."""
    upward = []
    for model in apps.get_models():
        place = place_of(model)
        for field in model._meta.get_fields():
            target: Any = getattr(field, "related_model", None)
            if place is None or not field.is_relation or field.auto_created or target is None:
                continue
            # core may hold a key to the user model (architecture, section 1)
            if place[0] == 0 and target._meta.label == "accounts.User":
                continue
            aim = place_of(target)
            beside = place[1] and aim == place and target._meta.app_label != model._meta.app_label
            if aim is not None and (aim > place or beside):
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
    # Notice, pairing and what the province released (N53); a file of no ledger.
    assert public == {
        "publicity:public",
        "account_login",
        "mfa_authenticate",
        "accounts:password-link",
        "core:healthz",
        "set_language",
    } | reading | {"door:outside", "door:outside-back"}


def test_only_the_clock_reads_the_clock() -> None:
    readers = {"timezone.now", "datetime.now", "date.today", "datetime.today", "time.time"}
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in readers and path.name != "clock.py":
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert [place for place in found if not place.startswith("safety_portal/embedded")] == []


#: Where the clock is read: views and what stands around every page, tasks and the ledger that runs them, commands.
READERS = {
    "core/clock.py",
    "core/gate.py",
    "core/jobs/ledger.py",
    "workbench/context.py",
    "accounts/door/receivers.py",
    "accounts/sight.py",
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
    assert found == set()


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


def test_formatter_and_linter_are_seldom_switched_off() -> None:
    folders = ("benchmarks", "deploy", "tests", "tools")
    paths = [*sources(), *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    for words, most in (("# fmt: " + "skip", MOST_UNFORMATTED), ("# no" + "qa", MOST_PASSED_OVER)):
        assert sum(text.count(words) for text in texts) <= most, words
        assert not any("# fmt: " + "off" in text for text in texts)


#: Methods that ask who looks, that answer nothing, or whose answer is no secret: insurers and agencies by name.
OPEN = {"visible_to", "on_board", "none", "agencies", "insurers"}


def test_views_read_through_visible_to() -> None:
    """`.objects` in the reading modules is followed by `visible_to` or `on_board`; exceptions are listed."""
    allowed = {
        "workbench/views/history.py",  # names of who changed a row the reader sees; uploads only through visible_to
    }
    scoped = {model.__name__ for model in apps.get_models() if hasattr(model._default_manager, "visible_to")}
    found = []
    for path in sources():
        name = str(path.relative_to(ROOT))
        if not (path.name in {"views.py", "forms.py", "tables.py", "filters.py"} or "views" in path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Attribute) or node.attr in OPEN or name in allowed:
                continue
            owner = node.value
            if isinstance(owner, ast.Attribute) and owner.attr == "objects" and ast.unparse(owner.value) in scoped:
                found.append(f"{name}:{node.lineno} {ast.unparse(node)}")
    assert found == []


def test_word_documents_are_made_by_one_room() -> None:
    users = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] in {"docx", "docxtpl"} for name in names):
                users.add(path.relative_to(ROOT).as_posix())
    assert users == {"core/documents/__init__.py"}
