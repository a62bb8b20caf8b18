"""A pytest plug-in that is loaded before Django's: the servers must stand when settings are read.

The process that leads the run also takes care of the run's databases (`tests.databases`).
"""

import os
import sys
from importlib import import_module
from typing import Any, Final

import pytest

os.environ.setdefault("PORTAL_MODE", "test")
# Where Python may not keep what it has compiled, each of the run's many processes compiles a thousand modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

from safety_portal import bootstrap

bootstrap.start()

import_module("safety_portal.queue")  # the bell, as in the web process

from tests.databases import Lead

LEAD: Final = pytest.StashKey[Lead]()
RUN: Final = "portal_run"
#: The number of a living run whose template this process uses: `tools/mutants.py` leads that run.
JOINED: Final = "PORTAL_TEST_RUN"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and JOINED not in os.environ:
        config.stash[LEAD] = Lead()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """xdist starts a worker: it learns the number of the run."""
    node.workerinput[RUN] = node.config.stash[LEAD].run


def pytest_unconfigure(config: pytest.Config) -> None:
    if LEAD in config.stash:
        config.stash[LEAD].end()


def run_and_worker(config: pytest.Config) -> tuple[int, str]:
    """The number of the run, and how this process is called in it."""
    if JOINED in os.environ:
        return int(os.environ[JOINED]), "joined"
    told: dict[str, Any] | None = getattr(config, "workerinput", None)
    return (told[RUN], told["workerid"]) if told else (config.stash[LEAD].run, "main")
