"""Addresses of the servers, and starting our own where none is named (contract 2).

`start()` is called by manage.py, wsgi, celery and pytest, never by importing settings; `addresses()` is what settings
read: before `start()`, and for an unnamed server, it points nowhere, so that linters can import settings.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from safety_portal import embedded

ROOT = Path(__file__).resolve().parent.parent
NOWHERE_DATABASE = "postgres://portal@127.0.0.1:1/portal"
NOWHERE_REDIS = "redis://127.0.0.1:1/0"
MODES = ("demo", "test", "production")


@dataclass(frozen=True, slots=True)
class Addresses:
    """`mode` is demo, test or production; `database_url` is the role that this process uses."""

    mode: str
    database_url: str
    database_owner_url: str
    database_backup_url: str
    database_audit_url: str
    redis_url: str


_pair = embedded.Pair(None, None, None, None, None)
_flags = {"started": False, "owner": False}


def data_dir() -> Path:
    """Where the embedded servers and the files live, absolute."""
    return Path(os.environ.get("PORTAL_DATA_DIR") or ROOT / "var").absolute()


def mode() -> str:
    """`PORTAL_MODE`, or demo while no database is named, else production."""
    return os.environ.get("PORTAL_MODE") or ("production" if os.environ.get("DATABASE_URL") else "demo")


def addresses() -> Addresses:
    """What the settings use."""
    app = os.environ.get("DATABASE_URL") or _pair.app_url or NOWHERE_DATABASE
    owner = (
        os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL") or _pair.owner_url or NOWHERE_DATABASE
    )
    backup = os.environ.get("DATABASE_BACKUP_URL") or _pair.backup_url or owner
    audit = os.environ.get("DATABASE_AUDIT_URL") or _pair.audit_url or owner
    redis = os.environ.get("REDIS_URL") or _pair.redis_url or NOWHERE_REDIS
    return Addresses(mode(), owner if _flags["owner"] else app, owner, backup, audit, redis)


def use_owner() -> None:
    """This process migrates: it connects as the role that owns the tables. Call it before settings load."""
    _flags["owner"] = True


def is_owner() -> bool:
    """Whether this process migrates."""
    return _flags["owner"]


def start() -> None:
    """Start or join the embedded servers that are needed; once in a process. Exits 1 with one sentence on trouble."""
    global _pair  # noqa: PLW0603 - one process, one pair
    if _flags["started"]:
        return
    if mode() not in MODES:
        sys.stderr.write(f"PORTAL_MODE is {mode()!r}: it must be demo, test or production.\n")
        sys.exit(1)
    needs_database, needs_redis = not os.environ.get("DATABASE_URL"), not os.environ.get("REDIS_URL")
    if needs_database or needs_redis:
        try:
            _pair = embedded.acquire(data_dir(), postgres=needs_database, valkey=needs_redis)
        except embedded.Trouble as trouble:
            sys.stderr.write(f"{trouble}\n")
            sys.exit(1)
    _flags["started"] = True


def leave() -> None:
    """Stop using the embedded servers and wait a little for them to end, unless others use them still."""
    embedded.leave(data_dir())
