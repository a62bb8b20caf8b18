"""Sharing the pair: join as a user, start what is missing, make sure that a keeper watches."""

import fcntl
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from safety_portal.embedded.folder import Folder
from safety_portal.embedded.postgres import Postgres
from safety_portal.embedded.valkey import Valkey

USERS, START, KEEPER = "users.lock", "start.lock", "keeper.lock"
Server = TypeVar("Server", Postgres, Valkey)
#: Open for the life of the process: the locks by which the keeper knows its users.
_held: list[IO[str]] = []


@dataclass(frozen=True, slots=True)
class Pair:
    """Addresses of the servers that were asked for; None for one that was not."""

    app_url: str | None
    owner_url: str | None
    backup_url: str | None
    audit_url: str | None
    redis_url: str | None


def acquire(data_dir: Path, *, postgres: bool, valkey: bool) -> Pair:
    """Join the users of the folder's servers, starting what does not run. Raises Trouble with one sentence.

    The lock is inherited by forked children and closed in executed programs, so it ends with the last of the family.
    """
    folder = Folder(data_dir)
    folder.prepare()
    with folder.lock(START):
        users = (folder.path / USERS).open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
        _held.append(users)
        ensure_keeper(folder)
        state = folder.read()
        database = _running(Postgres(folder, state.get("postgres", {}))) if postgres else None
        if database is not None:
            database.complete_roles()
        bell = _running(Valkey(folder, folder.read().get("valkey", {}))) if valkey else None
    return Pair(
        app_url=database.url("portal_app") if database else None,
        owner_url=database.url("portal_owner") if database else None,
        backup_url=database.url("portal_backup") if database else None,
        audit_url=database.url("portal_audit") if database else None,
        redis_url=bell.url if bell else None,
    )


def _running(server: Server) -> Server:
    if not server.answers():
        server.start()
    return server


def ensure_keeper(folder: Folder) -> None:
    """Start a keeper unless one holds its lock."""
    with folder.lock(KEEPER, wait=False) as nobody_keeps:
        if not nobody_keeps:
            return
    environment = {k: v for k, v in os.environ.items() if k in {"PATH", "LANG", "LC_ALL", "PORTAL_MODE"}}
    keeper = Path(__file__).with_name("keeper.py")
    folder.detach(
        [sys.executable, str(keeper), str(folder.path)], log="keeper.log", as_service=False, environment=environment
    )


def leave(data_dir: Path, *, patience: float = 12.0) -> None:
    """Let go of the servers and wait until the keeper has stopped them, or somebody else uses them."""
    if not _held:
        return
    while _held:
        _held.pop().close()
    folder, end = Folder(data_dir), time.monotonic() + patience
    while time.monotonic() < end:
        with folder.lock(KEEPER, wait=False) as keeper_is_gone:
            if keeper_is_gone:
                return
        with (folder.path / USERS).open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
        time.sleep(0.2)
