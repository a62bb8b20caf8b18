"""Putting files away: write, digest, then the row (trust.md 3.7).

What people send goes past the scanner and counts against the quota of their organisation; what the portal builds itself
does neither.
"""

import errno
import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final

import structlog
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Sum

from core import audit, walls
from core.choices import ScanState
from core.models import StoredFile
from core.models.files import PLACE
from core.scanning import scan
from core.writing import Refused

log = structlog.get_logger("portal.files")
MIB: Final = 1 << 20
#: For how long a file without a row stays: it may belong to a transaction that still runs, or to a newer backup.
STAYS: Final = timedelta(days=7)
#: What the system says where a disk, or what one may write on it, is full.
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
#: SQLSTATE of the same in the database.
DATABASE_FULL: Final = "53100"


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
    _keep(stored, stream)
    stored.save(force_insert=True)
    return stored


def _keep(stored: StoredFile, stream: IO[bytes]) -> None:
    """Write the bytes under a generated name; of a file that did not fit nothing is left. Raises Refused."""
    storage, path = stored.file.storage, stored.file.field.generate_filename(stored, "file")
    try:
        stored.file = storage.save(path, File(stream))
    except OSError as error:
        storage.delete(path)
        if error.errno not in FULL:
            raise
        raise Refused(("sent", f"文件「{stored.name[:80]}」未保存：{FULL_SENTENCE}")) from error


#: What stands on every page where a write does not fit.
FULL_SENTENCE: Final = "服务器存储空间已满，请稍后重试并告知系统管理员，已保存的内容不受影响。"


def is_full(error: BaseException | None) -> bool:
    """Whether a disk was full, of files or of the database, at this fault or at what it came from."""
    while error is not None:
        state = getattr(error, "pgcode", None)
        if state == DATABASE_FULL or (isinstance(error, OSError) and error.errno in FULL):
            return True
        error = error.__cause__ or error.__context__
    return False


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


def remove_orphans(*, at: datetime, true_at: datetime) -> int:
    """Remove files that no row names since a week, as a killed process or an undone write leaves them; how many.

    Where they outnumber the others the database is another one than that of these files: nothing is removed.
    """
    storage: Storage = StoredFile._meta.get_field("file").storage
    orphans: list[str] = []
    known = 0
    # Whoever asks: a row that is not seen is no missing row.
    with walls.unattended():
        for folder in _folders(storage):
            rows = set(StoredFile.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True))
            known += len(rows)
            unknown = [f"{folder}/{name}" for name in storage.listdir(folder)[1] if f"{folder}/{name}" not in rows]
            orphans += [path for path in unknown if storage.get_modified_time(path) < true_at - STAYS]
        if len(orphans) > known:
            log.warning("orphans_outnumber_files", orphans=len(orphans), known=known)
            return 0
        for path in orphans:
            storage.delete(path)
        if orphans:
            audit.record("file.orphans", by=None, at=at, subject="", count=len(orphans))
    return len(orphans)


def _folders(storage: Storage) -> Iterator[str]:
    """The folders in which files lie, as `generated_path` names them."""
    if storage.exists(PLACE):
        for name in sorted(storage.listdir(PLACE)[0]):
            yield f"{PLACE}/{name}"
