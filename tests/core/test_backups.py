"""A backup comes back whole, and what is no whole backup of this portal touches nothing."""

import json
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import pytest
from django.conf import settings as portal
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from core.backups import Damaged, NotEmpty, database, make_backup, restore_backup
from core.backups.manifest import DUMP, FILES, NAME, read_manifest
from core.files import store
from enterprises.models import Enterprise
from tests import world
from tests.cast import Cast
from tests.databases import drop, server

AT = datetime(2023, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
pytestmark = pytest.mark.django_db(transaction=True)


def url_of(base: str, name: str) -> str:
    """The same server and role, another database."""
    return f"{base.rpartition('/')[0]}/{name}"


@pytest.fixture
def here(cast: Cast, settings: Any) -> str:
    """The test's own database with two files, as the role for backups reads it."""
    name = connection.settings_dict["NAME"]
    world.enterprise()
    for number, text in enumerate(("第一个文件", "第二个文件")):
        body = ContentFile(text.encode())
        store(body, name=f"{number}.pdf", organisation_id=cast.hangzhou_officer.organisation_id, at=AT)
    return url_of(portal.DATABASE_BACKUP_URL, name)


@pytest.fixture
def empty() -> Iterator[str]:
    """The name of an empty database."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with server() as cursor:
        drop(cursor, name)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template1')
    yield name
    with server() as cursor:
        drop(cursor, name)


@pytest.fixture
def backup(here: str, tmp_path: Path) -> Path:
    return make_backup(url=here, media=Path(portal.MEDIA_ROOT), out=tmp_path / "backups", at=AT)


def restore(folder: Path, name: str, media: Path) -> Any:
    return restore_backup(
        folder=folder,
        owner_url=url_of(portal.DATABASE_OWNER_URL, name),
        reader_url=url_of(portal.DATABASE_BACKUP_URL, name),
        media=media,
    )


def tables_in(name: str) -> int:
    line = psycopg2.connect(url_of(portal.DATABASE_BACKUP_URL, name))
    try:
        return len(database.tables_of(line))
    finally:
        line.close()


def test_everything_comes_back(here: str, backup: Path, empty: str, tmp_path: Path) -> None:
    manifest = restore(backup, empty, tmp_path / "restored")
    with database.reading(here) as before, database.reading(url_of(portal.DATABASE_BACKUP_URL, empty)) as after:
        assert database.contents_of(before) == database.contents_of(after) == manifest.tables
    # A role that row-level security holds back would dump no enterprise, and say nothing.
    assert manifest.tables["enterprises_enterprise"].rows == Enterprise.objects.count() == 1
    assert sorted(path.read_text() for path in (tmp_path / "restored").rglob("*.*")) == ["第一个文件", "第二个文件"]
    assert backup.name == "portal-20231123-093000"


def test_a_table_tells_its_rows_by_their_content(here: str, backup: Path) -> None:
    before = read_manifest(backup).tables
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_organisation SET name = name || ' ' WHERE code = 'EM-330100'")
    with database.reading(here) as line:
        after = database.contents_of(line)
    changed = {name for name in before if before[name] != after[name]}
    assert changed - {"core_ledgertouch", "core_witness"} == {"accounts_organisation"}
    assert before["accounts_organisation"].rows == after["accounts_organisation"].rows


def cut(folder: Path) -> None:
    content = (folder / DUMP).read_bytes()
    (folder / DUMP).write_bytes(content[: len(content) // 2])


def flip(folder: Path) -> None:
    content = bytearray((folder / FILES).read_bytes())
    content[600] ^= 1
    (folder / FILES).write_bytes(content)


def lose(folder: Path) -> None:
    (folder / DUMP).unlink()


def forge(folder: Path) -> None:
    body = json.loads((folder / NAME).read_text())
    body["manifest"]["tables"]["accounts_organisation"][0] += 1
    (folder / NAME).write_text(json.dumps(body))


def scrawl(folder: Path) -> None:
    (folder / NAME).write_text("{")


def widen(folder: Path) -> None:
    with tarfile.open(folder / FILES, "a") as tar:
        tar.addfile(tarfile.TarInfo("../outside"))


@pytest.mark.parametrize("damage", [cut, flip, lose, forge, scrawl, widen])
def test_a_damaged_backup_touches_nothing(backup: Path, empty: str, tmp_path: Path, damage: Any) -> None:
    damage(backup)
    with pytest.raises(Damaged):
        restore(backup, empty, tmp_path / "restored")
    assert tables_in(empty) == 0
    assert not (tmp_path / "restored").exists()


def test_a_backup_of_another_portal_is_refused(backup: Path, empty: str, tmp_path: Path, settings: Any) -> None:
    settings.SECRET_KEY = "another-portal-" * 5
    with pytest.raises(Damaged, match="SECRET_KEY"):
        restore(backup, empty, tmp_path / "restored")
    assert tables_in(empty) == 0


def test_nothing_is_restored_over_data(here: str, backup: Path, empty: str, tmp_path: Path) -> None:
    with pytest.raises(NotEmpty, match="tables"):
        restore(backup, connection.settings_dict["NAME"], tmp_path / "restored")
    full = tmp_path / "full"
    full.mkdir()
    (full / "something").touch()
    with pytest.raises(NotEmpty, match="files"):
        restore(backup, empty, full)
    assert tables_in(empty) == 0


def test_a_file_that_is_gone_stops_the_backup(here: str, tmp_path: Path) -> None:
    next(
        Path(portal.MEDIA_ROOT).rglob("*.pdf"), next(p for p in Path(portal.MEDIA_ROOT).rglob("*") if p.is_file())
    ).unlink()
    with pytest.raises(Damaged, match="check_integrity"):
        make_backup(url=here, media=Path(portal.MEDIA_ROOT), out=tmp_path / "backups", at=AT)
    assert not list((tmp_path / "backups").glob("portal-*"))


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no backup"):
        call_command("restore", str(tmp_path))
