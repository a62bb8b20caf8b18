"""What must be true of the stored data whatever was written: each check answers its faults as sentences (contract 3)."""

import hashlib
from collections.abc import Callable, Iterator

from core import audit
from core.models import StoredFile

Check = Callable[[], Iterator[str]]


def broken_chain() -> Iterator[str]:
    for event in audit.broken_links():
        yield f"audit event {event}: its digest or its predecessor does not fit"


def broken_files() -> Iterator[str]:
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        digest = hashlib.sha256()
        try:
            with stored.file.open("rb") as stream:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
        except OSError:
            yield f"file {stored.pk} ({stored.name}): missing"
            continue
        if digest.hexdigest() != stored.sha256:
            yield f"file {stored.pk} ({stored.name}): its content does not have its digest"


_checks: dict[str, Check] = {"audit": broken_chain, "files": broken_files}


def register(name: str, check: Check) -> None:
    """Let a room add a check of its own ledger."""
    _checks[name] = check


def faults() -> dict[str, list[str]]:
    """{name of the check: its faults}."""
    return {name: list(check()) for name, check in _checks.items()}
