"""Anchors: the heads of audit and seals in a file outside of the database, a line a minute, each chained to the last."""

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from core.models import AuditEvent, Seal
from core.trail import keys

NAME: Final = "anchors.jsonl"


@dataclass(frozen=True, slots=True)
class Anchor:
    """`audit` and `seal` are the last ids, 0 where there is none yet. `at` is an ISO instant, `mac` also over the line before."""

    at: str
    audit: int
    audit_digest: str
    seal: int
    seal_digest: str
    mac: str = ""

    def body(self, before: str) -> bytes:
        return json.dumps([before, self.at, self.audit, self.audit_digest, self.seal, self.seal_digest]).encode()

    @property
    def head(self) -> tuple[int, str, int, str]:
        return self.audit, self.audit_digest, self.seal, self.seal_digest


class Unreadable(Exception):
    """A line of the file is none of the portal's; the text says which."""


def path() -> Path:
    return Path(settings.ANCHOR_DIR) / NAME


def append(at: datetime) -> None:
    """Add the heads of now, unless they are those of the last line. Raises OSError where the disk does not take it.

    One process at a time: two that follow the same line would break the chain.
    """
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            last = _last()
        except Unreadable:
            last = None  # the check tells of it
        audit = AuditEvent.objects.order_by("-pk").values_list("pk", "digest").first() or (0, "")
        seal = Seal.objects.order_by("-pk").values_list("pk", "digest").first() or (0, "")
        made = Anchor(at.isoformat(), *audit, *seal)
        if last is not None and last.head == made.head:
            return
        made = replace(made, mac=keys.mac(made.body(last.mac if last else "")))
        file.write(json.dumps(asdict(made)) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _last() -> Anchor | None:
    """The last line, read from the end; a line that was cut by a crash is left to the check."""
    if not path().exists():
        return None
    with path().open("rb") as file:
        file.seek(max(0, path().stat().st_size - 4096))
        lines = file.read().decode("utf-8", "replace").splitlines()
    return _read(lines[-1], "") if lines else None


def _read(line: str, place: str) -> Anchor:
    try:
        return Anchor(**json.loads(line))
    except (ValueError, TypeError) as error:
        raise Unreadable(place) from error


def lines() -> Iterator[tuple[int, Anchor, bool]]:
    """(number of the line, anchor, whether it is the portal's and follows the line before). Raises Unreadable."""
    if not path().exists():
        return
    before = ""
    with path().open(encoding="utf-8", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        for number, line in enumerate(file, start=1):
            anchor = _read(line, f"line {number}")
            yield number, anchor, keys.is_mac(anchor.body(before), anchor.mac)
            before = anchor.mac
