"""Putting files away: write, digest, then the row (trust.md 3.7)."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import IO

from django.core.files.base import File

from core.models import StoredFile


def clean_name(name: str) -> str:
    """The sent name without path, control characters and lone surrogates, at most 200 characters."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in base if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF)
    stem, dot, suffix = kept.strip(" .").rpartition(".")
    return (f"{stem[:190]}.{suffix[:9]}" if dot else kept.strip(" .")[:200]) or "file"


def store(stream: IO[bytes], *, name: str, organisation_id: int, at: datetime) -> StoredFile:
    """Keep the bytes of an open stream (from its start) and return the row with digest and size."""
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    stream.seek(0)
    stored = StoredFile(
        name=clean_name(name), size=size, sha256=digest.hexdigest(), organisation_id=organisation_id, created_at=at
    )
    stored.file.save("file", File(stream), save=False)
    stored.save(force_insert=True)
    return stored


def store_path(path: Path, *, name: str, organisation_id: int, at: datetime) -> StoredFile:
    """Keep a copy of a file on disk."""
    with path.open("rb") as stream:
        return store(stream, name=name, organisation_id=organisation_id, at=at)
