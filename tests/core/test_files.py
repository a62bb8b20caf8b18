"""A disk that is full: what was sent is refused with a sentence, and nothing of it is left."""

import errno
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError
from django.test import RequestFactory

from core import clock, files
from core.models import StoredFile
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
