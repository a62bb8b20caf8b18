"""The world of the matrix: its rows, made once, and a role's person who asks for them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from core import walls
from tests import databases, signing
from tests.house.asking import Asker
from tests.house.people import ACTORS
from tests.house.rows import World


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("matrix") / "media"


@pytest.fixture(scope="session")
def written(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any, folder: Path
) -> tuple[World, str]:
    """The rows of all places, written once for all modules of this process, and the name of the database with them."""
    clone = request.config.stash[databases.CLONE]
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), walls.unattended():
        files_in(folder, patch)
        made = World(), clone.set_aside("world")
        clone.renew()
    return made


@pytest.fixture(scope="module")
def whole(request: pytest.FixtureRequest, written: tuple[World, str], django_db_blocker: Any) -> Iterator[World]:
    """The rows of all places, in a database of the module's own."""
    clone, (rows, name) = request.config.stash[databases.CLONE], written
    with django_db_blocker.unblock():
        clone.renew(name)
    yield rows
    with django_db_blocker.unblock():
        clone.renew()


def files_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Keep the files of the rows where every test of the module finds them."""
    from django.conf import settings

    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    patch.setattr(settings, "MEDIA_ROOT", folder)
    patch.setattr(settings, "STORAGES", {**settings.STORAGES, "default": default})


@pytest.fixture
def rows(whole: World, db: None, folder: Path, _own_files: None, settings: Any) -> World:
    settings.MEDIA_ROOT = folder
    options = {**settings.STORAGES["default"], "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    return whole


@pytest.fixture
def asker(request: pytest.FixtureRequest, rows: World, client: Client) -> Asker:
    role: Role = request.param
    return Asker(rows, role, signing.enter(client, ACTORS[role].person()))
