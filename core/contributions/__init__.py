"""Collects what the apps declare for the whole: permissions, audit words, menu lines, what waits on the workbench.

Each app may have a module of an agreed name (`permissions`, `audit_words`, `menu`, `todos`) with an agreed constant or
function in it. Whoever needs all of them asks here, so that no app imports one above it.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TypeVar

from django.apps import apps
from django.utils.functional import Promise

T = TypeVar("T")
#: Codes with what they are called for those who read them without knowing the code.
Words = Mapping[str, str | Promise]


@cache
def modules_named(name: str) -> tuple[ModuleType, ...]:
    """The modules of this name in the installed apps, in the order of `INSTALLED_APPS`.

    Ask only after Django has loaded the apps; the answer stays the same while the process lives.
    """
    apps.check_apps_ready()
    names = [f"{config.name}.{name}" for config in apps.get_app_configs()]
    return tuple(import_module(full) for full in names if find_spec(full) is not None)


def contributions(module: str, attribute: str, kind: type[T]) -> list[T]:
    """What each module of this name holds under `attribute`, where it holds it.

    Raises TypeError when an app declares something else than `kind` there.
    """
    found = []
    for owner in modules_named(module):
        value = getattr(owner, attribute, None)
        if value is None:
            continue
        if not isinstance(value, kind):
            raise TypeError(f"{owner.__name__}.{attribute} is no {kind.__name__}")
        found.append(value)
    return found
