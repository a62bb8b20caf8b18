"""The world of the matrix: its rows, made once a module, and a role's person who asks for them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from tests import signing
from tests.databases import kept
from tests.house.asking import Asker
from tests.house.people import ACTORS
from tests.house.rows import World


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("matrix") / "media"


@pytest.fixture(scope="module")
def whole(django_db_setup: None, django_db_blocker: Any, folder: Path) -> Iterator[World]:
    """The rows of all places, made once."""
    made: list[World] = []
    with pytest.MonkeyPatch.context() as patch:
        files_in(folder, patch)
        with kept(django_db_blocker, lambda: made.append(World())):
            yield made[0]


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
