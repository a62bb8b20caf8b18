"""What is sent goes past the scanner and counts against the quota; one gate hands stored files out."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client

from core import clock
from core.attachments import attach
from core.choices import ScanState
from core.files import rescan, store
from core.models import Attachment, AuditEvent, StoredFile
from core.writing import Refused
from insurers.activities.models import Activity
from tests import world
from tests.cast import Cast
from tests.papers import pdf

SignIn = Callable[[Any], Client]
ROOT = Path(__file__).parents[2]
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = pdf("report")


class Scanner:
    """clamd as far as the portal talks with it: INSTREAM on a socket of the test's own."""

    def __init__(self, address: str, *, says: bytes = b"") -> None:
        self.says = says
        self.got: list[bytes] = []
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(address)
        self.socket.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                talk, _from = self.socket.accept()
            except OSError:
                return
            with talk, talk.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                body = b""
                while size := int.from_bytes(sent.read(4), "big"):
                    body += sent.read(size)
                self.got.append(body)
                found = b"stream: Eicar-Test-Signature FOUND" if EICAR in body else b"stream: OK"
                talk.sendall((self.says or found) + b"\0")

    def stop(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> str:
    path = f"{tmp_path_factory.mktemp('clamd')}/s"
    settings.CLAMD_ADDRESS = f"unix:{path}"
    return path


@pytest.fixture
def scanner(place: str) -> Iterator[Scanner]:
    scanner = Scanner(place)
    yield scanner
    scanner.stop()


@pytest.fixture
def service(cast: Cast) -> Activity:
    return world.activity(world.policy(world.enterprise()))


def add(cast: Cast, to: Activity, body: bytes, name: str = "报告.pdf") -> Attachment:
    return attach(to, "report", ContentFile(body), name=name, by=cast.insurer_a_clerk, at=clock.now())


def test_a_clean_file_is_taken_and_handed_out(cast: Cast, service: Activity, scanner: Scanner, as_user: SignIn) -> None:
    made = add(cast, service, PDF)
    assert (made.file.scan, scanner.got) == (ScanState.CLEAN, [PDF])
    assert as_user(cast.insurer_a_clerk).get(f"/attachments/{made.pk}/").status_code == 200


def test_a_virus_is_refused_and_not_kept(cast: Cast, service: Activity, scanner: Scanner) -> None:
    with pytest.raises(Refused, match=r"文件「报告\.pdf」含有病毒，未接收，请杀毒后再上传"):
        add(cast, service, PDF + EICAR)
    assert not StoredFile.objects.filter(name="报告.pdf").exists()


def test_a_workbook_with_a_virus_is_refused_on_its_page(cast: Cast, scanner: Scanner, as_user: SignIn) -> None:
    sent = {"file": ContentFile(EICAR, name="保单.xlsx")}
    answer = as_user(cast.insurer_a_clerk).post("/uploads/new/policies/", sent)
    assert answer.status_code == 400
    assert "含有病毒" in answer.content.decode()


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OKAY"])
def test_without_a_verdict_a_file_waits(
    cast: Cast, service: Activity, place: str, as_user: SignIn, says: bytes
) -> None:
    """The scanner is away, or gives an answer that is none: the file is seen in the list, and nobody gets it."""
    scanner = Scanner(place, says=says) if says else None
    made = add(cast, service, PDF)
    client = as_user(cast.insurer_a_clerk)
    assert made.file.scan == ScanState.WAITING
    for path in (f"/attachments/{made.pk}/", f"/attachments/{made.pk}/preview/"):
        answer = client.get(path)
        assert answer.status_code == 409
        assert "等待病毒检查" in answer.content.decode()
    page = client.get(f"/activities/{service.pk}/").content.decode()
    assert "报告.pdf" in page
    assert f'href="/attachments/{made.pk}/"' not in page
    if scanner:
        scanner.stop()


def test_what_waits_is_scanned_when_the_scanner_is_back(cast: Cast, service: Activity, place: str) -> None:
    good, bad = add(cast, service, PDF), add(cast, service, PDF + EICAR, "坏.pdf")
    assert rescan(at=clock.now()) == (0, 0)
    scanner = Scanner(place)
    assert rescan(at=clock.now()) == (1, 1)
    scanner.stop()
    states = dict(StoredFile.objects.values_list("pk", "scan"))
    assert (states[good.file_id], states[bad.file_id]) == (ScanState.CLEAN, ScanState.INFECTED)
    assert AuditEvent.objects.filter(action="file.infected").count() == 1


def test_what_the_portal_builds_is_neither_scanned_nor_counted(cast: Cast, scanner: Scanner, settings: Any) -> None:
    settings.ORGANISATION_QUOTA_MIB = 1
    stored = store(ContentFile(b"x" * (2 << 20)), name="x.xlsx", organisation_id=1, at=clock.now(), is_sent=False)
    assert (stored.scan, scanner.got) == (ScanState.UNSCANNED, [])


def test_an_organisation_keeps_no_more_than_its_quota(cast: Cast, service: Activity, settings: Any) -> None:
    settings.ORGANISATION_QUOTA_MIB = 1
    add(cast, service, PDF + b" " * (900 << 10))
    with pytest.raises(Refused, match=r"文件「第二\.pdf」为 0\.2 MiB，本单位已存 0\.9 MiB，超过 1 MiB 的上限，请联系"):
        add(cast, service, PDF + b" " * (200 << 10), "第二.pdf")


@pytest.mark.parametrize("with_proxy", [False, True])
def test_a_file_leaves_as_an_attachment_that_runs_nothing(
    cast: Cast, service: Activity, as_user: SignIn, settings: Any, with_proxy: bool
) -> None:
    settings.X_ACCEL_PREFIX = "/protected/" if with_proxy else ""
    made = add(cast, service, PDF, "服务报告 1.pdf")
    answer = as_user(cast.insurer_a_clerk).get(f"/attachments/{made.pk}/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%9C%8D")
    assert answer["Cache-Control"] == "no-store"
    assert answer.get("X-Accel-Redirect", "") == (f"/protected/{made.file.file.name}" if with_proxy else "")
    assert b"".join(answer) == (b"" if with_proxy else PDF)


def test_names_of_files_on_disk_are_made_up_and_no_web_root_holds_them(cast: Cast, service: Activity) -> None:
    made = add(cast, service, PDF, "..%2f..%2fx.pdf")
    assert re.fullmatch(r"files/[0-9a-f]{2}/[0-9a-f]{32}\.pdf", str(made.file.file.name))
    served = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    assert not any(Path(settings.MEDIA_ROOT).is_relative_to(folder) for folder in served)


def test_one_gate_opens_stored_files() -> None:
    """Views hand a stored file to `core.views.downloads`, which knows what the scanner said."""
    openers = [
        str(path.relative_to(ROOT))
        for path in sorted(ROOT.rglob("*.py"))
        if {"views"} & set(path.with_suffix("").relative_to(ROOT).parts)
        and not {".venv", "tests"} & set(path.relative_to(ROOT).parts)
        and re.search(r"\.file\.(open|path)\b", path.read_text(encoding="utf-8"))
    ]
    assert openers == ["core/views/downloads.py"]
