"""A disk that is full: what was sent is refused with a sentence, and nothing of it is left. Files that nothing names."""

import errno
import os
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError
from django.test import RequestFactory

from core import clock, files, walls
from core.models import AuditEvent, StoredFile
from core.views.errors import server_error
from core.writing import Refused
from tests.cast import Cast


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Path:
    """Files lie in a folder of their own, whose disk is full after the first bytes of each."""

    def save(self: FileSystemStorage, name: str, _content: object) -> str:
        Path(self.path(name)).parent.mkdir(parents=True)
        Path(self.path(name)).write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", save)
    monkeypatch.setattr(StoredFile._meta.get_field("file"), "storage", FileSystemStorage(location=tmp_path))
    return tmp_path


def test_a_file_that_does_not_fit_is_refused_and_leaves_nothing(cast: Cast, narrow: Path) -> None:
    person = cast.hangzhou_officer
    with pytest.raises(Refused, match="台账.xlsx」未保存：服务器存储空间已满"):
        files.store(BytesIO(b"whole"), name="台账.xlsx", organisation_id=person.organisation_id, at=clock.now())
    assert not [path for path in narrow.rglob("*") if path.is_file()]
    assert not StoredFile.objects.exists()


def put_by(folder: Path, name: str, *, days: int) -> Path:
    """A file as a process that was killed leaves it: its bytes, and no row."""
    path = folder / "files" / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left")
    old = (clock.true_now() - timedelta(days=days)).timestamp()
    os.utime(path, (old, old))
    return path


def test_files_that_no_row_names_go_after_a_week_and_no_others(cast: Cast, settings: Any) -> None:
    folder = Path(settings.MEDIA_ROOT)
    kept = [
        files.store(BytesIO(b"whole"), name="台账.xlsx", organisation_id=each.organisation_id, at=clock.now())
        for each in (cast.hangzhou_officer, cast.insurer_a_clerk)
    ]
    for stored in kept:
        os.utime(stored.file.path, (0, 0))
    old, fresh = put_by(folder, "aa11.pdf", days=8), put_by(folder, "bb22.pdf", days=6)
    with walls.seeing_as(cast.hangzhou_officer):  # who does not see the insurer's row
        assert files.remove_orphans(at=clock.now(), true_at=clock.true_now()) == 1
    assert (old.exists(), fresh.exists()) == (False, True)
    assert all(Path(stored.file.path).exists() for stored in kept)
    assert AuditEvent.objects.get(action="file.orphans").detail == {"count": 1}
    assert files.remove_orphans(at=clock.now(), true_at=clock.true_now()) == 0


def test_before_another_database_no_file_is_removed(cast: Cast, settings: Any) -> None:
    left = [put_by(Path(settings.MEDIA_ROOT), name, days=30) for name in ("aa11.pdf", "aa22.pdf", "bb33.pdf")]
    files.store(BytesIO(b"whole"), name="a.xlsx", organisation_id=cast.hangzhou_officer.organisation_id, at=clock.now())
    assert files.remove_orphans(at=clock.now(), true_at=clock.true_now()) == 0
    assert all(path.exists() for path in left)


class DiskFull(Exception):
    pgcode = files.DATABASE_FULL


@pytest.mark.parametrize(
    ("cause", "status"), [(DiskFull(), 507), (OSError(errno.EDQUOT, "quota"), 507), (OSError(errno.EIO, "broken"), 500)]
)
def test_the_page_of_a_fault_says_that_a_disk_is_full(cause: Exception, status: int) -> None:
    try:
        raise OperationalError("could not extend file") from cause
    except OperationalError:
        assert sys.exc_info()[1] is not None
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == status
    assert (files.FULL_SENTENCE in answer.content.decode()) == (status == 507)
