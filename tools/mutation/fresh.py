"""A fresh process that imports one module with its change and runs tests to the first failure."""

import importlib.abc
import importlib.machinery
import json
import sys
from types import ModuleType
from typing import Final

import pytest

from mutation.choosing import ROOT, changed_code, dotted

PYTEST: Final = ("-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider", "-m", "not browser and not soak")


class ChangedLoader(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module with its change, from memory."""

    def __init__(self, path: str, number: int) -> None:
        self.name = dotted(path)
        self.path, self.number = ROOT / path, number

    def find_spec(self, name: str, *_where: object) -> importlib.machinery.ModuleSpec | None:
        if name != self.name:
            return None
        spec = importlib.machinery.ModuleSpec(
            name, self, origin=str(self.path), is_package=self.path.stem == "__init__"
        )
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(str(self.path.parent))
        return spec

    def exec_module(self, module: ModuleType) -> None:
        exec(changed_code(self.path, self.number), module.__dict__)


class Chosen:
    """A plug-in that runs the given tests in the given order."""

    def __init__(self, names: list[str]) -> None:
        self.places = {name: place for place, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.places), key=lambda i: self.places[i.nodeid])


def run_fresh(text: str) -> int:
    """Do what the order says, JSON of `path`, `number` and `tests`; 0 where no test failed."""
    order = json.loads(text)
    sys.meta_path.insert(0, ChangedLoader(order["path"], order["number"]))
    files = list(dict.fromkeys(name.split("::")[0] for name in order["tests"]))
    return int(pytest.main([*files, *PYTEST, "-x"], plugins=[Chosen(order["tests"])]))
