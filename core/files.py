"""Putting files away: write, digest, then the row (trust.md 3.7).

What people send goes past the scanner and counts against the quota of their organisation; what the portal builds itself
does neither.
"""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum

from core import audit
from core.choices import ScanState
from core.models import StoredFile
from core.scanning import scan
from core.writing import Refused

MIB: Final = 1 << 20


def clean_name(name: str) -> str:
    """The sent name without path, control characters and lone surrogates, at most 200 characters."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in base if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF)
    stem, dot, suffix = kept.strip(" .").rpartition(".")
    return (f"{stem[:190]}.{suffix[:9]}" if dot else kept.strip(" .")[:200]) or "file"


def store(stream: IO[bytes], *, name: str, organisation_id: int, at: datetime, is_sent: bool = True) -> StoredFile:
    """Keep the bytes of an open stream (from its start) and return the row with digest and size. Raises Refused."""
    verdict = ScanState.UNSCANNED
    if is_sent:
        require_quota(stream, name, organisation_id)
        verdict = scan(stream)
        if verdict == ScanState.INFECTED:
            raise Refused(("sent", f"文件「{name[:80]}」含有病毒，未接收，请杀毒后再上传。"))
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    stream.seek(0)
    stored = StoredFile(
        name=clean_name(name),
        size=size,
        sha256=digest.hexdigest(),
        organisation_id=organisation_id,
        created_at=at,
        scan=verdict,
    )
    stored.file.save("file", File(stream), save=False)
    stored.save(force_insert=True)
    return stored


def store_path(path: Path, *, name: str, organisation_id: int, at: datetime) -> StoredFile:
    """Keep a copy of a file that the portal has built."""
    with path.open("rb") as stream:
        return store(stream, name=name, organisation_id=organisation_id, at=at, is_sent=False)


def require_quota(stream: IO[bytes], name: str, organisation_id: int) -> None:
    """Refuse what would not fit beside the files that the organisation has. Raises Refused."""
    most = settings.ORGANISATION_QUOTA_MIB * MIB
    if not most:
        return
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    used = StoredFile.objects.filter(organisation_id=organisation_id).aggregate(used=Sum("size"))["used"] or 0
    if used + size > most:
        sentence = (
            f"文件「{name[:80]}」为 {size / MIB:.1f} MiB，本单位已存 {used / MIB:.1f} MiB，"
            f"超过 {settings.ORGANISATION_QUOTA_MIB} MiB 的上限，请联系系统管理员扩容后再上传。"
        )
        raise Refused(("sent", sentence))


def rescan(*, at: datetime) -> tuple[int, int]:
    """Let the scanner look at the files that wait for it; how many were let go, and how many hold a virus."""
    freed = bad = 0
    for stored in StoredFile.objects.filter(scan=ScanState.WAITING).order_by("pk"):
        try:
            with stored.file.open("rb") as stream:
                verdict = scan(stream)
        except OSError:  # the check of integrity names a missing file
            continue
        if verdict == ScanState.WAITING:
            break
        with transaction.atomic():
            StoredFile.objects.filter(pk=stored.pk).update(scan=verdict)
            if verdict == ScanState.INFECTED:
                audit.record("file.infected", by=None, at=at, subject=f"file {stored.pk}", name=stored.name)
        bad += verdict == ScanState.INFECTED
        freed += verdict != ScanState.INFECTED
    return freed, bad
